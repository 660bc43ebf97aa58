/** What the engine writes into an entry: its {@code system} part, tokens, marks, and where its own entries stand. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.entry;
