package dev.datasave.jdbc.sqlite;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.LoadResult;
import dev.datasave.LostUpdate;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** A game server of one player, with a spool; in a JVM of its own it is told by lines what to do, and says what it did. */
final class GameProcess {
    private GameProcess() {}

    static DataSave server(Path file, Path spool, Consumer<String> events) {
        return DataSave.builder(SqlStorage.sqlite(file, SqlOptions.defaults().callTimeout(Duration.ofSeconds(1))))
                .serverName("game")
                .spoolDirectory(spool)
                .outageGrace(Duration.ofSeconds(2))
                .closeTimeout(Duration.ofSeconds(20))
                .listener(new DataSaveListener() {
                    @Override
                    public void lostUpdate(LostUpdate lost) {
                        events.accept("lost " + lost.spooled().isPresent());
                    }

                    @Override
                    public void replayed(ProfileId profile) {
                        events.accept("replayed " + profile.key());
                    }

                    @Override
                    public void orphanKept(ProfileId profile, String orphan) {
                        events.accept("orphan " + profile.key());
                    }

                    @Override
                    public void spoolFailed(Path failed, Throwable cause) {
                        events.accept("spoolFailed " + failed.getFileName() + " " + cause);
                    }
                })
                .build();
    }

    static ProfileStore<Long> coins(DataSave server) {
        return server.profileStore("Coins", Long.class, () -> 0L);
    }

    static Profile<Long> load(DataSave server, String key) {
        return switch (coins(server).loadProfileAsync(key).join()) {
            case LoadResult.Loaded<Long>(var profile) -> profile;
            case LoadResult.NotLoaded<Long>(var reason) -> throw new IllegalStateException("not loaded: " + reason);
        };
    }

    /** Loads a profile and gives it coins, then waits for the words {@code release} and {@code close}. */
    static void play(Path file, Path spool, String key, long amount) throws IOException {
        DataSave server = server(file, spool, System.out::println);
        Profile<Long> profile = load(server, key);
        profile.update(coins -> coins + amount);
        System.out.println("playing");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("release")) {
                SaveResult result = profile.releaseAsync().join();
                System.out.println("released " + (result instanceof SaveResult.Saved));
            } else {
                CloseReport report = server.closeAsync().join();
                System.out.println("closed " + report.notSaved().size() + " "
                        + report.spooled().size());
            }
        }
    }
}
