/** The data store: shared records that no server owns. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.records;
