package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The base of all rules' tests: handles that are closed at the end, and short names for writes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class Rule {
    static final String STORE = "rules";

    private final StorageRules rules;
    private final List<Storage> opened = new ArrayList<>();
    private final AtomicLong writes = new AtomicLong();
    Storage storage;

    @SuppressWarnings("NullAway.Init") // the handle is opened before each test
    Rule(StorageRules rules) {
        this.rules = rules;
    }

    @BeforeEach
    void open() throws Exception {
        storage = another();
    }

    @AfterEach
    void close() {
        opened.forEach(Storage::close);
    }

    /** One more handle on the same database. */
    final Storage another() throws Exception {
        Storage handle = rules.open();
        opened.add(handle);
        return handle;
    }

    final List<Storage> handles(int count) throws Exception {
        List<Storage> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            handles.add(another());
        }
        return handles;
    }

    final void kill(Storage handle) throws Exception {
        rules.kill(handle);
    }

    final void needs(Capability capability) {
        assumeTrue(storage.capabilities().contains(capability), "the storage does not declare " + capability);
    }

    final void moveClock(Duration by) {
        assumeTrue(rules.moveClock(by), "moveClock is not overridden: the storage's clock can't be moved");
    }

    static EntryId id(String key) {
        return new EntryId(STORE, key);
    }

    static Content number(long n) {
        return Content.of("{\"n\": " + n + "}");
    }

    static long numberOf(Entry entry) {
        return Seen.json(entry.content().value()).getAsJsonObject().get("n").getAsLong();
    }

    final String writeId() {
        return "write-" + writes.incrementAndGet();
    }

    final Write put(EntryId id, Optional<Entry> base, Content content) {
        return Write.put(id, base, writeId(), content);
    }

    final Write put(Entry base, Content content) {
        return put(base.id(), Optional.of(base), content);
    }

    final Write create(String key, Content content) {
        return put(id(key), Optional.empty(), content);
    }

    /** A new entry with a number in it. */
    final Entry created(String key, long n) {
        return accepted(create(key, number(n)));
    }

    /** The next revision; drops the one before. */
    final Entry updated(Entry base, long n) {
        return accepted(put(base, number(n)));
    }

    /** The next revision; keeps the one before in history. */
    final Entry updated(Entry base, long n, Retention superseded) {
        return accepted(put(base, number(n)).superseding(superseded));
    }

    final Entry removed(Entry base) {
        return accepted(put(base, Content.TOMBSTONE));
    }

    static WriteResult one(Storage handle, Write write) {
        List<WriteResult> results = handle.write(List.of(write), Atomicity.EACH);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    /** Writes, expects the write to be accepted, and reads the entry back. */
    final Entry accepted(Write write) {
        WriteResult result = one(storage, write);
        assertThat(result).isInstanceOf(WriteResult.Written.class);
        assertThat(((WriteResult.Written) result).revision()).isEqualTo(write.expectedRevision() + 1);
        return current(write.id());
    }

    /** Writes, expects the write to be refused, and returns the entry that the refusal carries. */
    final Optional<Entry> refused(Write write) {
        WriteResult result = one(storage, write);
        assertThat(result).isInstanceOf(WriteResult.Refused.class);
        return ((WriteResult.Refused) result).current();
    }

    static Optional<Entry> read(Storage handle, EntryId id) {
        List<Optional<Entry>> found = handle.read(List.of(id));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    final Entry current(EntryId id) {
        Optional<Entry> found = read(storage, id);
        assertThat(found).as("entry %s", id).isPresent();
        return found.get();
    }

    /** All superseded revisions that are kept, oldest first. */
    final List<Entry> history(EntryId id) {
        return versions(storage, VersionQuery.all(id).ascending());
    }

    static List<Entry> versions(Storage handle, VersionQuery query) {
        List<Entry> found = new ArrayList<>();
        Page<Entry> page = handle.versions(query);
        found.addAll(page.items());
        while (page.next() != null) {
            assertThat(page.items()).isNotEmpty().hasSizeLessThanOrEqualTo(query.limit());
            page = handle.versions(query.from(page.next()));
            found.addAll(page.items());
        }
        return found;
    }

    static List<Entry> listed(Storage handle, EntryQuery query) {
        List<Entry> found = new ArrayList<>();
        Page<Entry> page = handle.list(query);
        found.addAll(page.items());
        while (page.next() != null) {
            assertThat(page.items()).isNotEmpty().hasSizeLessThanOrEqualTo(query.limit());
            page = handle.list(query.from(page.next()));
            found.addAll(page.items());
        }
        return found;
    }

    final List<String> keys(EntryQuery query) {
        return listed(storage, query).stream().map(entry -> entry.id().key()).toList();
    }

    static List<Long> revisions(List<Entry> entries) {
        return entries.stream().map(Entry::revision).toList();
    }

    static void same(Entry found, Entry expected) {
        assertThat(Seen.of(found)).isEqualTo(Seen.of(expected));
    }

    static void same(Content found, Content expected) {
        assertThat(Seen.of(found)).isEqualTo(Seen.of(expected));
    }

    static void same(List<Entry> found, List<Entry> expected) {
        assertThat(found.stream().map(Seen::of))
                .isEqualTo(expected.stream().map(Seen::of).toList());
    }
}
