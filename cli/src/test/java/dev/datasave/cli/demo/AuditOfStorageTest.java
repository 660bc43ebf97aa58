package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The audit reads every profile and every revision that a storage has. */
class AuditOfStorageTest {
    private static final Fates FATES = new Fates(Map.of("inA", "A"), Set.of(), Set.of("A"));
    private static final int SAVES = 1500; // more than one page

    private final Storage storage = Storage.inMemory();
    private final PlayerLog alice = new PlayerLog("alice");

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void everyRevisionIsLookedAt() {
        store("alice", Retention.pin());
        alice.add(new PlayerLog.Saved("A", SAVES, SAVES - 1));
        Audit.Outcome outcome = audit();
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.revisions()).isEqualTo(SAVES);
    }

    @Test
    void historyThatIsGoneIsFound() {
        store("alice", Retention.drop());
        assertThat(audit().count(Finding.Kind.MISSING_REVISION)).isEqualTo(1);
    }

    @Test
    void profileThatIsGoneIsFound() {
        alice.add(new PlayerLog.Saved("A", 2, 1));
        assertThat(audit().count(Finding.Kind.LOST_SAVE)).isEqualTo(1);
    }

    @Test
    void profileThatNobodyJoinedIsFound() {
        store("mallory", Retention.pin());
        assertThat(audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.key()).isEqualTo("mallory"));
    }

    private Audit.Outcome audit() {
        return new Audit(new StoredSource(storage, "PlayerData"), FATES, Audit.PATIENCE).run(List.of(alice), log -> {});
    }

    /** One more coin in each revision; the last one is the release. */
    private void store(String key, Retention history) {
        EntryId id = new EntryId("PlayerData", key);
        Optional<Entry> base = Optional.empty();
        StringBuilder last = new StringBuilder();
        for (int op = 0; op < SAVES; op++) {
            if (op > 0) {
                alice.sending(new Deed(key, op, Deed.Kind.EARN, "", 1, "", "", "A"));
                last = new StringBuilder(booking(op));
                for (int before = op - 1; before > 0 && before > op - 32; before--) {
                    last.insert(0, booking(before) + ",");
                }
            }
            Content content = Content.of("{\"name\":\"\",\"money\":" + op + ",\"lastOp\":" + op + ",\"booked\":" + op
                            + ",\"bookings\":[" + last + "],\"inventory\":[]}")
                    .withHolder(op == SAVES - 1 ? null : "inA/1");
            storage.write(List.of(Write.put(id, base, "inA-" + op, content).superseding(history)), Atomicity.EACH);
            base = storage.read(List.of(id)).getFirst();
        }
    }

    private static String booking(int op) {
        return "{\"by\":\"alice\",\"op\":" + op + ",\"amount\":1}";
    }
}
