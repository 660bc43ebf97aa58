package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused when the database of a server is opened, in which words, and that nothing is changed then. */
public abstract class OpenFeatures {
    private static final String PASSWORD = "s3cret%20%26pass";
    private static final String DECODED = "s3cret &pass";

    private final TestServer server;
    private final String product;
    protected final String schema = TestServer.newSchema(OpenFeatures.class);
    protected final SqlOptions options = SqlOptions.defaults().schema(schema);

    protected OpenFeatures(TestServer server, String product) {
        this.server = server;
        this.product = product;
    }

    /** The newest version of the tables. */
    protected abstract int newest();

    /** The table and the column that say the version. */
    protected abstract String[] version();

    /** Makes a table with one column, where DataSave would make one of that name. */
    protected abstract void createForeign(String table) throws Exception;

    /** How many tables there are in the place of this test's schema. */
    protected abstract String tables() throws Exception;

    /** Makes a user who needs a password and may do everything. */
    protected abstract void createUser(String user, String password) throws Exception;

    /** The server's URL for another database, without a user. */
    protected abstract String urlOf(String database);

    /** Settings of a URL that would break promises, each with a sign before it. */
    protected abstract String breakingSettings();

    private String base() {
        return server.url().substring(0, server.url().indexOf('?'));
    }

    protected final String name() {
        String place = base().substring(base().indexOf("//"));
        return product + " " + place + ", schema " + schema + ": ";
    }

    protected final void assertRefused(String url, SqlOptions with, String... words) {
        assertThatThrownBy(() -> SqlStorage.open(url, with).close())
                .isInstanceOf(StorageFailed.class)
                .hasMessageContainingAll(words)
                .satisfies(OpenFeatures::hidesThePassword);
    }

    protected static void hidesThePassword(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain(PASSWORD, DECODED);
    }

    @Test
    void severalServersOpenAnEmptyDatabaseAtOnce() {
        List<CompletableFuture<Storage>> opened = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> server.open(schema)))
                .limit(6)
                .toList();
        opened.forEach(each -> {
            try (Storage storage = each.join()) {
                assertThat(storage.list(EntryQuery.keys("players", "")).items()).isEmpty();
            }
        });
    }

    @Test
    void aNewerSchemaIsLeftAsItIs() throws Exception {
        server.open(schema).close();
        String unused = server.run("UPDATE " + version()[0] + " SET " + version()[1] + " = 99");
        assertRefused(
                server.url(),
                options,
                name() + "found schema version 99, expected at most " + newest()
                        + ", which is what this release of DataSave knows; it is left as it is");
        assertThat(server.run("SELECT " + version()[1] + " FROM " + version()[0]))
                .isEqualTo("99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"entry", "history", "version"})
    void tablesOfAnotherApplicationAreLeftAsTheyAre(String table) throws Exception {
        createForeign(table);
        assertRefused(
                server.url(), options, name() + "found tables of another application (", table, "), expected those");
        assertThat(tables()).isEqualTo("1");
    }

    @Test
    void aWrongPasswordIsRefusedAndShownNowhere() throws Exception {
        String user = "u" + schema;
        createUser(user, "another");
        String sign = server.url().contains("sslMode") ? "?sslMode=disable&" : "?";
        String refused = "found that the server refuses this user or password";
        assertRefused(base() + sign + "user=" + user + "&password=" + PASSWORD, options, name() + refused);
        assertRefused(base() + sign, options.login(user, DECODED), refused);
        SqlStorage.open(base() + sign, options.login(user, "another").schema("x" + schema))
                .close();
    }

    @Test
    void aDatabaseOrServerThatIsNotThereIsNamed() {
        String settings = server.url().substring(server.url().indexOf('?'));
        assertRefused(urlOf("nowhere") + settings, options, "/nowhere, schema", "found no such database");
        String scheme = base().substring(0, base().indexOf("//"));
        assertRefused(
                scheme + "//127.0.0.1:1/game?user=a&password=" + PASSWORD,
                options.callTimeout(Duration.ofSeconds(1)),
                product + " //127.0.0.1:1/game, schema " + schema + ": found no way to the server, or lost it (");
    }

    @Test
    void aPasswordBeforeTheHostIsRefusedAndNotShown() {
        String scheme = base().substring(0, base().indexOf("//"));
        assertThatThrownBy(() -> SqlStorage.open(scheme + "//me:" + PASSWORD + "@localhost/game"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "URL ending in @localhost/game: found a user before the host, expected ?user=…&password=… or"
                                + " SqlOptions.login")
                .satisfies(OpenFeatures::hidesThePassword);
        assertThatThrownBy(() -> SqlStorage.open(scheme + "//(host=a,password=" + PASSWORD + ")/game"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a password before the question mark")
                .satisfies(OpenFeatures::hidesThePassword);
    }

    @Test
    void everySchemaIsAStorageOfItsOwn() {
        try (Storage one = server.open(schema);
                Storage other = server.open("x" + schema)) {
            Players.create(one, "alice", "1");
            assertThat(Players.read(one, "alice")).isPresent();
            assertThat(Players.read(other, "alice")).isEmpty();
        }
    }

    @Test
    void settingsOfTheUrlThatBreakPromisesHaveNoEffect() {
        try (Storage storage = SqlStorage.open(server.url() + breakingSettings(), options)) {
            Players.create(storage, "alice", "\"\uD83D\uDE00\"");
            assertThat(Players.read(storage, "alice").orElseThrow().content().value())
                    .isEqualTo("\"\uD83D\uDE00\"");
        }
    }
}
