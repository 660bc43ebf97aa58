package dev.datasave.engine.load;

import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Belonging;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.entry.Way;
import dev.datasave.engine.loop.Pages;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Brings what belongs to a moved profile under its new key (P15): messages, receipts and orphans. Blocking. Each step is one write of all or nothing,
 * and anybody may repeat it. It writes the mark at the old key once more, so it fails if the profile has gone on meanwhile, and two servers that do
 * the same don't get in each other's way.
 *
 * @param storage the storage
 * @param writeIds fresh write ids
 */
public record Settling(Storage storage, Supplier<String> writeIds) {
    private static final int ENTRIES = 100;
    private static final int CHARS = 1 << 20;
    private static final int ROUNDS = 20;
    private static final Retention REPLACED = Retention.keep(Stored.FOREIGN);

    /** Whether what belongs to the profile may still stand under another key. Then no session may take it. */
    public static boolean isOpen(Optional<Entry> profile) {
        return Way.of(profile).isArriving();
    }

    /** Does the next step for the profile of that key. True once nothing is left to do. */
    public boolean step(EntryId to) {
        Optional<Entry> profile = read(to);
        Way way = Way.of(profile);
        if (!way.isArriving()) {
            return true;
        }
        Way.Stay before = way.before().orElseThrow();
        EntryId from = new EntryId(to.store(), before.key());
        Optional<Entry> mark = read(from);
        boolean stands = Departure.of(mark).equals(Optional.of(new Departure(to.key(), before.last())));
        if (stands) {
            Batch batch = new Batch(from, mark.orElseThrow(), to, way.at(), before, Optional.empty());
            Belonging.STORES.forEach(batch::add);
            if (!batch.isEmpty()) {
                batch.write();
                return false;
            }
        }
        return settled(profile.orElseThrow(), way);
    }

