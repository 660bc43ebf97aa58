package dev.datasave.examples.arena;

/**
 * The message that brings an item to another player, wherever he is (P11).
 *
 * @param booking what the giver has in his books
 * @param item what is given
 */
public record Gift(Booking booking, Item item) {}
