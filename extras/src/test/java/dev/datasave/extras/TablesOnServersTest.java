package dev.datasave.extras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonParser;
import dev.datasave.cli.Main;
import dev.datasave.cli.database.DatabaseKind;
import dev.datasave.cli.database.StartedDatabase;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of a real PostgreSQL and a real MariaDB, with the types that only they have; read in another time zone than UTC. */
@Isolated("it changes the time zone")
class TablesOnServersTest {
    private final TimeZone usual = TimeZone.getDefault();

    @TempDir
    private Path folder;

    @BeforeEach
    void moveAway() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    }

    @AfterEach
    void comeBack() {
        TimeZone.setDefault(usual);
    }

    private static List<String> tables(DatabaseKind kind) {
        return kind == DatabaseKind.POSTGRES
                ? List.of(
                        "CREATE TABLE players (id uuid, coins numeric(30,2), vip boolean, bag jsonb, seen timestamptz, born timestamp)",
                        "INSERT INTO players VALUES ('0a1b2c3d-0000-4000-8000-0000000000a1', 9007199254740993.10, true, '{\"a\":[1.50]}',"
                                + " '2026-01-02T03:04:05.6+02', '2020-01-01 00:00:00')")
                : List.of(
                        "CREATE TABLE players (id uuid, coins decimal(30,2), vip boolean, bag json, seen datetime(1), born datetime)",
                        "INSERT INTO players VALUES ('0a1b2c3d-0000-4000-8000-0000000000a1', 9007199254740993.10, true, '{\"a\":[1.50]}',"
                                + " '2026-01-02 01:04:05.6', '2020-01-01 00:00:00')");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void theTypesOfEachDatabaseAreRead(DatabaseKind kind) throws Exception {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeThat(kind == DatabaseKind.POSTGRES || machine.equals("Linux amd64"))
                .as("no MariaDB programs for " + machine)
                .isTrue();
        Path target = folder.resolve("players.db");
        try (StartedDatabase server = kind.start(folder).orElseThrow()) {
            try (Connection connection =
                            DriverManager.getConnection(server.place().url());
                    Statement statement = connection.createStatement()) {
                for (String sql : tables(kind)) {
                    statement.execute(sql);
                }
            }
            Path mapping = Files.writeString(
                    folder.resolve("mapping.yml"), """
                    jdbc: "%s"
                    tables:
                      - table: players
                        key: id
                        user-ids: [id]
                        columns: {coins: {as: number}, vip: {as: boolean}, bag: {as: json}, seen: {as: time}, born: {as: time}}
                    """.formatted(server.place().url()));
            StringWriter out = new StringWriter();
            int code = Main.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(out))
                    .execute("import", "tables", mapping.toString(), "--to", "jdbc:sqlite:" + target, "--store", "P");
            assertThat(code).as(out.toString()).isZero();
        }
        try (Storage storage = SqlStorage.sqlite(target)) {
            String value = storage.read(List.of(new EntryId("P", "0a1b2c3d-0000-4000-8000-0000000000a1")))
                    .getFirst()
                    .orElseThrow()
                    .content()
                    .value();
            assertThat(JsonParser.parseString(String.valueOf(value))).isEqualTo(JsonParser.parseString("""
                    {"coins":9007199254740993.10,"vip":true,"bag":{"a":[1.50]},"seen":"2026-01-02T01:04:05.600Z","born":"2020-01-01T00:00:00Z"}
                    """));
        }
    }
}
