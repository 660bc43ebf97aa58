package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A living server of a game on an SQLite file, and the commands of operators on the same file. */
@Timeout(120)
abstract class OperatorsGame {
    @TempDir
    Path folder;

    String out = "";
    String err = "";
    DataSave game;
    ProfileStore<Bag> bags;

    record Bag(long coins, List<String> items) {
        static Bag fresh() {
            return new Bag(0, List.of());
        }
    }

    record Gift(String text) {}

    @BeforeEach
    void begin() {
        game = DataSave.builder(SqlStorage.sqlite(file())).serverName("lobby").build();
        bags = game.profileStore(
                "Bag", Bag.class, Bag::fresh, ProfileOptions.<Bag>defaults().history(HistoryPolicy.everything()));
    }

    @AfterEach
    void end() {
        game.close();
    }

    Path file() {
        return folder.resolve("players.db");
    }

    int run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(1, List.of("--jdbc-url", "jdbc:sqlite:" + file()));
        return runPlain(all.toArray(String[]::new));
    }

    int runPlain(String... args) {
        StringWriter printed = new StringWriter();
        StringWriter failed = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(failed))
                .execute(args);
        out = printed.toString();
        err = failed.toString();
        return code;
    }

    void ok(String... args) {
        assertThat(run(args)).as(() -> out + err).isZero();
        assertThat(err).isEmpty();
    }

    JsonObject json(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        ok(all.toArray(String[]::new));
        return JsonParser.parseString(out).getAsJsonObject();
    }

    Profile<Bag> online(String key, String person) {
        return switch (bags.loadProfileAsync(key, LoadOptions.defaults().userId(person))
                .join()) {
            case LoadResult.Loaded<Bag>(var profile) -> profile;
            case LoadResult.NotLoaded<Bag>(var reason) -> throw new AssertionError(reason);
        };
    }

    Profile<Bag> rich(String key, String person, long coins, String... items) {
        Profile<Bag> profile = online(key, person);
        profile.update(bag -> new Bag(coins, List.of(items)));
        assertThat(profile.saveAsync().join()).isNotNull();
        return profile;
    }
}
