package dev.datasave.extras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.cli.Main;
import dev.datasave.cli.database.DatabaseKind;
import dev.datasave.cli.database.StartedDatabase;
import dev.datasave.extras.HuskDatabase.Snapshot;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HuskSync's snapshots, from a real PostgreSQL and a real MariaDB. */
class HuskImportTest {
    private static final String ANN = "0a1b2c3d-0000-4000-8000-0000000000a1";
    private static final String BOB = "0a1b2c3d-0000-4000-8000-0000000000b2";
    private static final String CAL = "0a1b2c3d-0000-4000-8000-0000000000c3";
    private static final String DAN = "0a1b2c3d-0000-4000-8000-0000000000d4";
    private static final String EVE = "0a1b2c3d-0000-4000-8000-0000000000e5";
    private static final String FAY = "0a1b2c3d-0000-4000-8000-0000000000f6";
    private static final String GUS = "0a1b2c3d-0000-4000-8000-0000000000a7";
    private static final int MANY = 600;

    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();

    private int run(String command, String url, String... more) {
        out = new StringWriter();
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments(url));
        line.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(line.toArray(String[]::new));
    }

    private List<String> arguments(String url) {
        return List.of("husksync", url, "--to", "jdbc:sqlite:" + target(), "--store", "PlayerState");
    }

    private Path target() {
        return folder.resolve("players.db");
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static String id(int number) {
        return new UUID(number, number).toString();
    }

    private static void fill(HuskDatabase husk) throws IOException, SQLException {
        for (String player : List.of(ANN, BOB, CAL, DAN, EVE, FAY, GUS)) {
            husk.addUser(player, "P" + player.substring(34));
        }
        Snapshot old = Snapshot.of(id(9), "2026-01-01T10:00:00.000001+02:00", "DISCONNECT", true, 1);
        Snapshot middle = Snapshot.of(id(7), "2026-01-02T10:00:00.1Z", "DEATH", false, 2);
        Snapshot last = Snapshot.of(id(5), "2026-01-02T10:00:00.2Z", "DISCONNECT", false, 3);
        husk.add(ANN, last, last.packed());
        husk.add(ANN, middle, middle.json());
        husk.add(ANN, old, old.packed());
        Snapshot kept = Snapshot.of(id(10), "2026-01-03T10:00:00Z", "SAVE_COMMAND", true, 4);
        husk.add(BOB, kept, kept.packed());
        Snapshot cut = Snapshot.of(id(11), "2026-01-01T10:00:00Z", "WORLD_SAVE", false, 5);
        Snapshot whole = Snapshot.of(id(12), "2026-01-02T10:00:00Z", "DISCONNECT", false, 6);
        husk.add(CAL, cut, half(cut.packed()));
        husk.add(CAL, whole, whole.packed());
        Snapshot before = Snapshot.of(id(13), "2026-01-01T10:00:00Z", "DISCONNECT", false, 7);
        Snapshot newest = Snapshot.of(id(14), "2026-01-02T10:00:00Z", "DISCONNECT", false, 8);
        husk.add(DAN, before, before.packed());
        husk.add(DAN, newest, half(newest.json()));
        Snapshot ancient = Snapshot.of(id(15), "2022-01-01T10:00:00Z", "DISCONNECT", false, 9)
                .ofFormat(3);
        husk.add(FAY, ancient, ancient.packed());
        Snapshot other = Snapshot.of(id(16), "2026-01-01T10:00:00Z", "CAFÉ", false, 10);
        husk.add(GUS, other, new String(other.json(), StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static StartedDatabase start(DatabaseKind kind, Path folder) throws IOException, InterruptedException {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeThat(kind == DatabaseKind.POSTGRES || machine.equals("Linux amd64"))
                .as("no MariaDB programs for " + machine)
                .isTrue();
        return kind.start(folder).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void snapshotsBecomeStatesHistoryAndPins(DatabaseKind kind) throws Exception {
        try (StartedDatabase server = start(kind, folder);
                HuskDatabase husk = new HuskDatabase(server.place().url())) {
            String url = server.place().url();
            fill(husk);
            husk.commit();
            String before = husk.dump();
            assertThat(run("import", url, "--dry-run")).isEqualTo(1);
            assertThat(out.toString()).containsPattern("written +3").containsPattern("unusable +8");
            assertThat(target()).doesNotExist();
            assertThat(run("import", url)).isEqualTo(1);
            assertThat(out.toString())
                    .containsPattern("written +3")
                    .contains(
                            "player " + CAL + " snapshot " + id(11)
                                    + ": data: found neither JSON nor whole data of Snappy",
                            "player " + DAN + " snapshot " + id(14) + ": JSON: found",
                            "player " + DAN + ": found that the newest snapshot can't be used",
                            "player " + EVE + ": found no snapshot of " + EVE,
                            "format_version: found 3, expected 4 or 5",
                            "encoding: found bytes that are no UTF-8");
            assertThat(run("import", url)).isEqualTo(1);
            assertThat(out.toString()).containsPattern("already-there +3");
            assertThat(run("verify-import", url)).isEqualTo(1);
            assertThat(out.toString()).containsPattern("same +3").containsPattern("unusable +8");
            assertThat(husk.dump()).isEqualTo(before);
        }
        try (Storage storage = SqlStorage.sqlite(target())) {
            checkAnn(storage);
            checkPins(storage);
        }
    }

    private static void checkAnn(Storage storage) {
        Entry entry = storage.read(List.of(new EntryId("PlayerState", ANN)))
                .getFirst()
                .orElseThrow();
        assertThat(entry.revision()).isEqualTo(3);
        assertThat(entry.content().userIds()).containsExactly(ANN);
        assertThat(entry.content().metadata())
                .containsAllEntriesOf(Map.of(
                        "husksync.name", "Pa1",
                        "husksync.saved", "2026-01-02T10:00:00.200Z",
                        "husksync.cause", "DISCONNECT",
                        "husksync.server", "survival",
                        "husksync.minecraft", "1.21.4"));
        JsonObject data =
                JsonParser.parseString(String.valueOf(entry.content().value())).getAsJsonObject();
        assertThat(data.getAsJsonObject("inventory")).isEqualTo(JsonParser.parseString("""
                {"data":{"items":{"size":41,"items":[{"Slot":3,"id":"minecraft:gold_nugget","count":3}]},"held_item_slot":3},
                 "types":{"items":{"items":{"*":{"Slot":"byte"}}}}}
                """));
        assertThat(data.getAsJsonObject("health").get("health").getAsDouble()).isEqualTo(19.5);
        assertThat(data.get("shop:note").getAsString()).isEqualTo("{not JSON");
    }

    private static void checkPins(Storage storage) {
        try (DataSave server = DataSave.builder(storage).keepStorageOpen().build()) {
            assertThat(versions(server, ANN))
                    .extracting(version -> version.note().orElseThrow().why())
                    .containsExactly(
                            "HuskSync 00000000: DISCONNECT, 2026-01-01T08:00:00.000001Z on survival",
                            "HuskSync 00000000: DEATH, 2026-01-02T10:00:00.100Z on survival",
                            "HuskSync 00000000: DISCONNECT, 2026-01-02T10:00:00.200Z on survival");
            assertThat(versions(server, ANN))
                    .extracting(version ->
                            version.pin().map(ProfileVersion.Pin::name).orElse(""))
                    .containsExactly("HuskSync 00000000: DISCONNECT, 2026-01-01T08:00:00.000001Z on survival", "", "");
            assertThat(versions(server, BOB))
                    .extracting(version -> version.pin().isPresent())
                    .containsExactly(true, false);
        }
    }

    private static List<ProfileVersion> versions(DataSave server, String key) {
        return server.profileStore("PlayerState", JsonObject.class, JsonObject::new)
                .profileVersionsAsync(key, ProfileVersion.Range.all().fromOldest(), Paging.first(100))
                .join()
                .items();
    }

    @Test
    void anImportThatIsKilledGoesOnWithoutDoublingAnything() throws Exception {
        try (StartedDatabase server = start(DatabaseKind.POSTGRES, folder);
                HuskDatabase husk = new HuskDatabase(server.place().url())) {
            for (int i = 1; i <= MANY; i++) {
                husk.addUser(id(i), "P" + i);
                for (int state = 1; state <= 3; state++) {
                    Snapshot snapshot = Snapshot.of(
                            new UUID(state, i).toString(),
                            "2026-01-0" + state + "T10:00:00Z",
                            "WORLD_SAVE",
                            false,
                            state);
                    husk.add(id(i), snapshot, snapshot.packed());
                }
            }
            husk.commit();
            String url = server.place().url();
            try (Storage watched = SqlStorage.sqlite(target())) {
                for (int kill = 1; kill <= 2; kill++) {
                    ImportProcess.killAfter(150, watched, "PlayerState", folder.resolve("said.txt"), arguments(url));
                }
                assertThat(ImportProcess.stored(watched, "PlayerState")).isLessThan(MANY);
            }
            assertThat(run("import", url)).as(out.toString()).isZero();
            assertThat(run("verify-import", url)).as(out.toString()).isZero();
            assertThat(out.toString()).containsPattern("same +600");
        }
        try (Storage storage = SqlStorage.sqlite(target())) {
            for (int i = 1; i <= MANY; i += 7) {
                EntryId id = new EntryId("PlayerState", id(i));
                assertThat(storage.read(List.of(id)).getFirst().orElseThrow().revision())
                        .isEqualTo(3);
                assertThat(storage.versions(VersionQuery.all(id)).items()).hasSize(2);
            }
        }
    }

    @Test
    void whatIsNoDatabaseIsNamed() {
        assertThat(run("import", "players.db")).isEqualTo(2);
        assertThat(out.toString()).contains("husksync: found no JDBC URL, expected one as SOURCE");
        assertThat(Files.exists(target())).isFalse();
    }
}
