package dev.datasave.extras;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.ProfileStore;
import dev.datasave.cli.Main;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import net.kyori.adventure.nbt.BinaryTagIO;
import net.kyori.adventure.nbt.CompoundBinaryTag;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For each kind of source: a dry run, a real process that is killed twice in the middle, the same command again, a comparison; and the source is as it was. */
class KilledImportTest {
    private static final int PLAYERS = 600;

    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();

    private int run(String command, List<String> arguments, String... more) {
        out = new StringWriter();
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        line.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(line.toArray(String[]::new));
    }

    private static String id(int number) {
        return new UUID(7, number).toString();
    }

    /** Writes a source, and returns what the command line says of it. */
    private static String write(String kind, Path place) throws IOException {
        Files.createDirectories(place);
        switch (kind) {
            case "tables" -> {
                try (CSVPrinter players =
                                CSVFormat.RFC4180.print(Files.newBufferedWriter(place.resolve("players.csv")));
                        CSVPrinter homes =
                                CSVFormat.RFC4180.print(Files.newBufferedWriter(place.resolve("homes.csv")))) {
                    players.printRecord("id", "coins");
                    homes.printRecord("player", "world");
                    for (int i = 0; i < PLAYERS; i++) {
                        players.printRecord(id(i), i);
                        homes.printRecord(id(i), "the \"end\", or\nnot");
                    }
                }
                Files.writeString(place.resolve("mapping.yml"), """
                        tables:
                          - {csv: players.csv, key: id, user-ids: [id], columns: {coins: {as: long}}}
                          - {csv: homes.csv, key: player, each-into: homes, columns: {world: {}}}
                        """);
                return place.resolve("mapping.yml").toString();
            }
            case "files" -> {
                for (int i = 0; i < PLAYERS; i++) {
                    Files.writeString(place.resolve(id(i) + ".json"), "{\"coins\":" + i + "}");
                }
            }
            case "playerdata" -> {
                for (int i = 0; i < PLAYERS; i++) {
                    CompoundBinaryTag tag =
                            CompoundBinaryTag.builder().putInt("XpTotal", i).build();
                    BinaryTagIO.writer().write(tag, place.resolve(id(i) + ".dat"), BinaryTagIO.Compression.GZIP);
                }
            }
            default -> {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < PLAYERS; i++) {
                    lines.append("{\"id\":\"" + id(i) + "\",\"value\":{\"Data\":{\"Cash\":" + i
                            + "},\"UserIds\":[1],\"GlobalUpdates\":["
                            + (i % 10 == 0 ? "2,[[1,{\"n\":" + i + "}],[2,{\"n\":0}]]" : "0,[]")
                            + "]}}\n");
                }
                Files.writeString(place.resolve("entries.jsonl"), lines);
            }
        }
        return place.toString();
    }

    private static Map<String, String> dump(Path place) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                all.put(
                        file.getFileName() + " " + Files.getLastModifiedTime(file),
                        HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tables", "files", "roblox", "playerdata"})
    void anImportThatIsKilledGoesOn(String kind) throws Exception {
        Path place = folder.resolve("source");
        Path target = folder.resolve("players.db");
        List<String> arguments =
                List.of(kind, write(kind, place), "--to", "jdbc:sqlite:" + target, "--store", "PlayerData");
        Map<String, String> before = dump(place);
        assertThat(run("import", arguments, "--dry-run")).isZero();
        assertThat(out.toString()).containsPattern("written +600").contains("nothing was written");
        assertThat(target).doesNotExist();
        try (Storage watched = SqlStorage.sqlite(target)) {
            for (int kill = 1; kill <= 2; kill++) {
                ImportProcess.killAfter(100, watched, "PlayerData", folder.resolve("said.txt"), arguments);
            }
            assertThat(ImportProcess.stored(watched, "PlayerData")).isLessThan(PLAYERS);
        }
        assertThat(run("import", arguments)).as(out.toString()).isZero();
        assertThat(out.toString()).contains("already-there").contains("written");
        assertThat(run("verify-import", arguments)).as(out.toString()).isZero();
        assertThat(out.toString()).containsPattern("same +600");
        assertThat(dump(place)).isEqualTo(before);
        if (kind.equals("roblox")) {
            checkMessages(target);
        }
    }

    private static void checkMessages(Path target) {
        try (Storage storage = SqlStorage.sqlite(target);
                DataSave server = DataSave.builder(storage).keepStorageOpen().build()) {
            ProfileStore<JsonObject> profiles = server.profileStore("PlayerData", JsonObject.class, JsonObject::new);
            for (int i = 0; i < PLAYERS; i += 10) {
                assertThat(profiles.pendingMessagesAsync(id(i)).join())
                        .extracting(Message.Pending::type)
                        .as("messages to player " + i)
                        .containsExactly("GlobalUpdate", "GlobalUpdate");
            }
        }
    }
}