    /** Several steps, as many as one call may do. True once nothing is left to do. */
    public boolean steps(EntryId to) {
        for (int round = 0; round < ROUNDS; round++) {
            if (step(to)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finishes the move of a profile that has gone from a key, before another profile may come there. Else the other one's arrival would replace the
     * mark, and what has not followed yet would count as the other one's.
     *
     * @param mark what stands under that key
     * @return whether nothing was left to do, so that the mark is still the one that was read
     */
    public boolean hasLeft(Optional<Entry> mark) {
        Optional<EntryId> to = Departure.of(mark)
                .map(gone -> new EntryId(mark.orElseThrow().id().store(), gone.to()));
        if (to.isEmpty() || !isOpen(read(to.get()))) {
            return true;
        }
        var unused = steps(to.get());
        return false;
    }

    private boolean settled(Entry profile, Way way) {
        EntryFormat format = EntryFormat.of(profile).next(profile.updated(), false);
        Content content =
                profile.content().withSystem(format.withWay(way.settled()).text());
        return write(List.of(Write.put(profile.id(), Optional.of(profile), writeIds.get(), content)
                .durable(Write.Durability.POWER)
                .superseding(Retention.keep(Stored.OPERATOR))));
    }

    /**
     * Follows a profile from a key to where it is now, and finishes its move.
     *
     * @return its present key; the key itself if it has not gone from there
     */
    public EntryId follow(EntryId id) {
        EntryId now = Departure.follow(storage, id, read(id)).id();
        if (!now.equals(id)) {
            var unused = steps(now);
        }
        return now;
    }

    /** The present key of a profile whose entry was just read. If its move is not finished, it is finished first. */
    public EntryId present(EntryId id, Optional<Entry> read) {
        if (Departure.of(read).isPresent()) {
            return follow(id);
        }
        if (isOpen(read)) {
            var unused = steps(id);
        }
        return id;
    }

    /**
     * A message that came under the old key of a moved profile, and stands under the new key now.
     *
     * @param message its entry
     * @param profile the profile that it is for
     * @param address its new address
     */
    public record Forwarded(EntryId message, EntryId profile, Optional<String> address) {}

    /** Brings here what was written under the former keys of a session's profile after it had gone. */
    public List<Forwarded> late(Session<?> session) {
        return formers(session.id(), session.stored().format().memory().way())
                .flatMap(former -> late(former).stream())
                .toList();
    }

    /** Brings to a profile what was written under its former keys after it had gone. */
    public List<Forwarded> lateTo(EntryId present, Optional<Entry> profile) {
        return formers(present, Way.of(profile))
                .flatMap(former -> late(former).stream())
                .toList();
    }

    /**
     * What became of the search for a message that is not under the key of its profile.
     *
     * @param late what had come late under former keys, and was brought here
     * @param isThere whether the message is there now
     * @param isMoved whether the profile has gone to another key meanwhile
     */
    public record Sought(List<Forwarded> late, boolean isThere, boolean isMoved) {}

    /** Looks for a message under the former keys of its profile, and brings it if it came late there. */
    public Sought seek(EntryId profile, EntryId message) {
        Optional<Entry> before = read(profile);
        if (Way.of(before).before().isEmpty()) {
            return new Sought(List.of(), false, Departure.of(before).isPresent());
        }
        List<Forwarded> late = lateTo(profile, before);
        List<Optional<Entry>> now = storage.read(List.of(message, profile));
        boolean isThere = now.get(0).filter(entry -> !entry.isTombstone()).isPresent();
        return new Sought(late, isThere, Departure.of(now.get(1)).isPresent());
    }

    private static Stream<EntryId> formers(EntryId present, Way way) {
        return way.stays().stream()
                .map(stay -> new EntryId(present.store(), stay.key()))
                .filter(former -> !former.equals(present))
                .distinct();
    }

    /** Brings on what was written under a key after its profile had gone. */
    public List<Forwarded> late(EntryId from) {
        List<Forwarded> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Entry> mark = read(from);
            Departure.Place place = Departure.follow(storage, from, mark);
            if (place.id().equals(from)) {
                return all;
            }
            long at = place.isThere() ? place.entry().orElseThrow().revision() : 0;
            Optional<String> address = place.entry()
                    .map(entry -> Token.parse(entry.content().holder()))
                    .map(token -> Addresses.mail(token.incarnation()));
            Batch batch = new Batch(from, mark.orElseThrow(), place.id(), at, new Way.Stay(from.key(), 0, 0), address);
            Belonging.LATE_STORES.forEach(batch::add);
            if (batch.isEmpty()) {
                return all;
            }
            if (batch.write()) {
                batch.messages.forEach(message -> all.add(new Forwarded(message, place.id(), address)));
            }
        }
        return all;
    }

    private Optional<Entry> read(EntryId id) {
        return storage.read(List.of(id)).getFirst();
    }

    private boolean write(List<Write> writes) {
        return storage.write(writes, writes.size() == 1 ? Atomicity.EACH : Atomicity.ALL).stream()
                .allMatch(result -> result instanceof WriteResult.Written);
    }

    /** Entries that are brought on in one write. */
    private final class Batch {
        private final EntryId from;
        private final Entry mark;
        private final Erased erased;
        private final EntryId to;
        private final long at;
        private final Way.Stay before;
        private final Optional<String> address;
        private final String writeId = writeIds.get();
        private final List<Write> writes = new ArrayList<>();
        private final List<EntryId> messages = new ArrayList<>();
        private int chars;

        Batch(EntryId from, Entry mark, EntryId to, long at, Way.Stay before, Optional<String> address) {
            this.from = from;
            this.mark = mark;
            this.erased = Erased.of(Optional.of(mark));
            this.to = to;
            this.at = at;
            this.before = before;
            this.address = address;
        }

        boolean isEmpty() {
            return writes.isEmpty();
        }

        void add(String store) {
            EntryQuery query = EntryQuery.keys(store, Addresses.prefix(from)).withLimit(ENTRIES);
            Iterator<Entry> entries = Pages.all(storage, query).iterator();
            while (writes.size() < 2 * ENTRIES && chars < CHARS && entries.hasNext()) {
                Entry entry = entries.next();
                if (Belonging.isErased(entry, erased)) {
                    erase(entry);
                    continue;
                }
                Belonging.of(entry, to, at, before, address).ifPresent(belonging -> add(entry, belonging));
            }
        }

        private void add(Entry entry, Belonging belonging) {
            Optional<Entry> there = read(belonging.id());
            boolean isMessage = entry.id().store().equals(Addresses.MESSAGES);
            put(there, belonging.id(), belonging.content());
            put(Optional.of(entry), entry.id(), Content.TOMBSTONE);
            chars += String.valueOf(entry.content().value()).length();
            if (isMessage) {
                messages.add(belonging.id());
            }
        }

        private void erase(Entry entry) {
            writes.add(Write.put(entry.id(), Optional.of(entry), writeId, Erased.tombstone(entry.revision()))
                    .durable(Write.Durability.POWER)
                    .purging());
        }

        private void put(Optional<Entry> base, EntryId id, Content content) {
            writes.add(Write.put(id, base, writeId, content)
                    .durable(Write.Durability.POWER)
                    .superseding(base.isPresent() ? REPLACED : Retention.drop()));
        }

        boolean write() {
            put(Optional.of(mark), mark.id(), mark.content());
            return Settling.this.write(writes);
        }
    }
}
