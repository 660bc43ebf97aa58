package dev.datasave.jdbc.features;

import static dev.datasave.jdbc.features.Players.id;
import static dev.datasave.jdbc.features.Players.put;
import static dev.datasave.jdbc.features.Players.read;
import static dev.datasave.jdbc.features.Players.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that were changed behind DataSave's back do not match their checksums (F4, F5). */
public abstract class DamageFeatures {
    private final TestServer server;
    private final String schema = TestServer.newSchema(DamageFeatures.class);
    private final Storage storage;

    protected DamageFeatures(TestServer server) {
        this.server = server;
        this.storage = server.open(schema);
    }

    /** The storage that the tests work on. */
    protected Storage storage() {
        return storage;
    }

    protected void run(String sql) throws SQLException {
        String unused = server.runOn(schema, sql);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void whatWasWrittenInAnyWayIsSound() {
        Players.create(storage, "born", "1");
        write(storage, put(storage, "born", "w2", "2").superseding(Retention.pin()));
        Content rich = new Content(
                "{\"a\":1e400}",
                Set.of("u2", "u1"),
                Map.of("b", "2", "a", "1"),
                "server/session",
                new Content.Score(-5, 7),
                "{\"loads\":1}");
        write(storage, Write.put(id("rich"), Optional.empty(), "w1", rich));
        write(
                storage,
                Write.put(id("rich"), read(storage, "rich"), "w2", Content.TOMBSTONE)
                        .superseding(Retention.pin()));
        write(storage, Write.put(id("rich"), read(storage, "rich"), "w3", rich).superseding(Retention.pin()));
        assertThat(storage.check()).isEmpty();
        assertThat(read(storage, "rich").orElseThrow().content()).isEqualTo(rich);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value = '2'",
                "value = NULL",
                "{system} = '{}'",
                "holder = 'x/y'",
                "user_ids = '[\"u\"]'",
                "metadata = '{\"a\":\"b\"}'",
                "score = 1, tie = 0",
                "revision = 2",
                "write_id = 'w'",
                "created = created + 1",
                "updated = updated + 1",
                "checksum = NULL"
            })
    void aPartThatWasChangedDamagesItsEntryAlone(String change) throws Exception {
        Players.create(storage, "alice", "1");
        Players.create(storage, "bob", "1");
        run("UPDATE {entry} SET " + change + " WHERE {key} = 'bob'");
        Entry bob = read(storage, "bob").orElseThrow();
        assertThat(bob.damage()).startsWith("entry players/bob: found ");
        assertThat(read(storage, "alice").orElseThrow().isDamaged()).isFalse();
        assertThat(storage.check()).singleElement().asString().startsWith("entry players/bob: found ");
        assertThatThrownBy(() -> write(storage, Write.put(id("bob"), Optional.empty(), "new", Content.of("0"))))
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("a write that is not based on it was refused");
    }

    @Test
    void aListAndAHistoryShowWhatIsDamaged() throws Exception {
        Players.create(storage, "alice", "1");
        Players.create(storage, "bob", "1");
        write(storage, put(storage, "alice", "w2", "2").superseding(Retention.pin()));
        run("UPDATE {entry} SET metadata = '{\"a\":\"b\"}' WHERE {key} = 'bob'");
        run("UPDATE {history} SET value = '7'");
        assertThat(storage.list(EntryQuery.keys("players", "").withoutValues()).items())
                .extracting(Entry::isDamaged)
                .containsExactly(false, true);
        assertThat(storage.versions(VersionQuery.all(id("alice"))).items())
                .extracting(Entry::isDamaged)
                .containsExactly(true);
        assertThat(storage.check()).hasSize(2);
    }

    @Test
    void anEntryFromBeforeChecksumsIsReadAndGetsOneAtItsNextWrite() throws Exception {
        Players.create(storage, "alice", "1");
        run("UPDATE {entry} SET checksum = NULL, value_checksum = NULL");
        assertThat(read(storage, "alice").orElseThrow().content().value()).isEqualTo("1");
        assertThat(write(storage, put(storage, "alice", "w2", "2"))).isInstanceOf(WriteResult.Written.class);
        run("UPDATE {entry} SET value = '3'");
        assertThat(read(storage, "alice").orElseThrow().isDamaged()).isTrue();
    }
}
