package dev.datasave.extras;

import com.google.gson.Gson;
import dev.datasave.bench.BenchData;
import dev.datasave.importing.FolderSource;
import dev.datasave.importing.ImportSource;
import dev.datasave.importing.PlayerDataSource;
import dev.datasave.importing.TableSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.kyori.adventure.nbt.BinaryTagIO;
import net.kyori.adventure.nbt.BinaryTagTypes;
import net.kyori.adventure.nbt.CompoundBinaryTag;
import net.kyori.adventure.nbt.ListBinaryTag;
import net.kyori.adventure.nbt.TagStringIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * A source of players of a usual size, to measure imports with.
 *
 * @param kind what it is
 * @param place its folder
 */
record SampleSource(Kind kind, Path place) {
    private static final Gson GSON = new Gson();
    private static final String MAPPING = "mapping.yml";
    private static final String ROWS =
            "key: id, user-ids: [id], columns: {money: {as: long}, rank: {}, inventory: {as: json}, statistics: {as: json}}}]\n";

    /** The kinds of sources that are measured. */
    enum Kind {
        /** A file of rows. */
        CSV("rows of CSV"),
        /** A table in SQLite. */
        SQL("rows of an SQL table"),
        /** A file for each player. */
        JSON("JSON files"),
        /** Minecraft's files. */
        NBT("NBT files");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Writes a source of so many players into an empty folder. */
    static SampleSource write(Kind kind, Path place, int players) throws IOException, SQLException {
        switch (kind) {
            case CSV -> writeCsv(place, players);
            case SQL -> writeSql(place, players);
            case JSON -> {
                for (int i = 0; i < players; i++) {
                    Files.writeString(place.resolve(id(i) + ".json"), GSON.toJson(BenchData.of(i)));
                }
            }
            case NBT -> {
                for (int i = 0; i < players; i++) {
                    Path file = place.resolve(id(i) + ".dat");
                    BinaryTagIO.writer().write(tag(BenchData.of(i)), file, BinaryTagIO.Compression.GZIP);
                }
            }
        }
        return new SampleSource(kind, place);
    }

    private static String id(int number) {
        return new UUID(number, number).toString();
    }

    private static void writeCsv(Path place, int players) throws IOException {
        Files.writeString(place.resolve(MAPPING), "tables: [{csv: players.csv, " + ROWS);
        try (BufferedWriter text = Files.newBufferedWriter(place.resolve("players.csv"));
                CSVPrinter rows = CSVFormat.RFC4180.print(text)) {
            rows.printRecord("id", "money", "rank", "inventory", "statistics");
            for (int i = 0; i < players; i++) {
                BenchData player = BenchData.of(i);
                rows.printRecord(
                        id(i),
                        player.money(),
                        player.rank(),
                        GSON.toJson(player.inventory()),
                        GSON.toJson(player.statistics()));
            }
        }
    }

    private String url() {
        return "jdbc:sqlite:" + place.resolve("game.db");
    }

    private static void writeSql(Path place, int players) throws IOException, SQLException {
        SampleSource source = new SampleSource(Kind.SQL, place);
        Files.writeString(
                place.resolve(MAPPING), "jdbc: " + GSON.toJson(source.url()) + "\ntables: [{table: players, " + ROWS);
        try (Connection connection = DriverManager.getConnection(source.url());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE players (id TEXT PRIMARY KEY, money INTEGER, rank TEXT, inventory TEXT, statistics TEXT)");
            connection.setAutoCommit(false);
            try (PreparedStatement row = connection.prepareStatement("INSERT INTO players VALUES (?, ?, ?, ?, ?)")) {
                for (int i = 0; i < players; i++) {
                    BenchData player = BenchData.of(i);
                    row.setString(1, id(i));
                    row.setLong(2, player.money());
                    row.setString(3, player.rank());
                    row.setString(4, GSON.toJson(player.inventory()));
                    row.setString(5, GSON.toJson(player.statistics()));
                    row.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    private static CompoundBinaryTag tag(BenchData player) {
        ListBinaryTag.Builder<CompoundBinaryTag> slots = ListBinaryTag.builder(BinaryTagTypes.COMPOUND);
        for (int slot = 0; slot < player.inventory().size(); slot++) {
            BenchData.Item item = player.inventory().get(slot);
            slots.add(CompoundBinaryTag.builder()
                    .putByte("Slot", (byte) slot)
                    .putString("id", item.type())
                    .putInt("count", item.amount())
                    .putInt("damage", item.damage())
                    .putString("name", item.name())
                    .build());
        }
        CompoundBinaryTag.Builder statistics = CompoundBinaryTag.builder();
        player.statistics().forEach(statistics::putLong);
        return CompoundBinaryTag.builder()
                .putLong("money", player.money())
                .putString("rank", player.rank())
                .put("Inventory", slots.build())
                .put("statistics", statistics.build())
                .build();
    }

    /** As the importer reads it. */
    ImportSource open() throws IOException {
        return switch (kind) {
            case CSV, SQL -> TableSource.of(place.resolve(MAPPING), null, null);
            case JSON -> FolderSource.of(place);
            case NBT -> PlayerDataSource.of(place);
        };
    }

    /** Reads it by its library alone, checks nothing, and hands on each player's text. */
    void readRaw(RawStates to) throws IOException, SQLException {
        switch (kind) {
            case CSV -> readCsv(to);
            case SQL -> readSql(to);
            case JSON -> {
                for (Path file : files()) {
                    to.add(key(file), Files.readString(file));
                }
            }
            case NBT -> {
                for (Path file : files()) {
                    CompoundBinaryTag tag = BinaryTagIO.unlimitedReader().read(file, BinaryTagIO.Compression.GZIP);
                    to.add(key(file), TagStringIO.tagStringIO().asString(tag));
                }
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.sorted().toList();
        }
    }

    private static String key(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String json(String money, String rank, String inventory, String statistics) {
        return "{\"money\":" + money + ",\"rank\":\"" + rank + "\",\"inventory\":" + inventory + ",\"statistics\":"
                + statistics + "}";
    }

    private void readCsv(RawStates to) throws IOException, SQLException {
        try (Reader text = Files.newBufferedReader(place.resolve("players.csv"));
                CSVParser rows = CSVParser.builder()
                        .setReader(text)
                        .setFormat(CSVFormat.RFC4180)
                        .get()) {
            boolean isHeader = true;
            for (CSVRecord row : rows) {
                if (!isHeader) {
                    to.add(row.get(0), json(row.get(1), row.get(2), row.get(3), row.get(4)));
                }
                isHeader = false;
            }
        }
    }

    private void readSql(RawStates to) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM players")) {
            while (rows.next()) {
                to.add(
                        rows.getString(1),
                        json(rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5)));
            }
        }
    }
}
