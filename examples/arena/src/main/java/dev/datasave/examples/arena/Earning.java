package dev.datasave.examples.arena;

/**
 * One change of a player's money.
 *
 * @param op its number, greater than the one before it
 * @param amount what was earned
 */
public record Earning(long op, long amount) {}
