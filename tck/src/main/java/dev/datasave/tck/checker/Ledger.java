package dev.datasave.tck.checker;

import com.google.gson.JsonObject;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal.Written;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts how many of each thing exist (in profiles, in waiting messages, in the bank) after every write, and compares that with how many were ever
 * made. No write may double or lose anything (P12), and no message may be removed before it is taken (P11).
 */
public final class Ledger {
    public static final String MESSAGES = "~message";

    private final Findings found;
    private final Map<EntryId, Map<String, Long>> waiting = new HashMap<>();
    private final Map<String, Map<String, Long>> removed = new HashMap<>();
    private final Map<String, String> gifts = new HashMap<>();
    private final Map<String, Integer> unsent = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> withdrawn = new HashSet<>();
    private Map<String, Long> there = Goods.NONE;
    private Map<String, Long> expected = Goods.NONE;
    private @Nullable Written last;

    Ledger(Findings found) {
        this.found = found;
    }

    void game(GameEvent seen) {
        switch (seen) {
            case GameEvent.Sending(var gift) -> unsent.merge(gift, 1, Integer::sum);
            case GameEvent.SendingAgain(var message) ->
                unsent.merge(gifts.getOrDefault(message, message), 1, Integer::sum);
            case GameEvent.Withdrawing(var message) -> withdrawn.add(message);
            default -> {}
        }
    }

    /** Whether a message of that id ever existed. */
    boolean wasSent(String message) {
        return gifts.containsKey(message);
    }

    /** Notes that a profile was written. */
    void profile(Written written, Map<String, Long> made, boolean replaced) {
        Map<String, Long> change = change(written, written.before(), written.after());
        expected = Goods.plus(expected, replaced ? change : made);
    }

    /** Notes that a profile holds the effect of a message; perhaps it did so before the message was removed. */
    void took(String message) {
        taken.add(message);
        expected = Goods.plus(expected, removed.getOrDefault(message, Goods.NONE));
        waiting.entrySet().removeIf(waits -> {
            boolean isIt = messageId(waits.getKey()).equals(message);
            there = isIt ? Goods.minus(there, waits.getValue()) : there;
            return isIt;
        });
    }

    void bank(Written written) {
        change(written, written.before(), written.after());
    }

    private Map<String, Long> change(Written written, Optional<Entry> before, Optional<Entry> after) {
        last = written;
        Map<String, Long> change = Goods.minus(goods(after), goods(before));
        there = Goods.plus(there, change);
        return change;
    }

    void message(Written written) {
        EntryId id = written.id();
        Optional<JsonObject> gift = value(written.after())
                .filter(letter -> letter.get("type").getAsString().equals("Gift"))
                .map(letter -> letter.getAsJsonObject("payload"));
        if (gift.isPresent() && !waiting.containsKey(id) && !taken.contains(messageId(id))) {
            Map<String, Long> goods = goods(gift.get());
            String name = gift.get().get("name").getAsString();
            boolean follows =
                    isWaiting(messageId(id)); // a moved profile, if it is removed under the old key with the same write
            gifts.put(messageId(id), name);
            waiting.put(id, goods);
            there = Goods.plus(there, goods);
            last = written;
            if (follows) {
                return;
            }
            found.count(Count.MESSAGE);
            if (unsent.getOrDefault(name, 0) > 0) {
                unsent.merge(name, -1, Integer::sum);
                expected = Goods.plus(expected, goods);
            }
        } else if (gift.isEmpty() && waiting.containsKey(id)) {
            removed(written);
        }
    }

    private boolean isWaiting(String message) {
        return waiting.keySet().stream().anyMatch(id -> messageId(id).equals(message));
    }

    private void removed(Written written) {
        EntryId profile = value(written.before())
                .map(letter -> new EntryId(
                        letter.get("store").getAsString(), letter.get("key").getAsString()))
                .orElseThrow();
        Map<String, Long> goods = waiting.getOrDefault(written.id(), Goods.NONE);
        waiting.remove(written.id());
        there = Goods.minus(there, goods);
        if (isWaiting(messageId(written.id()))) {
            return; // it stands under the profile's new key
        }
        expected = Goods.minus(expected, goods);
        removed.put(messageId(written.id()), goods);
        boolean excused = withdrawn.contains(messageId(written.id()))
                || found.replacements.wasErasing(profile)
                || found.wasSetBackSince(Duration.ZERO);
        if (!excused) {
            found.report(written, "P11", "removed a message to " + profile + " that nobody has taken");
        }
    }

    static String messageId(EntryId message) {
        return message.key().substring(message.key().indexOf('/') + 1);
    }

    /** Checks, when nothing is under way anymore, that exactly the things exist that were made. */
    void settle() {
        Written written = last;
        if (written != null && !there.equals(expected) && !found.wasSetBackSince(Duration.ZERO)) {
            found.report(
                    written,
                    "P12",
                    "made or lost " + Goods.minus(there, expected) + ": what there is is not what was ever made");
        }
        expected = there;
        last = null;
    }

    /** Checks that no message waits in the end. */
    void end(Duration at) {
        waiting.keySet().forEach(id -> found.report(at, "P11", id, "message " + id + " is still waiting in the end"));
    }

    void setBack() {
        waiting.keySet()
                .removeIf(id -> found.lineage
                        .current(id)
                        .filter(message -> !message.isTombstone())
                        .isEmpty());
    }

    private Optional<JsonObject> value(Optional<Entry> entry) {
        return entry.flatMap(found.parsed::value);
    }

    private Map<String, Long> goods(Optional<Entry> entry) {
        return value(entry).map(Ledger::goods).orElse(Goods.NONE);
    }

    private static Map<String, Long> goods(JsonObject data) {
        Map<String, Long> goods = new HashMap<>();
        JsonObject members = data.getAsJsonObject("goods");
        if (members != null) {
            members.entrySet()
                    .forEach(thing -> goods.put(thing.getKey(), thing.getValue().getAsLong()));
        }
        return Goods.plus(goods, Goods.NONE);
    }
}
