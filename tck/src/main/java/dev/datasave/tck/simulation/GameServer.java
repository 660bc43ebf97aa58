package dev.datasave.tck.simulation;

import com.google.gson.JsonElement;
import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataSaveListener;
import dev.datasave.DataStore;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.LostUpdate;
import dev.datasave.Message;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.WhenHeld;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.checker.Goods;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.VirtualNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One simulated game server: its DataSave, and the answers that its game still waits for. */
final class GameServer {
    /** An operator's edit that travels to the owner: a coin for the player. */
    static final String BONUS = "bonus";

    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration LATE = Duration.ofSeconds(8);

    private final VirtualNetwork network;
    private final Counters counters;
    private final DataSave dataSave;
    private final ProfileStore<Score> store;
    private final DataStore<Vault> bank;
    private final List<Expected> expected = new ArrayList<>();
    private final List<Visit> seats = new ArrayList<>();
    private final boolean isUnruly;
    private Manners manners = Manners.GOOD;

    /** How the game thread treats a task. */
    enum Manners {
        GOOD,
        THROWS,
        RUNS_AT_ONCE,
        RUNS_TWICE,
        /** So late that nobody waits for it any more. */
        RUNS_LATE
    }

    /** The contents of the bank. */
    record Vault(Map<String, Long> goods) {}

    /**
     * @param spool the directory for states that the storage doesn't take
     * @param whenSpooled gets every spooled state
     */
    GameServer(
            VirtualNetwork network,
            String name,
            Settings settings,
            Optional<Path> spool,
            BiConsumer<GameServer, EntryId> whenSpooled,
            RandomGenerator random) {
        this.network = network;
        Duration grace = grace(spool.isPresent(), random);
        this.counters = settings.counters;
        this.isUnruly = settings.unruly;
        this.dataSave = network.server(name, builder -> {
            DataSave.Builder heard = builder.listener(listener(whenSpooled)).outageGrace(grace);
            spool.ifPresent(directory ->
                    heard.spoolDirectory(directory).closeTimeout(Duration.ofMillis(random.nextLong(1_000, 10_000))));
            return settings.homely ? heard.homeExecutor(this::onGameThread) : heard;
        });
        this.store = dataSave.profileStore(
                Goods.STORE, Score.class, Score::fresh, settings.options.namedEdit(BONUS, this::bonus));
        this.bank = dataSave.dataStore(Goods.BANK.store(), Vault.class);
        see(new EntryId(Goods.STORE, "?"), 0, new GameEvent.Starting(grace));
    }

    private DataSaveListener listener(BiConsumer<GameServer, EntryId> whenSpooled) {
        return new Quiet() {
            @Override
            public void lostUpdate(LostUpdate lost) {
                EntryId id = new EntryId(lost.profile().store(), lost.profile().key());
                if (lost.cause().orElse(null) instanceof DataSaveException.InvalidData
                        && lost.data().isPresent()) {
                    see(id, 0, new GameEvent.Unstorable(state(lost)));
                }
                see(id, 0, new GameEvent.LostUpdate(lost.reason().name()));
                if (lost.spooled().isPresent()) {
                    see(id, 0, new GameEvent.Spooled(state(lost)));
                    whenSpooled.accept(GameServer.this, id);
                }
            }

            @Override
            public void orphanKept(ProfileId profile, String orphan) {
                note("kept orphan " + orphan);
            }

            @Override
            public void spoolFailed(Path file, Throwable cause) {
                note("spool " + file + ": " + cause);
            }

            @Override
            public void engineFault(Throwable fault) {
                see(new EntryId(Goods.STORE, "?"), 0, new GameEvent.EngineFault(fault.toString()));
            }

            @Override
            public void listenerFailed(ProfileId profile, Throwable cause) {
                note("listener of " + profile + ": " + cause);
            }
        };
    }

    /** Logs nothing of what happens all the time here; the journal has it. */
    private interface Quiet extends DataSaveListener {
        @Override
        default void loadRefused(ProfileId profile, NotLoadedReason reason, Optional<Throwable> cause) {}

        @Override
        default void saveFailed(ProfileId profile, Throwable cause) {}

        @Override
        default void storageFailed(Throwable cause) {}

        @Override
        default void suspended(String why) {}

        @Override
        default void profileSuspended(ProfileId profile, String why) {}

        @Override
        default void profileResumed(ProfileId profile) {}

        @Override
        default void resumed() {}

        @Override
        default void reincarnated(String incarnation) {}

        @Override
        default void buried(String serverName, String incarnation) {}

        @Override
        default void listenerPassedOver(ProfileId profile, String which) {}

        @Override
        default void messageExpired(ProfileId profile, Message.Pending message) {}
    }

    private static Duration grace(boolean isSpooling, RandomGenerator random) {
        return !isSpooling && random.nextInt(3) == 0 ? Duration.ofSeconds(60) : Fleet.millis(random, 3_000, 60_000);
    }

    private static String state(LostUpdate lost) {
        return lost.data().orElseThrow().getAsJsonObject().get("state").getAsString();
    }

    private void onGameThread(Runnable task) {
        if (dataSave == null) {
            network.schedule(Duration.ZERO, task); // asked while the server is being built
            return;
        }
        switch (manners) {
            case GOOD -> network.execute(dataSave, task);
            case THROWS -> throw new IllegalStateException("the scheduler shuts down");
            case RUNS_AT_ONCE -> task.run();
            case RUNS_TWICE -> {
                network.execute(dataSave, task);
                network.execute(dataSave, task);
            }
            case RUNS_LATE -> network.schedule(LATE, () -> network.execute(dataSave, task));
        }
    }

    /** Lets the game thread treat its tasks like that for a while. */
    void behave(Manners how, Duration time) {
        manners = how;
        network.schedule(time, () -> manners = Manners.GOOD);
    }

