package dev.datasave.jdbc.sql;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Whatever comes back as a cursor is followed, or refused as one that no page gave: nothing else is thrown, and nothing is read twice. */
final class Cursors implements AutoCloseable {
    private static final int ENTRIES = 12;
    private static final EntryId FIRST = new EntryId("S", "k0");

    private final Storage storage;
    private final List<Function<String, Page<Entry>>> queries;

    Cursors(Path directory) {
        this.storage = SqlStorage.sqlite(directory.resolve("data.db"));
        for (int i = 0; i < ENTRIES; i++) {
            write(new EntryId("S", "k" + i), Optional.empty(), i);
        }
        for (int i = 0; i < ENTRIES; i++) {
            write(FIRST, storage.read(List.of(FIRST)).getFirst(), i);
        }
        List<EntryQuery> listings = List.of(
                EntryQuery.keys("S", "k"),
                EntryQuery.user("u"),
                EntryQuery.past("u"),
                EntryQuery.removed("S", ""),
                EntryQuery.holder("h"),
                EntryQuery.scores("S", 0, 100, false),
                EntryQuery.scores("S", 0, 100, true));
        this.queries = new ArrayList<>();
        listings.forEach(
                query -> queries.add(cursor -> storage.list(query.withLimit(3).from(cursor))));
        queries.add(
                cursor -> storage.versions(VersionQuery.all(FIRST).withLimit(3).from(cursor)));
    }

    private void write(EntryId id, Optional<Entry> base, int number) {
        Content content = new Content("{}", Set.of("u"), Map.of(), "h" + number, Content.Score.of(number), null);
        Write write = Write.put(
                        id, base, "w" + number + base.map(Entry::revision).orElse(0L), content)
                .superseding(Retention.pin());
        storage.write(List.of(write), Atomicity.EACH);
    }

    /** The cursors that pages give. */
    List<String> honest() {
        return queries.stream()
                .map(query -> Optional.ofNullable(query.apply(null).next()))
                .flatMap(Optional::stream)
                .toList();
    }

    void check(String cursor) {
        for (Function<String, Page<Entry>> query : queries) {
            try {
                Page<Entry> page = query.apply(cursor);
                if (page.items().size() > 3) {
                    throw new AssertionError(
                            "cursor " + cursor + ": found " + page.items().size() + " items");
                }
            } catch (IllegalArgumentException refused) {
                if (!String.valueOf(refused.getMessage()).startsWith("cursor: ")) {
                    throw new AssertionError("cursor " + cursor, refused);
                }
            }
        }
    }

    @Override
    public void close() {
        storage.close();
    }
}
