package dev.datasave.extras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.cli.Main;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("players.csv"), "id,coins\r\na,1\r\nb,many\r\nc,3\r\n");
        Files.writeString(
                folder.resolve("mapping.yml"),
                "tables: [{csv: players.csv, key: id, user-ids: [id], columns: {coins: {as: long}}}]");
    }

    private int run(String command, String... more) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> line = new ArrayList<>(List.of(
                command,
                "tables",
                folder.resolve("mapping.yml").toString(),
                "--to",
                "jdbc:sqlite:" + data(),
                "--store"));
        line.add("PlayerData");
        line.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
    }

    private Path data() {
        return folder.resolve("players.db");
    }

    private Optional<Entry> entry(String key) {
        try (Storage storage = SqlStorage.sqlite(data())) {
            return storage.read(List.of(new EntryId("PlayerData", key))).getFirst();
        }
    }

    @Test
    void anImportIsTriedCarriedOutAndCompared() throws IOException {
        assertThat(run("import", "--dry-run")).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "unusable: players.csv line 3: column coins: found no long that JSON can hold",
                        "nothing was written")
                .containsPattern("written +2");
        assertThat(data()).doesNotExist();
        Files.writeString(folder.resolve("players.csv"), "id,coins\r\na,1\r\nb,2\r\nc,3\r\n");
        Path report = folder.resolve("report.jsonl");
        assertThat(run("import", "--report", report.toString())).isZero();
        assertThat(out.toString()).containsPattern("written +3");
        assertThat(Files.readAllLines(report))
                .hasSize(3)
                .contains("{\"outcome\":\"written\",\"where\":\"players.csv line 2\",\"key\":\"a\",\"why\":\"\"}");
        assertThat(entry("a").orElseThrow().content().userIds()).containsExactly("a");
        assertThat(run("import")).isZero();
        assertThat(out.toString()).containsPattern("already-there +3");
        assertThat(run("verify-import")).isZero();
        assertThat(out.toString()).containsPattern("same +3");
    }

    @Test
    void whatIsThereClashesUnlessItIsToBeReplaced() throws IOException {
        run("import");
        Files.writeString(folder.resolve("players.csv"), "id,coins\r\na,7\r\n");
        assertThat(run("import")).isEqualTo(1);
        assertThat(out.toString()).contains("clash: players.csv line 2, key a: found a profile (revision 1 of ");
        assertThat(run("verify-import")).isEqualTo(1);
        assertThat(run("import", "--replace")).isZero();
        assertThat(entry("a").orElseThrow().revision()).isEqualTo(2);
        assertThat(run("verify-import")).isZero();
    }

    @Test
    void whatCanNotBeUsedIsNamedWithAnExitCode() throws IOException {
        assertThat(run("verify-import")).isEqualTo(3);
        assertThat(err.toString()).contains("verify-import: " + data() + ": found no such file or folder");
        Files.writeString(folder.resolve("players.csv"), "id,coins\r\na,\"1");
        assertThat(run("import")).isEqualTo(3);
        assertThat(err.toString()).contains("import: players.csv: found a break in a quoted value");
        Files.writeString(folder.resolve("mapping.yml"), "tables: []");
        assertThat(run("import")).isEqualTo(2);
        assertThat(err.toString()).contains("mapping.yml.tables: expected a first table");
    }
}
