package dev.datasave.examples.network;

import dev.datasave.Message;

/**
 * Mail to a player, wherever he is, or when he comes next.
 *
 * @param from the name of the sender
 * @param coins what is in it; the sender has paid it already
 */
@Message.Name("parcel")
record Parcel(String from, long coins, String text) {}
