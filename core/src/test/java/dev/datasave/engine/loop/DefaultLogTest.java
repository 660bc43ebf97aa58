package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import dev.datasave.Codec;
import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.LoadResult;
import dev.datasave.LostUpdate;
import dev.datasave.Message;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log has by default: all that costs a player or an owner something, and never a word of the game's code. */
class DefaultLogTest {
    private static final ProfileId K = new ProfileId("Purse", "k");
    private static final DataSaveListener DEFAULT = new DataSaveListener() {};

    /** A value of a player, as the game's code might quote it. */
    private static final String SECRET = "q7w3-secret";

    /** What costs nobody anything: it tells of something that went as it should, or of what another event tells. */
    private static final Set<String> SILENT =
            Set.of("acquired", "released", "staleWriteRefused", "replayed", "spoolDropped");

    private final LogLines lines = new LogLines();

    @AfterEach
    void endOfLog() {
        lines.close();
    }

    /** Each event, as it may be told. */
    private static final Map<String, Consumer<DataSaveListener>> EVENTS = Map.ofEntries(
            Map.entry("acquired", told -> told.acquired(K, DataSaveListener.Acquired.FREE, Duration.ZERO)),
            Map.entry(
                    "loadRefused",
                    told -> told.loadRefused(K, new NotLoadedReason.Unavailable(cause()), Optional.of(cause()))),
            Map.entry("released", told -> told.released(K, ReleaseReason.RELEASED)),
            Map.entry("staleWriteRefused", told -> told.staleWriteRefused(K)),
            Map.entry(
                    "lostUpdate",
                    told -> told.lostUpdate(new LostUpdate(
                            K, 1, Optional.empty(), ReleaseReason.CLOSING, Optional.of(cause()), Optional.empty()))),
            Map.entry("replayed", told -> told.replayed(K)),
            Map.entry("orphanKept", told -> told.orphanKept(K, "1-a")),
            Map.entry("spoolDropped", told -> told.spoolDropped(K)),
            Map.entry("spoolFailed", told -> told.spoolFailed(Path.of("spool"), cause())),
            Map.entry("saveFailed", told -> told.saveFailed(K, cause())),
            Map.entry("entryDamaged", told -> told.entryDamaged("Purse", "k", "found 1, expected 2")),
            Map.entry("storageFailed", told -> told.storageFailed(cause())),
            Map.entry("suspended", told -> told.suspended("the storage is away")),
            Map.entry("profileSuspended", told -> told.profileSuspended(K, "it is refused")),
            Map.entry("profileResumed", told -> told.profileResumed(K)),
            Map.entry("resumed", DataSaveListener::resumed),
            Map.entry("reincarnated", told -> told.reincarnated("inc")),
            Map.entry("buried", told -> told.buried("lobby-1", "inc")),
            Map.entry("listenerFailed", told -> told.listenerFailed(K, cause())),
            Map.entry("listenerPassedOver", told -> told.listenerPassedOver(K, "onSave")),
            Map.entry("sweepStopped", told -> told.sweepStopped(5, 10)),
            Map.entry(
                    "messageExpired",
                    told -> told.messageExpired(
                            K,
                            new Message.Pending(
                                    "m", "Gift", JsonNull.INSTANCE, "lobby-1", Instant.EPOCH, Optional.empty(), true))),
            Map.entry("engineFault", told -> told.engineFault(cause())));

    private static Throwable cause() {
        return new IOException("of the test");
    }

    static Stream<String> events() {
        return Stream.of(DataSaveListener.class.getDeclaredMethods())
                .filter(method -> method.isDefault())
                .map(Method::getName);
    }

    @ParameterizedTest
    @MethodSource("events")
    @DisplayName("each event is logged by default, or costs nobody anything")
    void eachEventThatCostsSomethingIsLogged(String event) {
        assertThat(EVENTS).as("events that this test knows").containsKey(event);
        EVENTS.get(event).accept(DEFAULT);
        if (SILENT.contains(event)) {
            assertThat(lines.all()).isEmpty();
        } else {
            assertThat(lines.all()).hasSize(1);
        }
    }

