package dev.datasave.platform;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.LoadOptions;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.platform.PlayerSessions.SamePlayer;
import dev.datasave.tck.network.VirtualNetwork;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A game server of the simulation: lets the sessions decide, and writes down what they say. */
final class GameHost {
    static final String STORE = "Purse";
    static final Duration STOP = Duration.ofSeconds(10);

    final VirtualNetwork network;
    final RandomGenerator random;
    final DataSave server;
    final ProfileStore<Purse> store;
    final PlayerSessions<Purse, Visitor> sessions;
    final SamePlayer policy;
    final boolean asksWhoIsThere;
    final Duration timeout;
    final List<Visitor> visitors = new ArrayList<>();
    final Set<String> meddledWith = new HashSet<>();
    final Map<String, Duration> expected = new HashMap<>();
    final List<String> wrong = new ArrayList<>();

    @Nullable
    Duration stopped;

    @Nullable
    CompletableFuture<ShutdownReport> report;

    GameHost(VirtualNetwork network, String name) {
        this.network = network;
        this.random = network.random();
        boolean hasTick = random.nextBoolean();
        this.server = network.server(
                name, builder -> (hasTick ? builder.homeExecutor(this::atNextTick) : builder).listener(quiet(wrong)));
        this.store = server.profileStore(STORE, Purse.class, Purse::fresh, ProfileOptions.defaults());
        this.policy = random.nextBoolean() ? SamePlayer.END_FIRST : SamePlayer.REFUSE_SECOND;
        this.asksWhoIsThere = random.nextBoolean();
        this.timeout = Duration.ofMillis(random.nextLong(2_000, 6_000));
        PlayerSessions.Builder<Purse, Visitor> builder =
                PlayerSessions.builder(random.nextInt(4) == 0 ? LateStore.of(store, network) : store, this::kick);
        builder.samePlayer(policy)
                .options(key -> LoadOptions.defaults().timeout(timeout))
                .timer((delay, task) -> network.schedule(delay.plusNanos(random.nextLong(200_000)), task))
                .problem((what, thrown) -> {})
                .prepare((visitor, profile) -> {
                    visitor.profile = profile;
                    visitor.prepared = network.now();
                    if (visitor.isSpoiled) {
                        throw new IllegalStateException("planned: the game does not like " + visitor);
                    }
                });
        this.sessions = (asksWhoIsThere ? builder.stillConnected(visitor -> visitor.isOpen) : builder).build();
    }

    /** Hears everything and tells only of faults of the engine. */
    static DataSaveListener quiet(List<String> wrong) {
        return (DataSaveListener) Proxy.newProxyInstance(
                DataSaveListener.class.getClassLoader(),
                new Class<?>[] {DataSaveListener.class},
                (proxy, event, what) -> {
                    if (event.getName().equals("engineFault")) {
                        wrong.add("engine: " + what[0]);
                    }
                    return null;
                });
    }

    private void atNextTick(Runnable task) {
        network.schedule(Duration.ofMillis(50), task);
    }

    /** A connection is opened; what is said of it comes later, or never. */
    void open(Visitor visitor) {
        visitors.add(visitor);
        visitor.isSpoiled = random.nextInt(30) == 0;
        if (random.nextInt(4) == 0) {
            soon(200, () -> expect(visitor.key));
        }
        int arrivings = often(0.05, 0.2);
        for (int i = 0; i < arrivings; i++) {
            soon(random.nextInt(6) == 0 ? 8_000 : 100, () -> arriving(visitor));
        }
        if (random.nextInt(3) == 0) { // the game does not wait for the answer
            soon(random.nextBoolean() ? 100 : 3_000, () -> arrived(visitor));
        }
        soon(random.nextInt(3) == 0 ? 200 : 12_000, () -> close(visitor));
    }

    /** None, one or two, with these chances for none and two. */
    private int often(double none, double two) {
        double drawn = random.nextDouble();
        return drawn < none ? 0 : drawn < none + two ? 2 : 1;
    }

    private void soon(long atMostMillis, Runnable what) {
        network.schedule(Duration.ofNanos(random.nextLong(atMostMillis * 1_000_000)), what);
    }

    /** Somebody says that the player will come. Perhaps he does. */
    void expect(String key) {
        expected.put(key, network.now());
        sessions.expect(key);
    }

    private void arriving(Visitor visitor) {
        visitor.asked = visitor.asked == null ? network.now() : visitor.asked;
        CompletableFuture<Arrival<Purse>> answer = sessions.arriving(visitor, visitor.key);
        visitor.answers.add(answer);
        CompletableFuture<?> unused = answer.thenAccept(given -> answered(visitor, given));
    }

    private void answered(Visitor visitor, Arrival<Purse> given) {
        Arrival<Purse> before = visitor.answer;
        if (before != null) {
            if (!before.equals(given)) {
                wrong.add(visitor + " was answered twice: " + before + " and " + given);
            }
            return;
        }
        visitor.answer = given;
        visitor.answered = network.now();
        switch (given) {
            case Arrival.LetIn<Purse>(var profile, var isNew) -> letIn(visitor);
            case Arrival.Refused<Purse> refused -> soon(1_000, () -> close(visitor));
        }
    }

    private void letIn(Visitor visitor) {
        if (visitor.toldGone != null) {
            wrong.add(visitor + " is let in, although gone since " + visitor.toldGone);
        }
        if (random.nextInt(4) > 0) {
            for (int i = 0; i < often(0, 0.2); i++) {
                soon(1_000, () -> arrived(visitor));
            }
        }
    }

    private void arrived(Visitor visitor) {
        if (visitor.isMute && !asksWhoIsThere) {
            return; // nobody could ever find out that this one is gone
        }
        visitor.arrived = visitor.arrived == null ? network.now() : visitor.arrived;
        sessions.arrived(visitor).ifPresent(profile -> {
            if (!visitor.isLetIn() && visitor.prepared == null) {
                wrong.add(visitor + " plays without having been loaded");
            }
            if (visitor.toldGone != null) {
                wrong.add(visitor + " plays, although gone since " + visitor.toldGone);
            }
            if (!profile.key().equals(visitor.key) || !profile.equals(visitor.profile)) {
                wrong.add(visitor + " plays with the data of " + profile.key());
            }
            profile.tryUpdate(purse -> purse.earn(1));
        });
    }

    private void kick(Visitor visitor, Reason why) {
        visitor.kicks++;
        visitor.kicked = why;
        visitor.unheard = null;
        if (random.nextInt(3) == 0) {
            close(visitor); // and the end of the connection is told inside of the kick
            gone(visitor);
        } else {
            soon(2_000, () -> close(visitor));
        }
    }

    void close(Visitor visitor) {
        if (!visitor.isOpen) {
            return;
        }
        visitor.isOpen = false;
        visitor.closed = network.now();
        boolean canBeMissed = asksWhoIsThere || visitor.arrived == null;
        int gones = often(canBeMissed ? 0.15 : 0, 0.2);
        visitor.isMute = gones == 0;
        for (int i = 0; i < gones; i++) {
            soon(random.nextInt(3) == 0 ? 3_000 : 20, () -> gone(visitor));
        }
    }

    private void gone(Visitor visitor) {
        visitor.toldGone = visitor.toldGone == null ? network.now() : visitor.toldGone;
        sessions.gone(visitor);
    }

    void stop() {
        stopped = stopped == null ? network.now() : stopped;
        report = sessions.stop(STOP);
    }
}
