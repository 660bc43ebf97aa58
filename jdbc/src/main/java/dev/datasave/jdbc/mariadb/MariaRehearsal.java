package dev.datasave.jdbc.mariadb;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.server.PolledSignals;
import dev.datasave.jdbc.server.ServerErrors;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Writes;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes an entry in every way when a storage is opened, looks at it, and removes it, and so it does with a signal, all in one transaction. So missing rights, a driver
 * that gives no real counts, and a connection that changes texts are found before anything is stored.
 */
final class MariaRehearsal {
    private static final Content FIRST = new Content(
            "{\"text\":\"ä\\\\ \\\"'\uD83D\uDE00 \"}", Set.of("\uD83D\uDE00"), Map.of("ß", " "), "a/b", null, "{}");

    private final MariaServer server;
    private final ServerErrors errors;
    private final EntryId id = new EntryId("~rehearsal", UUID.randomUUID() + " \uD83D\uDE00");

    MariaRehearsal(MariaServer server, ServerErrors errors) {
        this.server = server;
        this.errors = errors;
    }

    /** For a transaction that is committed afterwards: what it wrote is gone by then. */
    boolean play(Link link) throws SQLException {
        Entry first = written(link, Write.put(id, Optional.empty(), "w1", FIRST), FIRST);
        Content next = Content.of("1");
        Write change = Write.put(id, Optional.of(first), "w2", next).superseding(Retention.pin());
        Entry second = written(link, change, next);
        Retention kept = Retention.keep(Duration.ofDays(1));
        if (!Writes.retain(link, id, first.revision(), kept, server.now(link))) {
            throw different("no history of it");
        }
        if (server.apply(link, List.of(Write.forget(second, "w3"))).isEmpty()) {
            throw different("that it can't be removed");
        }
        signal(link);
        return true;
    }

    private void signal(Link link) throws SQLException {
        String name = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) { // it is there at the second time
            int unused = link.update("send_signal", name);
        }
        Object[] names = Collections.nCopies(PolledSignals.TOGETHER, name).toArray();
        boolean isThere =
                link.first("look_for_signals", row -> row.getLong(2), names).isPresent();
        if (!isThere || link.update("forget_signal", name) != 1) {
            throw different("no trace of a signal");
        }
    }

    private Entry written(Link link, Write write, Content expected) throws SQLException {
        int applied = server.apply(link, List.of(write)).size();
        Entry found = server.find(link, List.of(id), false).get(id);
        if (applied != 1 || found == null) {
            throw different("no trace of it");
        }
        if (found.isDamaged() || !found.content().equals(expected)) {
            throw different("it changed; a connection must use the character set utf8mb4");
        }
        return found;
    }

    private StorageFailed different(String what) {
        return new StorageFailed(
                errors + ": found, after writing an entry to try it, " + what + "; nothing was changed", null);
    }
}