    @Test
    @DisplayName("an event that comes again and again is logged once, but each lost update by its name")
    void repeatedEvents() {
        Set<String> each = Set.of("lostUpdate", "orphanKept", "sweepStopped");
        Map<String, Integer> logged = EVENTS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, event -> {
            int before = lines.all().size();
            for (int i = 0; i < 3; i++) {
                event.getValue().accept(DEFAULT);
            }
            return lines.all().size() - before;
        }));
        assertThat(logged)
                .allSatisfy((event, times) -> assertThat(times)
                        .as(event)
                        .isEqualTo(SILENT.contains(event) ? 0 : each.contains(event) ? 3 : 1));
    }

    /** Data of a game. */
    record Purse(long coins, String note) {}

    /** What a function of the game throws: with a value of the player in its message, and in those of its causes. */
    private static IllegalStateException games() {
        IllegalStateException thrown =
                new IllegalStateException("bad note " + SECRET, new IOException("in " + SECRET + "\n"));
        thrown.addSuppressed(new IOException(SECRET));
        return thrown;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <R> R fail() {
        throw games();
    }

    /** Throws while it encodes, or while it decodes, once it is told to. */
    private static final class Broken implements Codec<Purse> {
        private static final Codec<Purse> WHOLE = Codec.gson(Purse.class);
        private boolean encodes = true;
        private boolean decodes = true;

        @Override
        public JsonElement encode(Purse data) {
            return encodes ? WHOLE.encode(data) : fail();
        }

        @Override
        public Purse decode(JsonElement tree) {
            return decodes ? WHOLE.decode(tree) : fail();
        }
    }

    private final Storage storage = new ManualEnvironment().storage();

    /** A server on the storage, on which the game does something, until it is closed. */
    private void play(
            DataSaveListener listener, UnaryOperator<ProfileOptions<Purse>> options, Consumer<Profile<Purse>> step) {
        ManualEnvironment world = new ManualEnvironment();
        DataSave server = DataSave.builder(storage)
                .environment(world)
                .listener(listener)
                .keepStorageOpen()
                .build();
        ProfileStore<Purse> store = server.profileStore(
                "Purse", Purse.class, () -> new Purse(0, SECRET), options.apply(ProfileOptions.defaults()));
        CompletableFuture<LoadResult<Purse>> load = store.loadProfileAsync("k");
        world.pass(Duration.ofSeconds(1));
        if (load.join() instanceof LoadResult.Loaded<Purse>(var profile)) {
            step.accept(profile);
        }
        world.pass(Duration.ofSeconds(10));
        CompletableFuture<?> closed = server.closeAsync();
        world.pass(Duration.ofSeconds(60));
        assertThat(closed).isCompleted();
    }

    private void assertLogged(String what, String... details) {
        assertThat(lines.all()).noneMatch(line -> line.contains(SECRET));
        assertThat(lines.all())
                .anySatisfy(line -> assertThat(line)
                        .startsWith(what)
                        .contains("java.lang.IllegalStateException (what it says is not logged")
                        .contains("java.io.IOException (what it says is not logged")
                        .containsPattern("at (\\S+/)?dev\\.datasave\\.engine\\.loop\\.DefaultLogTest\\.fail")
                        .contains(details));
    }

    private static void edit(Profile<Purse> profile) {
        profile.update(purse -> new Purse(purse.coins() + 1, SECRET));
    }

    @Test
    @DisplayName("a codec that throws is logged without its words, at a save and at a load")
    void codec() {
        Broken codec = new Broken();
        play(DEFAULT, options -> options.codec(codec), profile -> {
            edit(profile);
            var save = profile.saveAsync();
            codec.encodes = false;
            assertThat(save).isNotDone();
        });
        assertLogged(
                "WARNING A save fails, and is tried again: Purse/k",
                "InvalidData: store \"Purse\": data can't be encoded");
        assertLogged("ERROR Lost update of Purse/k", "data can't be encoded");
        codec.encodes = true;
        codec.decodes = false;
        play(DEFAULT, options -> options.codec(codec), profile -> {});
        assertLogged("ERROR A profile can't be loaded: Corrupt: Purse/k", "data can't be decoded");
    }

    @Test
    @DisplayName("a validator's problems, and what it throws, are not logged")
    void validator() {
        play(
                DEFAULT,
                options -> options.validator(purse -> purse.coins() > 0 ? List.of("too rich: " + SECRET) : List.of()),
                DefaultLogTest::edit);
        assertThat(lines.all())
                .noneMatch(line -> line.contains(SECRET))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WARNING A save fails, and is tried again: Purse/k")
                        .contains("its validator refused it for 1 reasons"));
        play(
                DEFAULT,
                options -> options.validator(purse -> purse.coins() > 0 ? fail() : List.of()),
                DefaultLogTest::edit);
        assertLogged("WARNING A save fails, and is tried again: Purse/k", "its validator threw");
    }

    @Test
    @DisplayName("a migration that throws is logged without its words")
    void migration() {
        play(DEFAULT, options -> options, DefaultLogTest::edit);
        play(DEFAULT, options -> options.migration(1, 1, tree -> fail()), profile -> {});
        assertLogged("ERROR A profile can't be loaded: Corrupt: Purse/k", "data can't be migrated to version 1");
    }

    @Test
    @DisplayName("listeners, policies and rankings that throw are logged without their words")
    void listeners() {
        play(DEFAULT, options -> options, profile -> {
            profile.onSave(DefaultLogTest::fail);
            edit(profile);
            assertThat(profile.saveAsync()).isNotDone();
        });
        assertLogged("ERROR Code of the game threw: Purse/k", "Session");
        play(DEFAULT, options -> options.rankedBy(purse -> DefaultLogTest.<Long>fail()), DefaultLogTest::edit);
        assertLogged("ERROR Code of the game threw: Purse/k", "can't be ranked");
        play(DEFAULT, options -> options.history(revision -> fail()), profile -> {
            edit(profile);
            assertThat(profile.saveAsync()).isNotDone();
        });
        assertThat(lines.all()).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    @DisplayName("a DataSaveListener that throws at each event is logged once, without its words")
    void dataSaveListener() {
        DataSaveListener broken = new DataSaveListener() {
            @Override
            public void acquired(ProfileId profile, Acquired how, Duration took) {
                fail();
            }
        };
        play(broken, options -> options, DefaultLogTest::edit);
        assertLogged("WARNING DataSaveListener threw", "acquired");
    }
}