    /** Whether the game's code misbehaves at times. */
    boolean isUnruly() {
        return isUnruly;
    }

    private Score bonus(Score score, JsonElement arguments) {
        if (arguments.getAsString().equals(Mischief.NAME)) {
            throw Mischief.checked();
        }
        String[] named = arguments.getAsString().split(" ", 2);
        return derive(new EntryId(Goods.STORE, named[0]), 0, score, named[1], Goods.coins(1), Goods.coins(1));
    }

    /**
     * Makes new data from old, in a function that may run again, or in vain.
     *
     * @param deed the name of the deed; no data holds it twice
     * @param change the goods that it gives and takes
     * @param made the part of them that it creates
     */
    Score derive(EntryId id, long session, Score from, String deed, Map<String, Long> change, Map<String, Long> made) {
        Score to = from.next(newState(), change);
        see(id, session, new GameEvent.Derived(from.state(), to.state(), deed, made));
        return to;
    }

    DataSave dataSave() {
        return dataSave;
    }

    ProfileStore<Score> store() {
        return store;
    }

    DataStore<Vault> bank() {
        return bank;
    }

    Duration now() {
        return network.now();
    }

    String newState() {
        return "s" + counters.states++;
    }

    /** A name that is unique in the simulation. */
    String newName(String kind) {
        return kind + counters.names++;
    }

    /** Loads a profile; {@code seat} takes it if it is still wanted, {@code moved} is told where else it is. */
    CompletableFuture<LoadResult<Score>> load(
            EntryId id, LoadOptions options, WhenHeld mode, Consumer<Visit> seated, Consumer<EntryId> moved) {
        see(id, 0, new GameEvent.Loading(mode == WhenHeld.STEAL ? Duration.ZERO : options.stealAfter()));
        CompletableFuture<LoadResult<Score>> load =
                store.loadProfileAsync(id.key(), options.whenHeld(mode).userId(userId(id)));
        Duration began = network.now();
        expect("load of " + id, id, load, result -> {
            Duration took = network.now().minus(began);
            if (took.compareTo(LONG) > 0 && (mode == WhenHeld.FORCE_LOAD || mode == WhenHeld.STEAL)) {
                see(id, 0, new GameEvent.Waited(took));
            }
            switch (result) {
                case LoadResult.Loaded<Score>(var profile) -> {
                    Visit seat = new Visit(this, id, ++counters.sessions, profile);
                    seats.removeIf(Visit::hasEnded);
                    seats.add(seat);
                    seated.accept(seat);
                }
                case LoadResult.NotLoaded<Score>(var reason) -> {
                    see(id, 0, new GameEvent.NotLoaded(reason.getClass().getSimpleName()));
                    if (reason instanceof NotLoadedReason.Moved(var to)) {
                        moved.accept(new EntryId(id.store(), to));
                    }
                }
            }
        });
        return load;
    }

    /** The person who plays with a profile. */
    static String userId(EntryId id) {
        return Goods.person(id).key();
    }

    /** Most gifts tell who sends them. Which do is drawn from the gift's name, so that it takes no draw from anything else. */
    static Message.SendOptions signed(EntryId giver, String gift) {
        Message.SendOptions options = Message.SendOptions.defaults();
        return new SplittableRandom(gift.hashCode()).nextInt(4) == 0 ? options : options.sender(userId(giver));
    }

    /** Ends everything that the player has on this server. */
    String quit(EntryId id) {
        expect("quit of " + id, id, store.releaseAsync(id.key()), result -> {});
        return "quits " + this;
    }

    /** The profiles that the game has on this server, as far as it knows. */
    List<EntryId> present() {
        return seats.stream().filter(seat -> !seat.hasEnded()).map(Visit::id).toList();
    }

    /** Lets every player do something more, and saves it. */
    void saveAll() {
        for (Visit seat : List.copyOf(seats)) {
            seat.edit();
            seat.save();
        }
    }

    CompletableFuture<CloseReport> close() {
        CompletableFuture<CloseReport> report = dataSave.closeAsync();
        expect("close", new EntryId(Goods.STORE, "?"), report, result -> {});
        return report;
    }

    /** Waits for an answer. An exception counts as one, and is written down. */
    <T> void expect(String what, EntryId id, CompletableFuture<T> answer, Consumer<T> then) {
        expected.add(new Expected(what, id, answer));
        var unused = answer.whenComplete((result, failure) -> {
            if (failure != null) {
                note(what + " failed: " + failure);
            } else {
                then.accept(result);
            }
        });
    }

    /** Writes down everything that was never answered. */
    void demandAnswers() {
        expected.stream()
                .filter(answer -> !answer.future.isDone())
                .forEach(answer -> see(answer.id, 0, new GameEvent.NeverAnswered(answer.what)));
    }

    void see(EntryId id, long session, GameEvent seen) {
        network.journal().add(new Journal.Game(network.now(), network.label(dataSave), id, session, seen));
    }

    void note(String text) {
        network.journal().add(new Journal.Note(network.now(), network.label(dataSave), text));
    }

    @Override
    public String toString() {
        return network.label(dataSave);
    }

    private record Expected(String what, EntryId id, CompletableFuture<?> future) {}

    /**
     * The settings that all servers of a simulation share.
     *
     * @param homely whether they have a game thread
     * @param unruly whether the game's code misbehaves at times; then there is a game thread
     * @param options how they treat profiles
     * @param counters numbers that are the simulation's own
     */
    record Settings(boolean homely, boolean unruly, ProfileOptions<Score> options, Counters counters) {}

    /** Numbers that are a simulation's own. */
    static final class Counters {
        private long states = 1;
        private long sessions;
        private long names = 1;
    }
}
