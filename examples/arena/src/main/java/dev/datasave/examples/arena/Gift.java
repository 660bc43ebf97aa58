package dev.datasave.examples.arena;

/**
 * The message that brings an item to another player, on any server or offline (P11).
 *
 * @param booking the booking that the giver has, too
 * @param item the gift
 */
public record Gift(Booking booking, Item item) {}
