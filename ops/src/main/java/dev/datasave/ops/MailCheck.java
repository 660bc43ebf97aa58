package dev.datasave.ops;

import com.google.gson.JsonObject;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at what waits for profiles: what nobody will ever read, and why. Reads at most 10,000 messages. */
final class MailCheck {
    static final int MOST = 10_000;
    private static final int PAGE = 200;
    private static final int MOST_NAMED = 5;
    private static final Duration LONG_OVER = Duration.ofHours(1);
    private static final String MATTER = "undeliverable messages";

    private final Storage storage;
    private final Instant now;
    private final List<String> unreadable = new ArrayList<>();
    private final Set<EntryId> nowhere = new LinkedHashSet<>();
    private int toNowhere;
    private int overdue;
    private int seen;

    private MailCheck(Storage storage) {
        this.storage = storage;
        this.now = storage.backlog().now();
    }

    static List<Diagnosis> of(Storage storage) {
        MailCheck check = new MailCheck(storage);
        EntryQuery query = EntryQuery.keys(StoredForms.MESSAGES, "").withLimit(PAGE);
        Page<Entry> page = storage.list(query);
        check.look(page.items());
        while (page.next() != null && check.seen < MOST) {
            page = storage.list(query.from(page.next()));
            check.look(page.items());
        }
        return check.found(page.next() != null);
    }

    private void look(List<Entry> messages) {
        List<EntryId> addressees = new ArrayList<>();
        for (Entry message : messages) {
            if (!message.isDamaged() && (message.isTombstone() || isDead(message))) {
                continue;
            }
            seen++;
            JsonObject json = StoredForms.object(message);
            Optional<EntryId> addressee = addressee(json);
            if (addressee.isEmpty() || StoredForms.text(json, "type", "").isEmpty()) {
                unreadable.add(message.id().key());
                continue;
            }
            addressees.add(addressee.get());
            long expires = StoredForms.number(json, "expires");
            if (expires > 0 && Instant.ofEpochMilli(expires).plus(LONG_OVER).isBefore(now)) {
                overdue++;
            }
        }
        lookUp(addressees);
    }

    private static boolean isDead(Entry message) {
        return message.content().metadata().containsKey("dead");
    }

    /** Whom a message is for; empty if it is none that a server could read. */
    private static Optional<EntryId> addressee(JsonObject json) {
        try {
            return json.has("payload")
                    ? Optional.of(new EntryId(StoredForms.text(json, "store", ""), StoredForms.text(json, "key", "")))
                    : Optional.empty();
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private void lookUp(List<EntryId> addressees) {
        List<EntryId> ids = List.copyOf(new LinkedHashSet<>(addressees));
        List<Optional<Entry>> entries = ids.isEmpty() ? List.of() : storage.read(ids);
        for (int i = 0; i < ids.size(); i++) {
            Optional<Entry> entry = entries.get(i);
            boolean isThere = entry.isPresent()
                    && (entry.get().isDamaged()
                            || !entry.get().isTombstone()
                            || StoredForms.movedTo(entry.get()).isPresent()); // servers bring it to the new key
            if (!isThere) {
                EntryId id = ids.get(i);
                toNowhere += (int) addressees.stream().filter(id::equals).count();
                nowhere.add(id);
            }
        }
    }

    private List<Diagnosis> found(boolean isCut) {
        String of = " of " + (isCut ? "the first " : "") + seen + (isCut ? "" : " that wait");
        List<Diagnosis> found = new ArrayList<>();
        if (!unreadable.isEmpty()) {
            found.add(
                    Diagnosis.problem(
                            MATTER,
                            unreadable.size() + of + " can't be read: " + named(unreadable),
                            "They were changed by hand, or the disk has damaged them. Restore them from a backup, or send what was in them anew in the game."));
        }
        if (toNowhere > 0) {
            found.add(
                    Diagnosis.note(
                            MATTER,
                            toNowhere + of + " are for keys without a profile: "
                                    + named(nowhere.stream()
                                            .map(EntryId::toString)
                                            .toList()),
                            "Nothing, if these players are yet to come, or to come back: the next load delivers them. If a key is wrong, let the game withdraw them and send them to the right one."));
        }
        if (overdue > 0) {
            found.add(
                    Diagnosis.note(
                            MATTER,
                            overdue + of + " have expired more than an hour ago, and nobody has noted it",
                            "Nothing, if no server has run since. A server that runs notes it within minutes: if this stays, look into its log."));
        }
        return found.isEmpty() ? List.of(Diagnosis.ok(MATTER, "none" + of)) : found;
    }

    private static String named(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())))
                + (all.size() > MOST_NAMED ? ", …" : "");
    }
}
