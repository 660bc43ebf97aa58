/** What belongs to a person: list, export, erase (P14). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.people;
