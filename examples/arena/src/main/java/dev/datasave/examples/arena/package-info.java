/** A small TCP line server around {@link dev.datasave.Profile}, to be played with {@code nc}. Start at {@link Arena}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.examples.arena;
