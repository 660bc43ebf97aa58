package dev.datasave.engine.entry;

import com.google.gson.JsonObject;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.Optional;

/**
 * An entry that belongs to a moved profile, as it is to stand under the profile's new key (P15). Pins stay with the revisions that they name.
 *
 * @param id its new id
 * @param content its new content
 */
public record Belonging(EntryId id, Content content) {
    /** The stores of what moves with a profile. */
    public static final List<String> STORES = List.of(Addresses.MESSAGES, Addresses.RECEIPTS, Addresses.ORPHANS);

    private static final long OF_AN_EARLIER_LIFE = -1;

    /** The stores of what may be written under a key after its profile has gone. A receipt is not: it is written together with the profile. */
    public static final List<String> LATE_STORES = List.of(Addresses.MESSAGES, Addresses.ORPHANS);

    /**
     * Empty if the entry stays where it is: it is a request, whose asker looks for the answer there, or it can't be read.
     *
     * @param to the profile under its new key
     * @param at the revision of the profile that counts as known to the sender of a message
     * @param before the profile's time under the old key
     * @param address the holder of messages
     */
    public static Optional<Belonging> of(Entry entry, EntryId to, long at, Way.Stay before, Optional<String> address) {
        EntryId id = new EntryId(
                entry.id().store(),
                Addresses.prefix(to)
                        + entry.id().key().substring(entry.id().key().indexOf('/') + 1));
        try {
            return content(entry, to, at, before, address).map(content -> new Belonging(id, content));
        } catch (IllegalArgumentException | FormatProblem foreign) {
            return Optional.empty();
        }
    }

    private static Optional<Content> content(
            Entry entry, EntryId to, long at, Way.Stay before, Optional<String> address) {
        Content content = entry.content();
        return switch (entry.id().store()) {
            case Addresses.MESSAGES -> {
                JsonObject message = value(entry);
                boolean isRequest = JsonFields.text(message, "type").startsWith("~");
                message.addProperty("key", to.key());
                yield isRequest
                        ? Optional.empty()
                        : Optional.of(content.withValue(JsonText.write(message))
                                .withHolder(address.orElse(null))
                                .withSystem(Erased.addressedAt(at)));
            }
            case Addresses.RECEIPTS -> {
                JsonObject receipt = value(entry);
                receipt.addProperty("key", to.key());
                long revision = JsonFields.number(receipt, "revision");
                boolean isTheirs = revision > 0 || JsonFields.number(receipt, "arrived", 0) == before.first();
                receipt.addProperty("revision", revision - before.last());
                receipt.addProperty("arrived", isTheirs ? at : OF_AN_EARLIER_LIFE);
                yield Optional.of(content.withValue(receipt.toString()));
            }
            case Addresses.ORPHANS -> {
                JsonObject system = EntryFormat.object(String.valueOf(content.system()), "system of " + entry.id());
                JsonFields.object(system, "orphan").addProperty("key", to.key());
                yield Optional.of(content.withSystem(system.toString()));
            }
            default -> Optional.empty();
        };
    }

    private static JsonObject value(Entry entry) {
        return EntryFormat.object(String.valueOf(entry.content().value()), "value of " + entry.id());
    }
}
