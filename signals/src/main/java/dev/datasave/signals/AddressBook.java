package dev.datasave.signals;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who listens where, in the database itself: an entry {@code ~signal/<name>/<handle>} for each name under which a handle listens. A handle writes its
 * entries anew now and then, by which others see that it lives, and forgets those that nobody has written for long. All of it is a hint (P6): an
 * entry that is missing or wrong costs a signal, nothing else.
 */
final class AddressBook {
    static final String STORE = "~signal";

    private static final int ATTEMPTS = 3;
    private static final int PAGE = 500;

    private final Storage storage;
    private final Duration lifetime;
    private final String handle = UUID.randomUUID().toString();
    private final Map<String, Own> own = new ConcurrentHashMap<>();

    /** What this handle has written, or is about to; guarded by its lock. */
    private static final class Own {
        private final ReentrantLock lock = new ReentrantLock();
        private final EntryId id;
        private final Content content;
        private volatile Optional<Entry> base = Optional.empty();
        private volatile boolean isStored;
        private boolean isWithdrawn;

        Own(EntryId id, Content content) {
            this.id = id;
            this.content = content;
        }
    }

    /** Entries that nobody has written for the lifetime are dead handles'. */
    AddressBook(Storage storage, Duration lifetime) {
        this.storage = storage;
        this.lifetime = lifetime;
    }

    /** Tells others where an ear is. If it throws, the next {@link #refresh} does it. */
    void publish(String name, PublishedEar peer) {
        Own entry = new Own(new EntryId(STORE, name + '/' + handle), Content.of(peer.toJson()));
        own.put(name, entry);
        write(entry);
    }

    /** Takes the entry of a name back. */
    void withdraw(String name) {
        Own entry = own.remove(name);
        if (entry == null) {
            return;
        }
        entry.lock.lock();
        try {
            entry.isWithdrawn = true;
            find(entry.id).ifPresent(found -> forget(List.of(found)));
        } finally {
            entry.lock.unlock();
        }
    }

    void withdrawAll() {
        own.keySet().forEach(this::withdraw);
    }

    /** The ears of other handles that listen under that name. */
    List<PublishedEar> peers(String name) {
        List<PublishedEar> found = new ArrayList<>();
        for (Entry entry : list(EntryQuery.keys(STORE, name + '/'))) {
            String key = entry.id().key();
            String value = entry.isDamaged() ? null : entry.content().value();
            if (value != null && key.lastIndexOf('/') == name.length() && !isOwn(entry)) {
                PublishedEar.of(value).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    /** Whether everything that was published is stored, as far as is known. */
    boolean isComplete() {
        return own.values().stream().allMatch(entry -> entry.isStored);
    }

    /** Shows that this handle lives, and forgets the dead. */
    void refresh() {
        own.values().forEach(this::write);
        own.values().stream()
                .flatMap(entry -> entry.base.stream().map(Entry::updated))
                .max(Comparator.naturalOrder())
                .ifPresent(this::forgetDead);
    }

    /** Judges by the storage's time, which is that of this handle's last write. */
    private void forgetDead(Instant now) {
        forget(list(EntryQuery.keys(STORE, "")).stream()
                .filter(entry -> !isOwn(entry) && !entry.isDamaged())
                .filter(entry -> entry.updated().isBefore(now.minus(lifetime)))
                .toList());
    }

    private void write(Own entry) {
        entry.lock.lock();
        try {
            entry.isStored = false;
            for (int i = 0; i < ATTEMPTS && !entry.isStored && !entry.isWithdrawn; i++) {
                String writeId = UUID.randomUUID().toString();
                Write write = Write.put(entry.id, entry.base, writeId, entry.content);
                switch (storage.write(List.of(write), Atomicity.EACH).getFirst()) {
                    case WriteResult.Written(long revision, Instant updated) -> {
                        entry.base =
                                Optional.of(new Entry(entry.id, revision, writeId, entry.content, updated, updated));
                        entry.isStored = true;
                    }
                    case WriteResult.Refused(Optional<Entry> current) -> entry.base = current;
                }
            }
        } finally {
            entry.lock.unlock();
        }
    }

    private boolean isOwn(Entry entry) {
        return entry.id().key().endsWith('/' + handle);
    }

    private Optional<Entry> find(EntryId id) {
        return storage.read(List.of(id)).getFirst();
    }

    /** Whoever has written one meanwhile lives, and is left alone. */
    private void forget(List<Entry> entries) {
        for (Entry entry : entries) {
            List<WriteResult> unused =
                    storage.write(List.of(Write.forget(entry, UUID.randomUUID().toString())), Atomicity.EACH);
        }
    }

    private List<Entry> list(EntryQuery first) {
        List<Entry> all = new ArrayList<>();
        EntryQuery query = first.withLimit(PAGE);
        for (boolean isMore = true; isMore; ) {
            EntryQuery next = query;
            Page<Entry> page = storage.list(next);
            all.addAll(page.items());
            isMore = page.next() != null;
            query = query.from(page.next());
        }
        return all;
    }
}
