package dev.datasave.examples.arena;

/**
 * One thing that a player has.
 *
 * @param id unique for ever: made of who found it and a number that never comes twice
 * @param type the item's type
 * @param damage how worn it is
 */
public record Item(String id, String type, int damage) {}
