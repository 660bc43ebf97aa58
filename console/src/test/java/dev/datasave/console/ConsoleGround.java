package dev.datasave.console;

import dev.datasave.DataSave;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.ops.Operations;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** A game with one server on an SQLite file, and a console on the same file with a clock that a test can move. */
final class ConsoleGround implements AutoCloseable {
    final Storage storage;
    final DataSave game;
    final ProfileStore<Bag> bags;
    final Operations operations;
    final ConsoleServer server;
    final Path tokens;
    final String operator;
    private final Storage gameStorage;
    private volatile Duration ahead = Duration.ZERO;

    /** What players have. */
    record Bag(long coins, List<String> items) {
        static Bag fresh() {
            return new Bag(0, List.of());
        }
    }

    ConsoleGround(Path folder) {
        this(folder, tokens -> ConsoleOptions.local(0, tokens));
    }

    /** The options are made of the file of tokens. */
    ConsoleGround(Path folder, Function<Path, ConsoleOptions> options) {
        Path file = folder.resolve("players.db");
        gameStorage = SqlStorage.sqlite(file);
        storage = SqlStorage.sqlite(file);
        game = DataSave.builder(gameStorage)
                .serverName("lobby")
                .keepStorageOpen()
                .build();
        bags = game.profileStore(
                "Bag", Bag.class, Bag::fresh, ProfileOptions.<Bag>defaults().history(HistoryPolicy.everything()));
        operations = Operations.on(storage);
        tokens = folder.resolve("console-tokens");
        try {
            InstantSource clock = () -> Instant.now().plus(ahead);
            server = ConsoleServer.start(options.apply(tokens), operations, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        operator = server.newToken().orElseThrow();
    }

    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    Profile<Bag> online(String key) {
        return switch (bags.loadProfileAsync(key, LoadOptions.defaults().userId("user-" + key))
                .join()) {
            case LoadResult.Loaded<Bag>(var profile) -> profile;
            case LoadResult.NotLoaded<Bag>(var reason) -> throw new AssertionError(reason);
        };
    }

    /** A player who is online with ten coins and two items. */
    Profile<Bag> rich(String key) {
        Profile<Bag> profile = online(key);
        save(profile, new Bag(10, List.of("shield", "sword")));
        return profile;
    }

    void save(Profile<Bag> profile, Bag bag) {
        profile.update(old -> bag);
        var unused = profile.saveAsync().join();
    }

    Browser browser() {
        return new Browser(server.address());
    }

    Browser alice() {
        return browser().login(operator);
    }

    @Override
    public void close() {
        server.close();
        operations.close();
        storage.close();
        game.close();
        gameStorage.close();
    }
}
