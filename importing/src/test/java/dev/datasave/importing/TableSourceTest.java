package dev.datasave.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest {
    @TempDir
    private Path folder;

    private void csv(String name, Charset encoding, String[] header, Object[]... rows) throws IOException {
        try (Writer out = Files.newBufferedWriter(folder.resolve(name), encoding);
                CSVPrinter printer = new CSVPrinter(
                        out, CSVFormat.RFC4180.builder().setHeader(header).get())) {
            for (Object[] row : rows) {
                printer.printRecord(row);
            }
        }
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private void sql(String... statements) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("game.db"));
                Statement statement = database.createStatement()) {
            for (String line : statements) {
                statement.execute(line);
            }
        }
    }

    private TableSource source(String mapping) throws IOException {
        Path file = Files.writeString(folder.resolve("mapping.yml"), mapping.replace("FOLDER", folder.toString()));
        return TableSource.of(file, null, null);
    }

    private static List<ImportItem> read(ImportSource source) throws IOException {
        List<ImportItem> items = new ArrayList<>();
        source.read(items::add);
        return items;
    }

    private static ImportItem.Profile profile(String where, String key, String json, Set<String> userIds) {
        return ImportItem.Profile.of(where, key, JsonParser.parseString(json), userIds, Map.of());
    }

    @Test
    void severalTablesOfADatabaseMakeOneProfile() throws Exception {
        sql(
                "CREATE TABLE players (uuid TEXT, name TEXT, coins INTEGER, vip INTEGER, ratio REAL, bag BLOB, seen TEXT)",
                "INSERT INTO players VALUES ('u1', 'Ann', 9007199254740993, 1, 0.5, '{\"items\":[1.10,null]}', '2026-01-01T00:00:00Z'), ('u2', 'Bob', NULL, 0, 1e300, NULL, NULL)",
                "CREATE TABLE homes (player TEXT, x INTEGER, world TEXT)",
                "INSERT INTO homes VALUES ('u1', 3, 'overworld'), ('u1', -4, 'nether'), ('gone', 0, 'end')",
                "CREATE TABLE stats (player TEXT, stat TEXT, value INTEGER)",
                "INSERT INTO stats VALUES ('u1', 'kills', 7), ('u2', 'kills', 0)");
        byte[] before = Files.readAllBytes(folder.resolve("game.db"));
        List<ImportItem> items = read(source("""
                jdbc: jdbc:sqlite:FOLDER/game.db
                tables:
                  - table: players
                    key: player/{uuid}
                    user-ids: [uuid]
                    columns:
                      coins: {to: money.coins, as: long}
                      vip: {as: boolean}
                      ratio: {as: number}
                      bag: {to: inventory, as: json}
                      seen: {as: time}
                  - sql: SELECT 'player/' || player AS key, x, world FROM homes ORDER BY x
                    key: key
                    each-into: homes
                    columns: {x: {as: long}, world: {}}
                  - table: stats
                    key: player/{player}
                    each-into: stats
                    named-by: stat
                    columns: {value: {to: "", as: long}}
                """));
        assertThat(items)
                .containsExactly(
                        new ImportItem.Unusable(
                                "query row 2", "found the key player/gone, which has no row in the first table"),
                        profile("players row 1", "player/u1", """
                                {"money":{"coins":9007199254740993},"vip":true,"ratio":0.5,"inventory":{"items":[1.10,null]},
                                 "seen":"2026-01-01T00:00:00Z","homes":[{"x":-4,"world":"nether"},{"x":3,"world":"overworld"}],"stats":{"kills":7}}
                                """, Set.of("u1")),
                        profile(
                                "players row 2",
                                "player/u2",
                                "{\"vip\":false,\"ratio\":1e300,\"stats\":{\"kills\":0}}",
                                Set.of("u2")));
        assertThat(Files.readAllBytes(folder.resolve("game.db"))).isEqualTo(before);
    }

    private static final String COINS = """
            tables:
              - csv: players.csv
                key: id
                columns: {coins: {as: long}, name: {}}
            """;

    @Test
    void aBadRowIsNamedAndTheOthersAreRead() throws IOException {
        csv(
                "players.csv",
                StandardCharsets.UTF_8,
                new String[] {"id", "coins", "name"},
                row("a", 1, "Zoë, \"the\nquick\""),
                row("b", "many", "B"),
                row("c", "1.5", "C"),
                row("", 4, "D"),
                row("e", 5, "E"),
                row("e", 6, "E"),
                row("f", "", ""));
        Files.writeString(
                folder.resolve("players.csv"),
                "g,7\r\n",
                StandardCharsets.UTF_8,
                java.nio.file.StandardOpenOption.APPEND);
        assertThat(read(source(COINS)))
                .containsExactly(
                        new ImportItem.Unusable("players.csv line 6", "found nothing in column id, expected a key"),
                        new ImportItem.Unusable("players.csv line 10", "found 2 columns, expected 3"),
                        profile(
                                "players.csv line 3",
                                "a",
                                "{\"coins\":1,\"name\":\"Zoë, \\\"the\\nquick\\\"\"}",
                                Set.of()),
                        new ImportItem.Unusable("players.csv line 4", "column coins: found no long that JSON can hold"),
                        new ImportItem.Unusable("players.csv line 5", "column coins: found no long that JSON can hold"),
                        new ImportItem.Unusable(
                                "players.csv line 7",
                                "players.csv line 8: found a second row of this key, expected one"),
                        profile("players.csv line 9", "f", "{\"name\":\"\"}", Set.of()));
    }

    @Test
    void aFileThatBreaksOffIsReadNoFurther() throws IOException {
        Files.writeString(folder.resolve("players.csv"), "id,coins,name\r\na,1,x\r\nb,2,\"half");
        assertThatThrownBy(() -> read(source(COINS)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "players.csv: found a break in a quoted value behind line 2, expected its end: is the file whole?");
    }

    @Test
    void anotherEncodingIsNoticedAndCanBeNamed() throws IOException {
        csv("players.csv", StandardCharsets.ISO_8859_1, new String[] {"id", "coins", "name"}, row("a", 1, "Zoë"));
        assertThatThrownBy(() -> read(source(COINS)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("that are no UTF-8; encoding: names another");
        assertThat(read(source(COINS.replace("key: id", "encoding: ISO-8859-1\n    key: id"))))
                .containsExactly(profile("players.csv line 2", "a", "{\"coins\":1,\"name\":\"Zoë\"}", Set.of()));
    }

    @Test
    void aMappingThatIsWrongIsNamedWithItsPlace() {
        assertThatThrownBy(() -> source("tables: [{csv: a.csv, key: id, colums: {}}]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mapping.yml.tables[0]: found colums, expected one of [columns, csv,");
        assertThatThrownBy(() -> source("tables: [{table: players, key: id}]"))
                .hasMessage("mapping.yml.tables[0]: found a table, but no jdbc URL in the file");
        assertThatThrownBy(() -> source("tables: [{csv: a.csv}]"))
                .hasMessage("mapping.yml.tables[0]: found no key, expected one");
        assertThatThrownBy(() -> source("tables: [{csv: a.csv, key: id, columns: {x: {as: int}}}]"))
                .hasMessage(
                        "mapping.yml.tables[0].columns.x.as: found int, expected text, long, number, boolean, json or time");
        assertThatThrownBy(() -> source("tables: [{csv: a.csv, key: id"))
                .hasMessageStartingWith("YAML: found a mistake in line 1");
        assertThatThrownBy(() -> source("tables: []")).hasMessageContaining("expected a first table");
    }

    @Test
    void aColumnThatIsNotThereAndAQueryThatWritesAreRefused() throws Exception {
        sql("CREATE TABLE players (id TEXT)", "INSERT INTO players VALUES ('a')");
        assertThat(read(source("""
                jdbc: jdbc:sqlite:FOLDER/game.db
                tables: [{table: players, key: id, columns: {coins: {}}}]
                """)))
                .containsExactly(new ImportItem.Unusable("players row 1", "found no column coins, expected one"));
        assertThatThrownBy(() -> read(source("""
                jdbc: jdbc:sqlite:FOLDER/game.db
                tables: [{sql: DELETE FROM players, key: id}]
                """))).hasMessage("sql: expected a query that begins with SELECT or WITH");
        assertThatThrownBy(() -> read(source("""
                jdbc: jdbc:sqlite:FOLDER/nowhere.db
                tables: [{table: players, key: id}]
                """)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("source: ");
        assertThat(folder.resolve("nowhere.db")).doesNotExist();
    }

    @Test
    void textOfAnotherEncodingInADatabaseIsNamedAndTheOthersAreRead() throws Exception {
        sql(
                "CREATE TABLE players (id TEXT, name BLOB)",
                "INSERT INTO players VALUES ('a', x'5A6FEB'), ('b', x'5A6FC3AB'), ('b', x'42')");
        assertThat(read(source("""
                jdbc: jdbc:sqlite:FOLDER/game.db
                tables: [{table: players, key: id, columns: {name: {}}}]
                """)))
                .containsExactly(
                        new ImportItem.Unusable(
                                "players row 1", "column name: encoding: found bytes that are no UTF-8"),
                        new ImportItem.Unusable(
                                "players row 2", "players row 3: found a second row of this key, expected one"));
    }

    @Test
    void aDatabaseThatEndsInTheMiddleEndsTheReading() throws Exception {
        sql(
                "CREATE TABLE players (id TEXT, name TEXT)",
                "INSERT INTO players WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i, hex(zeroblob(500)) FROM n");
        Path file = folder.resolve("game.db");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> read(source("""
                jdbc: jdbc:sqlite:FOLDER/game.db
                tables: [{table: players, key: id, columns: {name: {}}}]
                """)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("malformed");
        assertThat(Files.size(file)).isEqualTo(whole.length / 2);
    }

    @Test
    void aMappingOfAnotherEncodingOrThatEndsInTheMiddleIsNamed() throws IOException {
        Path mapping = folder.resolve("mapping.yml");
        Files.writeString(mapping, "tables: [{csv: zoë.csv, key: id}]", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TableSource.of(mapping, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found bytes that are no UTF-8");
        Files.writeString(mapping, "");
        assertThatThrownBy(() -> TableSource.of(mapping, null, null)).isInstanceOf(IllegalArgumentException.class);
    }
}
