/** A small network of game servers on Minestom: a lobby and an arena that share their players. Start at {@link dev.datasave.examples.network.NetworkServer}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.examples.network;
