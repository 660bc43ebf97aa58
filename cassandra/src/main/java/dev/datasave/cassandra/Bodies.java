package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Long values. A lightweight transaction of 1 MiB costs a node as much as forty of 2 kB, so a value of more than 64 KiB is written beforehand, in plain rows
 * of 256 KiB that never change, and the entry only says where: the try's name and the number of parts. History keeps that text, and copies nothing. What
 * no revision names, because a try failed or died, is found by a sweep a day later.
 */
final class Bodies {
    static final int INLINE_BYTES = 64 << 10;
    static final int PART_BYTES = 256 << 10;
    static final Duration LOOKED_AFTER = Duration.ofDays(1);

    private final Ring ring;
    private final Calls calls;
    private final Index index;
    private final IndexRow.Place place;

    Bodies(Ring ring, Calls calls, Index index, IndexRow.Place place) {
        this.ring = ring;
        this.calls = calls;
        this.index = index;
        this.place = place;
    }

    /** Stores the value if it is long; answers what the entry says about it, empty if it has the value itself. */
    String store(EntryId id, Content content, String gen) {
        String value = content.value();
        if (value == null || value.length() <= INLINE_BYTES / 3) {
            return "";
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= INLINE_BYTES) {
            return "";
        }
        index.add(place.due(IndexRow.Due.BODY, id, Gen.made(gen).plus(LOOKED_AFTER), 0, gen));
        int parts = (bytes.length + PART_BYTES - 1) / PART_BYTES;
        List<Callable<Boolean>> writes = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int part = i;
            int from = i * PART_BYTES;
            ByteBuffer data = ByteBuffer.wrap(bytes, from, Math.min(PART_BYTES, bytes.length - from));
            writes.add(() -> {
                ring.write(ring.bind("add_body", place.game(), id.store(), id.key(), gen, part, data));
                return true;
            });
        }
        calls.all(writes);
        return gen + "/" + parts;
    }

    /** The revision with its value; empty if that is not there any more, because the revision was superseded and dropped meanwhile. */
    Optional<StoredEntry> complete(StoredEntry stored) {
        if (stored.body().isEmpty() || stored.gone()) {
            return Optional.of(stored);
        }
        EntryId id = stored.entry().id();
        int parts = Integer.parseInt(stored.body().substring(stored.body().indexOf('/') + 1));
        RowReader rows =
                ring.rows(ring.bind("find_body", place.game(), id.store(), id.key(), gen(stored.body())), 1000);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int found = 0;
        for (Row row = rows.next(); row != null; row = rows.next()) {
            bytes.writeBytes(Columns.bytes(row.getByteBuffer("data")));
            found++;
        }
        if (found != parts) {
            return Optional.empty();
        }
        Entry entry = stored.entry();
        Content content = entry.content().withValue(bytes.toString(StandardCharsets.UTF_8));
        return Optional.of(new StoredEntry(
                new Entry(id, entry.revision(), entry.writeId(), content, entry.created(), entry.updated()),
                false,
                stored.hx(),
                stored.gen(),
                stored.body(),
                stored.until(),
                stored.recent()));
    }

    /** What is told of a revision whose value is missing. */
    static Entry damaged(StoredEntry stored) {
        Entry entry = stored.entry();
        return Entry.damaged(
                entry.id(),
                entry.revision(),
                entry.writeId(),
                entry.created(),
                entry.updated(),
                entry.id() + ": found not all parts of its value in the table body, expected " + stored.body());
    }

    /** Removes a value that no revision names any more; nothing if the text says that there is none. */
    void dropLater(EntryId id, @Nullable String body) {
        if (body != null && !body.isEmpty()) {
            calls.later(() -> drop(id, gen(body)));
        }
    }

    void drop(EntryId id, String gen) {
        ring.write(ring.bind("drop_body", place.game(), id.store(), id.key(), gen));
        index.drop(place.due(IndexRow.Due.BODY, id, Gen.made(gen).plus(LOOKED_AFTER), 0, gen));
    }

    static String gen(String body) {
        return body.substring(0, body.indexOf('/'));
    }
}
