package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.sql.Checksums;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Rows;
import dev.datasave.jdbc.sql.Writes;
import dev.datasave.jdbc.sql.Writes.Verdict;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import dev.datasave.spi.WriteResult.Refused;
import dev.datasave.spi.WriteResult.Written;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares and sets, one write after the other, inside SQLite's write transaction, which keeps every other writer out (R1). A write is judged before
 * it changes anything, so a refusal has nothing to undo, and several calls can share the transaction. On a database where writers only lock rows, or
 * statements travel over a network, this would be wrong or slow.
 */
final class SqliteWrites {
    private final Link link;
    private final Instant now;
    private boolean isAmongReleases;

    SqliteWrites(Link link, Instant now) {
        this.link = link;
        this.now = now;
    }

    /** The parts of the current entry that decide the effect of a write. */
    private record Head(
            long revision,
            String writeId,
            String userIds,
            @Nullable String holder,
            Content.@Nullable Score score,
            long created,
            long updated,
            boolean alive) {}

    /** A write with the checksums of its row, without the two times. They are computed before the writer's turn, because all writes wait for that. */
    record Summed(Write write, @Nullable Long ofValue, long ofRest) {
        static Summed of(Write write) {
            Content content = write.content();
            if (content == null) {
                return new Summed(write, null, 0);
            }
            Long ofValue = Checksums.ofValue(content.value());
            long revision = write.expectedRevision() + 1;
            return new Summed(
                    write, ofValue, Checksums.ofRest(write.id(), revision, write.writeId(), content, ofValue));
        }
    }

    /** Roughly how many small rows a batch writes. */
    static int weight(List<Write> writes) {
        return writes.stream().mapToInt(SqliteWrites::weight).sum();
    }

    private static int weight(Write write) {
        Content content = write.content();
        String value = content == null ? null : content.value();
        return value == null ? 1 : 1 + value.length() / 4096;
    }

    List<WriteResult> carryOut(List<Summed> writes, Atomicity atomicity) throws SQLException {
        boolean refused = false;
        if (atomicity == Atomicity.ALL) {
            for (Summed each : writes) {
                refused |= verdict(each.write, head(each.write)) == Verdict.REFUSED;
            }
        }
        List<WriteResult> results = new ArrayList<>(writes.size());
        for (Summed each : writes) {
            results.add(refused ? refusal(each.write) : carryOut(each));
        }
        return List.copyOf(results);
    }

    private WriteResult carryOut(Summed summed) throws SQLException {
        Write write = summed.write;
        if (replaceValue(summed)) {
            return new Written(write.expectedRevision() + 1, now);
        }
        Optional<Head> head = head(write);
        return switch (verdict(write, head)) {
            case REFUSED -> refusal(write);
            case REPEATED ->
                new Written(
                        write.expectedRevision() + 1,
                        Instant.ofEpochMilli(head.orElseThrow().updated()));
            case FITS -> {
                isAmongReleases = head.map(Head::holder).isPresent()
                        && write.content() != null
                        && write.content().holder() == null;
                apply(summed, head);
                yield new Written(write.expectedRevision() + 1, now);
            }
        };
    }

    private static Verdict verdict(Write write, Optional<Head> head) {
        return Verdict.of(
                write,
                head.map(Head::revision).orElse(0L),
                head.map(Head::writeId).orElse(null));
    }

    private Optional<Head> head(Write write) throws SQLException {
        return link.first(
                "head",
                row -> new Head(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Rows.score(row, 5),
                        row.getLong(7),
                        row.getLong(8),
                        row.getBoolean(9)),
                write.id().store(),
                write.id().key());
    }

    private Refused refusal(Write write) throws SQLException {
        return Writes.refusal(SqliteReads.find(link, write.id()));
    }

    /**
     * Carries out the most frequent write, a save that changes no index and keeps no history, with one statement. False if the write is another one
     * or does not fit, or is probably a release, because the write before it was: a server that closes releases all its profiles.
     */
    private boolean replaceValue(Summed summed) throws SQLException {
        Write write = summed.write;
        Content content = write.content();
        if (content == null
                || content.value() == null
                || write.expectedRevision() == 0
                || write.purgesHistory()
                || (isAmongReleases && content.holder() == null)
                || !(write.superseded() instanceof Retention.Drop)) {
            return false;
        }
        return link.update(
                        "replace_value",
                        write.writeId(),
                        Rows.text(content.metadata()),
                        content.system(),
                        now.toEpochMilli(),
                        content.value(),
                        summed.ofValue,
                        summed.ofRest + now.toEpochMilli(),
                        write.id().store(),
                        write.id().key(),
                        write.expectedRevision(),
                        write.expectedWriteId(),
                        Rows.text(content.userIds()),
                        content.holder(),
                        Rows.value(content.score()),
                        Rows.tie(content.score()))
                == 1;
    }

    private void apply(Summed summed, Optional<Head> head) throws SQLException {
        Write write = summed.write;
        String store = write.id().store();
        String key = write.id().key();
        Content content = write.content();
        if (content == null || write.purgesHistory()) {
            link.update("purge_history", store, key);
        } else if (head.isPresent() && !(write.superseded() instanceof Retention.Drop)) {
            link.update("keep_superseded", Writes.end(write.superseded(), now), store, key);
        }
        connectUsers(write, head);
        if (content == null) {
            link.update("delete", store, key);
        } else {
            put(summed, content, head);
        }
    }

    private void put(Summed summed, Content content, Optional<Head> head) throws SQLException {
        Write write = summed.write;
        boolean born = head.isEmpty() || (!head.get().alive && content.value() != null);
        List<@Nullable Object> values = new ArrayList<>();
        values.add(write.expectedRevision() + 1);
        values.add(write.writeId());
        values.add(Rows.text(content.userIds()));
        values.add(Rows.text(content.metadata()));
        boolean indexed = head.isEmpty()
                || !Objects.equals(head.get().holder, content.holder())
                || !Objects.equals(head.get().score, content.score());
        if (indexed) {
            values.add(content.holder());
            values.add(Rows.value(content.score()));
            values.add(Rows.tie(content.score()));
        }
        long created = born ? now.toEpochMilli() : head.get().created;
        values.add(content.system());
        values.add(created);
        values.add(now.toEpochMilli());
        values.add(content.value());
        List<@Nullable Object> sums = Arrays.asList(summed.ofValue, summed.ofRest + now.toEpochMilli() + created);
        List<String> place = List.of(write.id().store(), write.id().key());
        values.addAll(head.isEmpty() ? place : sums);
        values.addAll(head.isEmpty() ? sums : place);
        link.update(head.isEmpty() ? "insert" : indexed ? "update" : "update_unindexed", values.toArray());
    }

    /** Keeps the list by user id as {@link Writes#listedUnder} says. */
    private void connectUsers(Write write, Optional<Head> head) throws SQLException {
        Set<String> before = head.filter(Head::alive)
                .map(current -> Rows.userIds(current.userIds))
                .orElse(Set.of());
        Set<String> after = Writes.listedUnder(write.content());
        for (String gone : before) {
            if (!after.contains(gone)) {
                link.update(
                        "disconnect_user", gone, write.id().store(), write.id().key());
            }
        }
        for (String id : after) {
            if (!before.contains(id)) {
                link.update("connect_user", id, write.id().store(), write.id().key());
            }
        }
    }
}
