package dev.datasave;

import dev.datasave.engine.loop.Settings;
import dev.datasave.engine.loop.SystemEnvironment;
import dev.datasave.engine.server.Engine;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One running server: its lease, its sessions, its saves. Every method may be called from any thread.
 *
 * <ul>
 *   <li><b>open</b>, from {@link Builder#build()} on: the lease is being written, loads wait for it.
 *   <li><b>closing</b>, from {@link #closeAsync()} on: no new loads, every profile is released.
 *   <li><b>closed</b>: the report is there, the storage is closed, nothing of DataSave runs any more.
 * </ul>
 */
public final class DataSave implements AutoCloseable {
    private final Engine engine;

    private DataSave(Settings settings) {
        this.engine = new Engine(settings);
    }

    /** A server on this storage, to be given its settings. */
    public static Builder builder(Storage storage) {
        return new Builder(storage);
    }

    /**
     * The profiles of one kind, with default options. A second call with the same name and type returns the same store.
     *
     * @param template makes the data of a new profile; called on a user thread at each new profile
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a data store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> ProfileStore<T> profileStore(String name, Class<T> type, Supplier<? extends T> template) {
        return profileStore(name, type, template, ProfileOptions.defaults());
    }

    /**
     * The profiles of one kind. A second call with the same name and type returns the same store, with the options of the first.
     *
     * @param template makes the data of a new profile; called on a user thread at each new profile
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a data store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> ProfileStore<T> profileStore(
            String name, Class<T> type, Supplier<? extends T> template, ProfileOptions<T> options) {
        return engine.profileStore(name, type, template, options);
    }

    /**
     * The shared records of one kind, with default options. A second call with the same name and type returns the same store.
     *
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a profile store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> DataStore<T> dataStore(String name, Class<T> type) {
        return dataStore(name, type, DataStoreOptions.defaults());
    }

    /**
     * The shared records of one kind. A second call with the same name and type returns the same store, with the options of the first.
     *
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a profile store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> DataStore<T> dataStore(String name, Class<T> type, DataStoreOptions<T> options) {
        return engine.dataStore(name, type, options);
    }

    /**
     * Changes profiles that are active here and sends messages, all or nothing, under any crash: the only safe way to move value between
     * profiles (P12). The function runs on copies, on a virtual thread, perhaps more than once; everything is stored with one write, and only then
     * do the profiles change and the future completes. Edits of these profiles wait meanwhile, 250 ms at most, then throw
     * {@link DataSaveException.Busy}. Mutable data is a new object afterwards: {@link Profile#data()} gives it.
     *
     * @param function what to do; false = nothing after all. If it throws, the future ends with that and nothing was changed
     * @throws IllegalArgumentException if a profile is not of this server
     */
    public CompletableFuture<Transaction.Result> transactAsync(
            Transaction.Participants participants, Predicate<? super Transaction> function) {
        return engine.transactions().transactAsync(participants, function);
    }

    /**
     * Saves the present states of profiles with one write: all of them, or none (P12).
     *
     * @throws IllegalArgumentException if a profile is not of this server
     */
    public CompletableFuture<Transaction.Result> saveTogetherAsync(Collection<? extends Profile<?>> profiles) {
        return engine.transactions().saveTogetherAsync(profiles);
    }

    /**
     * The entries of all stores that have to do with a person (P14): connected by user id, by a revision that history keeps, or named by a key
     * template; in this order. Nothing is listed twice; what is connected or disconnected meanwhile may be missed.
     *
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10, or the cursor is of something else
     */
    public CompletableFuture<Page<ConnectedEntry>> connectedEntriesAsync(
            String userId, UserDataOptions options, Paging paging) {
        return engine.people().connectedEntriesAsync(userId, options, paging);
    }

    /**
     * Writes all that is stored of a person into a file, as one JSON document or one ZIP file: each entry with its history and with the messages and
     * receipts that belong to it (P14). Profiles that are loaded here are saved first; what another server holds is as it was last saved, and the
     * document says who holds it. Completes with the entries in it. The file is there when it is whole; one of that name is replaced.
     *
     * <p>The future ends with {@link DataSaveException.StorageFailed} if the storage can't be read in time, and with {@link
     * java.io.IOException} if the file can't be written.
     *
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10
     */
    public CompletableFuture<List<ConnectedEntry>> exportUserAsync(String userId, UserDataOptions options, Path file) {
        return engine.people().exportUserAsync(userId, options, file);
    }

    /**
     * {@link #exportUserAsync(String, UserDataOptions, Path)} into a stream, which is written to on virtual threads as the data is read, and stays
     * open. A document that was not finished is not well-formed.
     *
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10
     */
    public CompletableFuture<List<ConnectedEntry>> exportUserAsync(
            String userId, UserDataOptions options, OutputStream out) {
        return engine.people().exportUserAsync(userId, options, out);
    }

    /**
     * Erases a person from all stores (P14): looks for entries until a pass finds none. Sessions end wherever they are, with {@link
     * ReleaseReason#REMOVED} here and {@link ReleaseReason#HANDED_OVER} elsewhere; value, history, messages and receipts are purged, and a
     * tombstone refuses whatever comes late. Entries that others share are given to {@link UserDataOptions#detach}. A key can be born again at once,
     * from the template; what is written then is not touched any more.
     *
     * <p>Safe to run again, also after a death in the middle. Completes with a receipt when nothing is left, or says in it what could not be done
     * within the timeout; with {@link DataSaveException.StorageFailed} only if the storage never answered.
     *
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10
     */
    public CompletableFuture<ErasureReceipt> eraseUserAsync(String userId, UserDataOptions options) {
        return engine.people().eraseUserAsync(userId, options);
    }

    /** The server's label. */
    public String serverName() {
        return engine.serverName();
    }

    /** The random id of this run; another one after a lost lease (P3). */
    public String incarnation() {
        return engine.incarnation();
    }

    /**
     * The servers on this storage whose lease stands, this one too, by their incarnation: as of the last look, which is at most a second old
     * (with more than 64 servers some seconds). One that died is listed until its lease has been buried. Empty before the first look.
     */
    public List<ServerInfo> servers() {
        return engine.servers();
    }

    /** {@link #closeAsync()}, waited for. On the home thread it runs the listeners that wait for that thread itself. */
    @Override
    public void close() {
        engine.close();
    }

    /**
     * Takes no new loads, releases every profile in batches, and ends; completes with what was saved and what was not, after 30 s at
     * the latest, or a few seconds later if states go to the {@linkplain Builder#spoolDirectory spool}. The same future at each call.
     */
    public CompletableFuture<CloseReport> closeAsync() {
        return engine.closeAsync();
    }

    /** The settings of a server. Not thread-safe. */
    public static final class Builder {
        private final Storage storage;
        private String serverName = "server";
        private DataSaveListener listener = new DataSaveListener() {};
        private @Nullable Executor homeExecutor;
        private @Nullable Environment environment;
        private Duration heartbeat = Duration.ofSeconds(2);
        private Duration leaseTime = Duration.ofSeconds(10);
        private Duration outageGrace = Duration.ofSeconds(60);
        private Duration closeTimeout = Duration.ofSeconds(30);
        private @Nullable Path spool;
        private boolean keepsStorageOpen;

        private Builder(Storage storage) {
            this.storage = Objects.requireNonNull(storage, "storage");
        }

        /**
         * A label for messages; default {@code server}. Two servers may have the same: nothing is decided by it.
         *
         * @throws IllegalArgumentException if it is not 1 to 100 bytes of UTF-8
         */
        public Builder serverName(String name) {
            serverName = Limits.checkServerName(name);
            return this;
        }

        /** Who is told what no caller waits for; default: nobody, but lost updates are logged. */
        public Builder listener(DataSaveListener newListener) {
            listener = Objects.requireNonNull(newListener, "listener");
            return this;
        }

        /** Where profile listeners run and mutable data is read for saving: the game thread. Default: virtual threads. */
        public Builder homeExecutor(Executor executor) {
            homeExecutor = Objects.requireNonNull(executor, "homeExecutor");
            return this;
        }

        /** Time, threads and randomness; default: the machine's. The server closes it when it is closed. */
        public Builder environment(Environment newEnvironment) {
            environment = Objects.requireNonNull(newEnvironment, "environment");
            return this;
        }

        /** How often the lease is renewed; default 2 s, at least 10 ms. At most a third of the lease time, checked at {@link #build()}. */
        public Builder heartbeat(Duration period) {
            heartbeat = atLeast("heartbeat", period, Duration.ofMillis(10));
            return this;
        }

        /** After how long without a renewal others may take this server's profiles; default 10 s, at least 30 ms. */
        public Builder leaseTime(Duration time) {
            leaseTime = atLeast("leaseTime", time, Duration.ofMillis(30));
            return this;
        }

        /** How long profiles stay suspended before their sessions end (P3); default 60 s, at least 100 ms. */
        public Builder outageGrace(Duration time) {
            outageGrace = atLeast("outageGrace", time, Duration.ofMillis(100));
            return this;
        }

        /** How long closing may take; default 30 s, at least 100 ms. */
        public Builder closeTimeout(Duration time) {
            closeTimeout = atLeast("closeTimeout", time, Duration.ofMillis(100));
            return this;
        }

        /**
         * A directory on a local disk where final states go that the storage can't take in time, each into a file of its own that survives a power
         * cut; default: none, such states are only reported. They are stored as soon as the storage takes them, by this server or by the next
         * one that is started with this directory, if the profile is still what they build on; else each is kept as an {@link Orphan} (F18).
         *
         * <p>Created if it is not there; several servers may share it. A directory that can't be used is told by {@link
         * DataSaveListener#spoolFailed}, and is tried again with every state.
         */
        public Builder spoolDirectory(Path directory) {
            spool = Objects.requireNonNull(directory, "spoolDirectory");
            return this;
        }

        /** Leaves the storage open when the server is closed, because others of this process use it too; default: it is closed. */
        public Builder keepStorageOpen() {
            keepsStorageOpen = true;
            return this;
        }

        /**
         * Starts the server; returns at once.
         *
         * @throws IllegalArgumentException if the heartbeat is more than a third of the lease time
         */
        public DataSave build() {
            if (heartbeat.multipliedBy(3).compareTo(leaseTime) > 0) {
                throw new IllegalArgumentException(
                        "heartbeat: found " + heartbeat + ", expected at most a third of the lease time, " + leaseTime);
            }
            return new DataSave(new Settings(
                    storage,
                    !keepsStorageOpen,
                    environment != null ? environment : new SystemEnvironment(serverName),
                    serverName,
                    listener,
                    Optional.ofNullable(homeExecutor),
                    heartbeat,
                    leaseTime,
                    outageGrace,
                    closeTimeout,
                    Optional.ofNullable(spool)));
        }

        private static Duration atLeast(String what, Duration found, Duration least) {
            Objects.requireNonNull(found, what);
            if (found.compareTo(least) < 0 || found.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(what + ": found " + found + ", expected " + least + " to 1 h");
            }
            return found;
        }
    }
}
