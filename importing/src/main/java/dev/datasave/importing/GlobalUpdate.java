package dev.datasave.importing;

import com.google.gson.JsonElement;
import dev.datasave.Message;

/**
 * What ProfileService and ProfileStore keep for a profile until it is loaded; here a message. A game receives it as {@code onMessage} of a class of its own, which
 * has the same {@link Message.Name} and the same members.
 *
 * @param id its number in the profile's list; unique there
 * @param data what the game had put into it
 */
@Message.Name("GlobalUpdate")
public record GlobalUpdate(long id, JsonElement data) {}
