/** Profiles of players on Minestom. Start at {@link dev.datasave.minestom.PlayerProfiles}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.minestom;
