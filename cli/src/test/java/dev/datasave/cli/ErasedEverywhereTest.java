package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.Message;
import dev.datasave.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * A person whom an operator has erased by command is in no column of any table, and in no byte of the file (P14). Keys and receipt ids are the game's choice
 * and stay in tombstones for 30 days, so here they don't name anybody.
 */
class ErasedEverywhereTest extends OperatorsGame {
    private static final String PERSON = "herobrine-4711";

    /** Leaves the person's mark wherever a game and operators can. */
    private void live() {
        Profile<Bag> profile = rich("k7", PERSON, 10, "sword of " + PERSON, "bow");
        profile.metadata("name", PERSON);
        profile.score(OptionalLong.of(10));
        assertThat(profile.grantOnceAsync("shop-1", bag -> new Bag(bag.coins() + 5, bag.items()))
                        .join())
                .isNotNull();
        assertThat(bags.messageAsync("k7", new Gift("for " + PERSON)).join()).isInstanceOf(Message.Outcome.Sent.class);
        rich("k8", "somebody-else", 3, "shield");
        String good = json("show", "Bag", "k7").get("revision").getAsString();
        ok("edit", "Bag", "k7", "--replace", "/coins=11", "--why", PERSON + " asked", "--who", "alice", "--yes");
        ok("pin", "Bag", "k7", good, "--name", "before " + PERSON, "--why", "ticket of " + PERSON);
        ok("rollback", "Bag", "k7", good, "--why", "for " + PERSON, "--yes");
        ok("wipe", "Bag", "k7", "--why", "sorry, " + PERSON, "--yes");
        String undo = json("history", "Bag", "k7")
                .getAsJsonArray("revisions")
                .get(1)
                .getAsJsonObject()
                .get("revision")
                .getAsString();
        ok("rollback", "Bag", "k7", undo, "--why", "for " + PERSON, "--yes");
        rich("k7", PERSON, 12, "helmet of " + PERSON);
        ok("edit", "Bag", "k8", "--replace", "/coins=4", "--why", "ticket 9", "--who", "alice", "--yes");
        ok("export-user", PERSON, "--to", folder.resolve("export.json").toString(), "--why", "ticket of " + PERSON);
    }

    @Test
    void erasedPersonIsInNoTableAndNoByteOfTheFile() throws IOException, SQLException {
        live();
        assertThat(cellsWith(PERSON)).as("the person is there before").hasSizeGreaterThan(15);
        ok("erase-user", PERSON, "--why", "ticket 6", "--who", "bob", "--yes");
        assertThat(out).contains("complete: nothing is left");
        assertThat(cellsWith(PERSON)).isEmpty();
        assertThat(cellsWith("somebody-else")).isNotEmpty();
        ok("audit");
        assertThat(out).contains("alice", "(erased)", "wipe", "bob", "ticket 6", "ticket 9");
        assertThat(json("ls", "--person", PERSON).getAsJsonArray("entries")).isEmpty();
        game.close();
        Files.delete(folder.resolve("export.json"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.getFileName().toString())
                            .doesNotContain(PERSON);
                }
            }
        }
    }

    /** Table, row and column of each cell whose bytes contain the text, whatever its type is. */
    private List<String> cellsWith(String text) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet all = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
                while (all.next()) {
                    tables.add(all.getString(1));
                }
            }
            assertThat(tables).contains("entry", "history");
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int column = 1; column <= columns; column++) {
                            byte[] cell = rows.getBytes(column);
                            if (cell != null && new String(cell, StandardCharsets.ISO_8859_1).contains(text)) {
                                found.add(table + " row " + rows.getRow() + ", "
                                        + rows.getMetaData().getColumnName(column));
                            }
                        }
                    }
                }
            }
        }
        return found;
    }
}
