package dev.datasave.examples.arena;

/**
 * One item of a player.
 *
 * @param id unique forever: the name of the finder, and a number that is never used twice
 * @param type the item's type
 * @param damage the wear
 */
public record Item(String id, String type, int damage) {}
