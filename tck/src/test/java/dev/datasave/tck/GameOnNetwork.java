package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.LostUpdate;
import dev.datasave.Message;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.tck.network.VirtualNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** What the engine's tests share: a network, servers whose events are noted, and a store of purses. */
abstract class GameOnNetwork {
    static final LoadOptions DEFAULTS = LoadOptions.defaults();

    private final Optional<Storage> database;
    final VirtualNetwork network;
    final List<String> events = new ArrayList<>();
    final List<LostUpdate> lost = new ArrayList<>();

    GameOnNetwork() {
        this(42);
    }

    GameOnNetwork(long seed) {
        network = new VirtualNetwork(seed);
        database = Optional.empty();
    }

    /** On an empty database, which is closed after the test. The time is virtual all the same, except for the database's own clock. */
    GameOnNetwork(Storage database) {
        network = VirtualNetwork.unrecorded(42, clock -> database);
        this.database = Optional.of(database);
    }

    /** Immutable data of a game. */
    record Purse(long coins, List<String> items) {
        static Purse fresh() {
            return new Purse(0, List.of());
        }

        Purse earn(long amount) {
            return new Purse(coins + amount, items);
        }
    }

    @AfterEach
    void endOfNetwork() {
        network.close();
        database.ifPresent(Storage::close);
    }

    DataSave server(String name) {
        return server(name, builder -> builder);
    }

    DataSave server(String name, UnaryOperator<DataSave.Builder> settings) {
        return network.server(name, builder -> settings.apply(builder.listener(new Noted(name))));
    }

    static ProfileStore<Purse> purses(DataSave server) {
        return server.profileStore("Purse", Purse.class, Purse::fresh);
    }

    <T> Profile<T> load(ProfileStore<T> store, String key) {
        return load(store, key, DEFAULTS);
    }

    <T> Profile<T> load(ProfileStore<T> store, String key, LoadOptions options) {
        return profileOf(network.await(store.loadProfileAsync(key, options)));
    }

    static <T> Profile<T> profileOf(LoadResult<T> result) {
        return switch (result) {
            case LoadResult.Loaded<T>(var profile) -> profile;
            case LoadResult.NotLoaded<T>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    <T> NotLoadedReason refusal(CompletableFuture<LoadResult<T>> load) {
        return switch (network.await(load)) {
            case LoadResult.Loaded<T>(var profile) -> throw new AssertionError("loaded: " + profile);
            case LoadResult.NotLoaded<T>(var reason) -> reason;
        };
    }

    SaveResult.Saved saved(CompletableFuture<SaveResult> save) {
        return assertThat(network.await(save))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(SaveResult.Saved.class))
                .actual();
    }

    Entry entry(String store, String key) {
        return network.storage().read(List.of(new EntryId(store, key))).get(0).orElseThrow();
    }

    Entry entry(String key) {
        return entry("Purse", key);
    }

    boolean isStored(String key) {
        return network.storage().read(List.of(new EntryId("Purse", key))).get(0).isPresent();
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** Notes a server's events by name. */
    private final class Noted implements DataSaveListener {
        private final String server;

        private Noted(String server) {
            this.server = server;
        }

        private void note(String what) {
            events.add(server + " " + what);
        }

        @Override
        public void acquired(ProfileId profile, Acquired how, Duration took) {
            note("acquired " + how);
        }

        @Override
        public void released(ProfileId profile, ReleaseReason reason) {
            note("released " + reason);
        }

        @Override
        public void staleWriteRefused(ProfileId profile) {
            note("staleWriteRefused");
        }

        @Override
        public void lostUpdate(LostUpdate update) {
            note("lostUpdate " + update.reason());
            lost.add(update);
        }

        @Override
        public void replayed(ProfileId profile) {
            note("replayed " + profile.key());
        }

        @Override
        public void orphanKept(ProfileId profile, String orphan) {
            note("orphanKept " + profile.key());
        }

        @Override
        public void spoolDropped(ProfileId profile) {
            note("spoolDropped " + profile.key());
        }

        @Override
        public void spoolFailed(Path file, Throwable cause) {
            note("spoolFailed " + file.getFileName() + ": " + cause.getMessage());
        }

        @Override
        public void saveFailed(ProfileId profile, Throwable cause) {
            note("saveFailed " + profile.key());
        }

        @Override
        public void suspended(String why) {
            note("suspended");
        }

        @Override
        public void resumed() {
            note("resumed");
        }

        @Override
        public void profileSuspended(ProfileId profile, String why) {
            note("profileSuspended " + profile.key() + ": " + why);
        }

        @Override
        public void profileResumed(ProfileId profile) {
            note("profileResumed " + profile.key());
        }

        @Override
        public void entryDamaged(String store, String key, String damage) {
            note("entryDamaged " + store + "/" + key);
        }

        @Override
        public void reincarnated(String incarnation) {
            note("reincarnated");
        }

        @Override
        public void buried(String serverName, String incarnation) {
            note("buried " + serverName);
        }

        @Override
        public void listenerFailed(ProfileId profile, Throwable cause) {
            note("listenerFailed " + cause.getMessage());
        }

        @Override
        public void engineFault(Throwable fault) {
            note("engineFault " + fault);
            DataSaveListener.super.engineFault(fault);
        }

        @Override
        public void loadRefused(ProfileId profile, NotLoadedReason reason, Optional<Throwable> cause) {
            note("loadRefused " + reason.getClass().getSimpleName());
        }

        @Override
        public void sweepStopped(long due, long all) {
            note("sweepStopped " + due + " of " + all);
        }

        @Override
        public void messageExpired(ProfileId profile, Message.Pending message) {
            note("messageExpired " + message.type() + " of " + profile.key());
        }

        @Override
        public void listenerPassedOver(ProfileId profile, String which) {
            note("listenerPassedOver " + which);
        }
    }
}
