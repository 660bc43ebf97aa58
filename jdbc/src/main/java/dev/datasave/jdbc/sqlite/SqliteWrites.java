package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.RowChange;
import dev.datasave.jdbc.sql.RowChange.Head;
import dev.datasave.jdbc.sql.Rows;
import dev.datasave.jdbc.sql.SummedWrite;
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
import java.util.List;
import java.util.Optional;

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

    /** Roughly how many small rows a batch writes. */
    static int weight(List<Write> writes) {
        return writes.stream().mapToInt(SqliteWrites::weight).sum();
    }

    private static int weight(Write write) {
        Content content = write.content();
        String value = content == null ? null : content.value();
        return value == null ? 1 : 1 + value.length() / 4096;
    }

    List<WriteResult> carryOut(List<SummedWrite> writes, Atomicity atomicity) throws SQLException {
        boolean refused = false;
        if (atomicity == Atomicity.ALL) {
            for (SummedWrite each : writes) {
                refused |= verdict(each.write(), head(each.write())) == Verdict.REFUSED;
            }
        }
        List<WriteResult> results = new ArrayList<>(writes.size());
        for (SummedWrite each : writes) {
            results.add(refused ? refusal(each.write()) : carryOut(each));
        }
        return List.copyOf(results);
    }

    private WriteResult carryOut(SummedWrite summed) throws SQLException {
        Write write = summed.write();
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
                new RowChange(summed, head.orElse(null), now, false).into(link::update);
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
                "head", row -> Head.read(row, 1), write.id().store(), write.id().key());
    }

    private Refused refusal(Write write) throws SQLException {
        return Writes.refusal(SqliteReads.find(link, write.id()));
    }

    /**
     * Carries out the most frequent write, a save that changes no index and keeps no history, with one statement. False if the write is another one
     * or does not fit, or is probably a release, because the write before it was: a server that closes releases all its profiles.
     */
    private boolean replaceValue(SummedWrite summed) throws SQLException {
        Write write = summed.write();
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
                        summed.ofValue(),
                        summed.ofRest() + now.toEpochMilli(),
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
}
