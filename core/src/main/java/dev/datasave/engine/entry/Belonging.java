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

    /** The stores of what may be written under a key after its profile has gone. A receipt is not: it is written together with the profile. */
    public static final List<String> LATE_STORES = List.of(Addresses.MESSAGES, Addresses.ORPHANS);

    private static final String ARRIVED = "arrived";

    /**
     * Whether the entry is of a life of the profile that was erased, and the erasure has not come to it yet (P14). Then it is erased instead of moved: under
     * another key, nothing would tell any more that it is none of the present life's.
     *
     * @param erased the erasures that the old key remembers
     */
    public static boolean isErased(Entry entry, Erased erased) {
        try {
            return switch (entry.id().store()) {
                case Addresses.MESSAGES -> erased.wasSentBefore(entry) && !isRequest(value(entry));
                case Addresses.RECEIPTS -> since(value(entry)) < erased.whole();
                case Addresses.ORPHANS -> erased.covers(basis(JsonFields.object(system(entry), "orphan")));
                default -> false;
            };
        } catch (IllegalArgumentException | FormatProblem foreign) {
            return false;
        }
    }

    /** The first revision under the old key that holds the grant of a receipt. */
    private static long since(JsonObject receipt) {
        return Math.max(JsonFields.number(receipt, "revision"), Math.abs(JsonFields.number(receipt, ARRIVED, 0)));
    }

    /** The revision on which an orphan is based, or with which it came to the old key. */
    private static long basis(JsonObject orphan) {
        return JsonFields.number(orphan, ARRIVED, JsonFields.number(orphan, "revision"));
    }

    private static boolean isRequest(JsonObject message) {
        return JsonFields.text(message, "type").startsWith("~");
    }

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
                message.addProperty("key", to.key());
                yield isRequest(message)
                        ? Optional.empty()
                        : Optional.of(content.withValue(JsonText.write(message))
                                .withHolder(address.orElse(null))
                                .withSystem(Erased.addressedAt(at)));
            }
            case Addresses.RECEIPTS -> {
                JsonObject receipt = value(entry);
                receipt.addProperty("key", to.key());
                long revision = JsonFields.number(receipt, "revision");
                boolean isTheirs = revision > 0 || JsonFields.number(receipt, ARRIVED, 0) == before.first();
                receipt.addProperty("revision", revision - before.last());
                receipt.addProperty(
                        ARRIVED, isTheirs ? at : -at); // negative: it came to the old key with another profile
                yield Optional.of(content.withValue(receipt.toString()));
            }
            case Addresses.ORPHANS -> {
                JsonObject system = system(entry);
                JsonObject orphan = JsonFields.object(system, "orphan");
                orphan.addProperty("key", to.key());
                orphan.addProperty(ARRIVED, at);
                yield Optional.of(content.withSystem(system.toString()));
            }
            default -> Optional.empty();
        };
    }

    private static JsonObject system(Entry entry) {
        return EntryFormat.object(String.valueOf(entry.content().system()), "system of " + entry.id());
    }

    private static JsonObject value(Entry entry) {
        return EntryFormat.object(String.valueOf(entry.content().value()), "value of " + entry.id());
    }
}
