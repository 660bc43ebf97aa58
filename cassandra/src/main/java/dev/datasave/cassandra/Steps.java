package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements on an entry's partition of which the steps of writes consist, and the marks of its history. Thread-safe. */
final class Steps {
    private final Ring ring;
    private final IndexRow.Place place;

    Steps(Ring ring, IndexRow.Place place) {
        this.ring = ring;
        this.place = place;
    }

    /** The statement of a save: the entry is listed as before. */
    BoundStatement saving(Write write, StoredEntry base, Content content, String body, Instant now) {
        EntryId id = write.id();
        return ring.bind(
                "save",
                write.expectedRevision() + 1,
                write.writeId(),
                Columns.value(content, false, body),
                body,
                content.metadata(),
                Columns.system(content),
                now,
                base.followed(now),
                place.game(),
                id.store(),
                id.key(),
                write.expectedRevision(),
                write.expectedWriteId(),
                base.hx());
    }

    /** The statement that makes this the current revision. */
    BoundStatement putting(String statement, StoredEntry next, @Nullable Object... conditions) {
        Entry entry = next.entry();
        EntryId id = entry.id();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(entry.revision());
        values.addAll(Columns.content(entry.writeId(), entry.content(), next.gone(), next.body()));
        values.add(entry.created());
        values.add(entry.updated());
        values.add(next.hx());
        values.add(next.gen());
        values.add(next.recent());
        values.add(place.game());
        values.add(id.store());
        values.add(id.key());
        values.addAll(Arrays.asList(conditions));
        return ring.bind(statement, values.toArray());
    }

    /** The statement that makes this revision a superseded one. */
    BoundStatement keeping(StoredEntry old, VersionMark mark) {
        Entry entry = old.entry();
        EntryId id = entry.id();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(place.game());
        values.add(id.store());
        values.add(id.key());
        values.add(entry.revision());
        values.addAll(Columns.content(entry.writeId(), entry.content(), old.gone(), old.body()));
        values.add(entry.created());
        values.add(entry.updated());
        values.add(mark.gen());
        values.add(mark.until());
        return ring.bind("keep", values.toArray());
    }

    /** The statement that removes the history below a revision. */
    BoundStatement purging(EntryId id, long revision) {
        return ring.bind("purge", place.game(), id.store(), id.key(), revision);
    }

    /** The statements that remove an entry with its history, if it is still at this revision. */
    List<BoundStatement> forgetting(StoredEntry current) {
        EntryId id = current.entry().id();
        return List.of(
                ring.bind(
                        "forget",
                        place.game(),
                        id.store(),
                        id.key(),
                        current.entry().revision(),
                        current.entry().writeId()),
                purging(id, Long.MAX_VALUE));
    }

    /** What the index tables have to do with the history of an entry. */
    List<VersionMark> marks(EntryId id) {
        return marks(id, 1, Long.MAX_VALUE - 1);
    }

    /** The same of the revisions in a range. */
    List<VersionMark> marks(EntryId id, long from, long to) {
        List<VersionMark> found = new ArrayList<>();
        RowReader rows = ring.rows(ring.bind("history_marks", place.game(), id.store(), id.key(), from, to), 1000);
        for (Row row = rows.next(); row != null; row = rows.next()) {
            found.add(VersionMark.of(row));
        }
        return found;
    }
}
