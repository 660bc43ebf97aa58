/** What operators do to profiles: edits, rollbacks, pins, bulk migration (P13). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.operator;
