package dev.datasave.engine.mail;

import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.loop.Pages;
import dev.datasave.engine.loop.SoundStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The messages of one profile, as one listing found them. Made off the loop, because it reads and parses.
 *
 * @param present the ids of all entries, dead letters included
 * @param fresh the pending messages that were not known before
 * @param broken the entries that could not be read as messages, each with the cause
 */
record MailListing(Set<String> present, List<StoredMessage> fresh, Map<EntryId, RuntimeException> broken) {
    private static final int PAGE = 1000;
    private static final int READS = 50;

    /** Lists the messages by key, and reads the pending ones that are not known yet. */
    static MailListing of(Storage storage, EntryId profile, Set<String> known) {
        Set<String> present = new HashSet<>();
        Map<EntryId, RuntimeException> broken = new HashMap<>();
        List<EntryId> unknown = new ArrayList<>();
        for (Entry entry : entries(storage, profile)) {
            String id = StoredMessage.idOf(entry.id());
            present.add(id);
            if (entry.isDamaged()) {
                broken.put(entry.id(), new IllegalStateException(entry.damage()));
            } else if (!StoredMessage.isDead(entry) && !known.contains(id)) {
                unknown.add(entry.id());
            }
        }
        List<StoredMessage> fresh = new ArrayList<>();
        for (int i = 0; i < unknown.size(); i += READS) {
            for (Optional<Entry> entry :
                    SoundStorage.readAsStored(storage, unknown.subList(i, Math.min(i + READS, unknown.size())))) {
                entry.ifPresent(found -> {
                    try {
                        if (StoredMessage.isPending(found)) {
                            fresh.add(StoredMessage.of(found));
                        }
                    } catch (IllegalArgumentException | IllegalStateException unreadable) {
                        broken.put(found.id(), unreadable);
                    }
                });
            }
        }
        return new MailListing(present, fresh, broken);
    }

    /** How many messages are pending. */
    static int pending(Storage storage, EntryId profile) {
        return (int) entries(storage, profile).stream()
                .filter(entry -> entry.isDamaged() || !StoredMessage.isDead(entry))
                .count();
    }

    /** All of a profile's messages, without values. */
    private static List<Entry> entries(Storage storage, EntryId profile) {
        EntryQuery query = EntryQuery.keys(Addresses.MESSAGES, Addresses.prefix(profile));
        return Pages.all(storage, query.withoutValues().withLimit(PAGE)).toList();
    }

    boolean isEmpty() {
        return present.isEmpty();
    }
}
