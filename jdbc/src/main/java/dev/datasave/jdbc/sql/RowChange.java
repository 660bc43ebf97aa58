package dev.datasave.jdbc.sql;

import dev.datasave.spi.Content;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one write changes in the rows of its entry, for databases that change one entry after the other. The write has been judged, and nobody else can
 * change the entry meanwhile.
 *
 * @param summed the write
 * @param head the current entry, or null if there is none
 * @param now the time of what is written (R4)
 * @param listsKept whether a statement of its own lists a superseded revision under its user ids; otherwise the database does that itself
 */
public record RowChange(SummedWrite summed, @Nullable Head head, Instant now, boolean listsKept) {

    /** The parts of the current entry that decide the effect of a write. */
    public record Head(
            long revision,
            String writeId,
            String userIds,
            @Nullable String holder,
            Content.@Nullable Score score,
            long created,
            long updated,
            boolean alive) {

        /** Reads these parts, in their order, from this column on; the score has two. */
        public static Head read(ResultSet row, int column) throws SQLException {
            return new Head(
                    row.getLong(column),
                    row.getString(column + 1),
                    row.getString(column + 2),
                    row.getString(column + 3),
                    Rows.score(row, column + 4),
                    row.getLong(column + 6),
                    row.getLong(column + 7),
                    row.getBoolean(column + 8));
        }
    }

    /** Takes statements in the order in which they are to run. */
    @FunctionalInterface
    public interface Steps {
        void add(String statement, @Nullable Object... values) throws SQLException;
    }

    /** Tells the statements that make the change. */
    public void into(Steps steps) throws SQLException {
        Write write = summed.write();
        String store = write.id().store();
        String key = write.id().key();
        Content content = write.content();
        if (content == null || write.purgesHistory()) {
            steps.add("purge_history", store, key);
        } else if (head != null && !(write.superseded() instanceof Retention.Drop)) {
            steps.add("keep_superseded", Writes.end(write.superseded(), now), store, key);
            if (listsKept && !head.userIds.equals("[]")) {
                steps.add("list_superseded", store, key);
            }
        }
        connectUsers(steps);
        if (content == null) {
            steps.add("delete", store, key);
        } else {
            put(steps, content);
        }
    }

    private void put(Steps steps, Content content) throws SQLException {
        Write write = summed.write();
        boolean born = head != null && !head.alive && content.value() != null;
        List<@Nullable Object> values = new ArrayList<>();
        values.add(write.expectedRevision() + 1);
        values.add(write.writeId());
        values.add(Rows.text(content.userIds()));
        values.add(Rows.text(content.metadata()));
        boolean indexed = head == null
                || !Objects.equals(head.holder, content.holder())
                || !Objects.equals(head.score, content.score());
        if (indexed) {
            values.add(content.holder());
            values.add(Rows.value(content.score()));
            values.add(Rows.tie(content.score()));
        }
        long created = head == null || born ? now.toEpochMilli() : head.created;
        values.add(content.system());
        values.add(created);
        values.add(now.toEpochMilli());
        values.add(content.value());
        List<@Nullable Object> sums = Arrays.asList(summed.ofValue(), summed.ofRest() + now.toEpochMilli() + created);
        List<String> place = List.of(write.id().store(), write.id().key());
        values.addAll(head == null ? place : sums);
        values.addAll(head == null ? sums : place);
        steps.add(head == null ? "insert" : indexed ? "update" : "update_unindexed", values.toArray());
    }

    /** Keeps the list by user id as {@link Writes#listedUnder} says. */
    private void connectUsers(Steps steps) throws SQLException {
        Write write = summed.write();
        Set<String> before = head == null || !head.alive ? Set.of() : Rows.userIds(head.userIds);
        Set<String> after = Writes.listedUnder(write.content());
        for (String gone : before) {
            if (!after.contains(gone)) {
                steps.add(
                        "disconnect_user", gone, write.id().store(), write.id().key());
            }
        }
        for (String id : after) {
            if (!before.contains(id)) {
                steps.add("connect_user", id, write.id().store(), write.id().key());
            }
        }
    }
}
