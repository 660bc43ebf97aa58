package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.engine.loop.Settings;
import dev.datasave.engine.loop.SystemEnvironment;
import dev.datasave.engine.server.Engine;
import dev.datasave.spi.Entry;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One running server: its lease, its sessions, its saves. Every method may be called from any thread.
 *
 * <ul>
 *   <li><b>open</b>, from {@link Builder#build()} on. Loads wait until the server has written its lease.
 *   <li><b>closing</b>, from {@link #closeAsync()} on. New loads are refused, and every profile is released.
 *   <li><b>closed</b>. The report is complete, the storage is closed, and none of DataSave's threads runs any more.
 * </ul>
 */
public final class DataSave implements AutoCloseable {
    private final Engine engine;

    private DataSave(Settings settings) {
        this.engine = new Engine(settings);
    }

    /** Begins to configure a server that uses this storage; {@link Builder#build()} starts it. */
    public static Builder builder(Storage storage) {
        return new Builder(storage);
    }

    /**
     * Opens the profiles of one kind, with default options. A second call with the same name and type returns the same store.
     *
     * @param template makes the data of a new profile; also fills in what older data lacks; called on a virtual thread
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a data store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> ProfileStore<T> profileStore(String name, Class<T> type, Supplier<? extends T> template) {
        return profileStore(name, type, template, ProfileOptions.defaults());
    }

    /**
     * Opens the profiles of one kind. A second call with the same name and type returns the same store, with the options of the first call.
     *
     * @param template makes the data of a new profile; also fills in what older data lacks; called on a virtual thread
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a data store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> ProfileStore<T> profileStore(
            String name, Class<T> type, Supplier<? extends T> template, ProfileOptions<T> options) {
        return engine.profileStore(name, type, template, options);
    }

    /** Like {@link #keyedProfileStore(String, Class, Function, ProfileOptions)}, with default options. */
    public <T> ProfileStore<T> keyedProfileStore(String name, Class<T> type, Function<String, ? extends T> template) {
        return keyedProfileStore(name, type, template, ProfileOptions.defaults());
    }

    /**
     * Like {@link #profileStore(String, Class, Supplier, ProfileOptions)}, but the template gets the key of the profile.
     *
     * @param template makes the data of a new profile of that key; also fills in what older data of that key lacks; called on a virtual thread
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a data store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> ProfileStore<T> keyedProfileStore(
            String name, Class<T> type, Function<String, ? extends T> template, ProfileOptions<T> options) {
        return engine.keyedProfileStore(name, type, template, options);
    }

    /**
     * Opens the profiles of a store as their stored JSON trees, for operators' tools that have none of the game's classes. There is no template, no
     * migration and no validator: trees are of whatever schema they were stored with, and keep it. A load never creates a profile; of one that is not there, it
     * ends as {@link NotLoadedReason.Cancelled}. Messages are not delivered to profiles that were loaded here, and no score is computed.
     *
     * <p>Edit profiles with {@link ProfileStore#patchAsync}. If a server of the game holds the profile, that server reads and validates the result. If no server
     * does, the tree is stored as it is. So check what you store there: the game may not be able to read it.
     *
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}
     * @throws IllegalStateException if a store of that name is open here in another way
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public ProfileStore<JsonElement> storedProfiles(String name) {
        return engine.storedProfiles(name);
    }

    /**
     * Opens the shared records of one kind, with default options. A second call with the same name and type returns the same store.
     *
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a profile store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> DataStore<T> dataStore(String name, Class<T> type) {
        return dataStore(name, type, DataStoreOptions.defaults());
    }

    /**
     * Opens the shared records of one kind. A second call with the same name and type returns the same store, with the options of the first call.
     *
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}, or the codec can't handle the type
     * @throws IllegalStateException if a store of that name is open with another type, or as a profile store
     * @throws DataSaveException.Closed after {@link #close()}
     */
    public <T> DataStore<T> dataStore(String name, Class<T> type, DataStoreOptions<T> options) {
        return engine.dataStore(name, type, options);
    }

    /**
     * Changes profiles that are active on this server, changes entries of data stores and sends messages: all of it or nothing, under any crash. It
     * is the only safe way to move value between profiles (P12).
     *
     * <p>The function runs on copies, on a virtual thread, and may run more than once. Everything is stored with one write; only after that do the
     * profiles change and does the future complete. Until then, edits of these profiles wait for up to 250 ms and then throw
     * {@link DataSaveException.Busy}. Afterwards mutable data is a new object, which {@link Profile#data()} returns.
     *
     * @param function makes the changes and returns true, or returns false to change nothing. If it throws, the future fails with that exception and
     *     nothing is changed
     * @throws IllegalArgumentException if a profile was not loaded by this {@code DataSave}
     */
    public CompletableFuture<Transaction.Result> transactAsync(
            Transaction.Participants participants, Predicate<? super Transaction> function) {
        return engine.transactions().transactAsync(participants, function);
    }

    /**
     * Saves the current states of several profiles with one write: all of them, or none (P12).
     *
     * @throws IllegalArgumentException if a profile was not loaded by this {@code DataSave}
     */
    public CompletableFuture<Transaction.Result> saveTogetherAsync(Collection<? extends Profile<?>> profiles) {
        return engine.transactions().saveTogetherAsync(profiles);
    }

    /**
     * Lists the entries of all stores that are connected to a person (P14): first by user id, then by a revision that history keeps, then by a key
     * template. No entry is listed twice. Entries that are connected or disconnected while the listing goes on may be missed.
     *
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10, or the cursor belongs to another query
     */
    public CompletableFuture<Page<ConnectedEntry>> connectedEntriesAsync(
            String userId, UserDataOptions options, Paging paging) {
        return engine.people().connectedEntriesAsync(userId, options, paging);
    }

    /**
     * Writes everything that is stored about a person into a file, as one JSON document or one ZIP file: each entry with its history and with the
     * messages and receipts that belong to it (P14). Profiles that are loaded on this server are saved first. A profile that another server holds is
     * exported as it was last saved, and the document names its holder. Completes with the entries that the document contains. The file appears under
     * its name only when it is complete; an existing file of that name is replaced.
     *
     * <p>The future fails with {@link DataSaveException.StorageFailed} if the storage can't be read in time, and with {@link java.io.IOException} if
     * the file can't be written.
     *
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10
     */
    public CompletableFuture<List<ConnectedEntry>> exportUserAsync(String userId, UserDataOptions options, Path file) {
        return engine.people().exportUserAsync(userId, options, file);
    }

    /**
     * Like {@link #exportUserAsync(String, UserDataOptions, Path)}, but writes into a stream, on virtual threads, as the data is read. The stream is
     * not closed. If the export fails, the document ends early and is not well-formed.
     *
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10
     */
    public CompletableFuture<List<ConnectedEntry>> exportUserAsync(
            String userId, UserDataOptions options, OutputStream out) {
        return engine.people().exportUserAsync(userId, options, out);
    }

    /**
     * Erases a person from all stores (P14), in passes that are repeated until one finds no entry. Sessions end on whatever server they are, with
     * {@link ReleaseReason#REMOVED} here and {@link ReleaseReason#HANDED_OVER} elsewhere. Value, history, messages and receipts are purged, and a
     * tombstone refuses writes that arrive late. Entries that other people share are given to {@link UserDataOptions#detach}, and messages that the
     * person sent and that wait for others to {@link UserDataOptions#sentMessages}. An erased key can be loaded again at once and then starts from the template; this erasure leaves the new data alone.
     *
     * <p>It is safe to run again, also after a crash in the middle. Completes with a receipt when nothing is left to erase or the timeout is over;
     * the receipt then names what could not be done. The future fails with {@link DataSaveException.StorageFailed} only if the storage never
     * answered.
     *
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10
     */
    public CompletableFuture<ErasureReceipt> eraseUserAsync(String userId, UserDataOptions options) {
        return engine.people().eraseUserAsync(userId, options);
    }

    /** The server's label, as set in the builder. */
    public String serverName() {
        return engine.serverName();
    }

    /** The random id of this running server. It changes if the server loses its lease entry and takes a new one (P3). */
    public String incarnation() {
        return engine.incarnation();
    }

    /**
     * The servers on this storage that have a lease, this one included, in the order of their incarnations. The list is at most a second old. With
     * more than 64 servers it is gathered from the first question on and for ten minutes after the last, a page of 64 servers a second; until it is complete, it has only some
     * servers, those that this one watches. A server that died is listed until another server has removed its lease. The list is empty until this server has looked for
     * the first time.
     */
    public List<ServerInfo> servers() {
        return engine.servers();
    }

    /** What this server has counted since it was built, for those who watch it. It costs next to nothing, and also answers after {@link #close()}. */
    public ServerInfo.Statistics statistics() {
        return engine.statistics();
    }

    /**
     * Calls {@link #closeAsync()} and waits for it. Called on the home thread, it runs the listeners that are queued for that thread itself, so that
     * it can't wait for itself.
     */
    @Override
    public void close() {
        engine.close();
    }

    /**
     * Closes the server: it takes no new loads, releases every profile in batches, and stops. The future completes with a report of the profiles that were saved
     * and those that were not. It does so at the latest after the {@linkplain Builder#closeTimeout close timeout} (30 s), or a few seconds later if states go to
     * the {@linkplain Builder#spoolDirectory spool}.
     *
     * <p>Calls of the storage that are still under way are waited for until the close timeout is over, but for 7 s at least, which is longer than a storage lets a call take. So
     * nothing is written, and no event is told, once the future is completed. A storage that does not answer in this time is given as long again for being closed. If a part
     * of closing fails, closing goes on without that part after 15 s more. Every call returns the same future.
     *
     * <p>The future fails with {@link IllegalStateException} only if the {@linkplain Builder#environment environment} refuses to run the server's steps for all that time.
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
         * A label for messages; default {@code server}. Two servers may have the same label, because nothing is decided by it.
         *
         * @throws IllegalArgumentException if it is not 1 to 100 bytes of UTF-8
         */
        public Builder serverName(String name) {
            serverName = Limits.checkServerName(name);
            return this;
        }

        /**
         * Receives the events that no caller waits for. By default those that need attention, such as lost updates, are logged, and the others are
         * ignored.
         */
        public Builder listener(DataSaveListener newListener) {
            listener = Objects.requireNonNull(newListener, "listener");
            return this;
        }

        /** Where profile listeners run and mutable data is read for saving; usually the game thread. Default: virtual threads. */
        public Builder homeExecutor(Executor executor) {
            homeExecutor = Objects.requireNonNull(executor, "homeExecutor");
            return this;
        }

        /** The source of time, threads and randomness; default: the machine's own. The server closes the environment when it is closed itself. */
        public Builder environment(Environment newEnvironment) {
            environment = Objects.requireNonNull(newEnvironment, "environment");
            return this;
        }

        /** How often the lease is renewed; default 2 s, 10 ms to 1 h. It must be at most a third of the lease time, which {@link #build()} checks. */
        public Builder heartbeat(Duration period) {
            heartbeat = atLeast("heartbeat", period, Duration.ofMillis(10));
            return this;
        }

        /** How long this server may go without renewing its lease before others may take its profiles; default 10 s, 30 ms to 1 h. */
        public Builder leaseTime(Duration time) {
            leaseTime = atLeast("leaseTime", time, Duration.ofMillis(30));
            return this;
        }

        /** How long profiles stay suspended before their sessions end (P3); default 60 s, 100 ms to 1 h. */
        public Builder outageGrace(Duration time) {
            outageGrace = atLeast("outageGrace", time, Duration.ofMillis(100));
            return this;
        }

        /** How long closing may take; default 30 s, 100 ms to 1 h. */
        public Builder closeTimeout(Duration time) {
            closeTimeout = atLeast("closeTimeout", time, Duration.ofMillis(100));
            return this;
        }

        /**
         * A directory on a local disk for final states that the storage can't take in time. Each goes into a file of its own that survives a power
         * cut. Without a directory, which is the default, such states are only reported. This server, or the next one that is started with the
         * directory, stores them as soon as the storage takes them, if nobody has written the profile since; otherwise each is kept as an
         * {@link Orphan} (F18).
         *
         * <p>The directory is created if it does not exist, and several servers may share it. If it can't be used,
         * {@link DataSaveListener#spoolFailed} is called, and every later state tries it again.
         */
        public Builder spoolDirectory(Path directory) {
            spool = Objects.requireNonNull(directory, "spoolDirectory");
            return this;
        }

        /**
         * Leaves the storage open when the server is closed, for a storage that other code of this process uses too. By default the server closes it.
         */
        public Builder keepStorageOpen() {
            keepsStorageOpen = true;
            return this;
        }

        /**
         * Starts the server; returns at once, after one short look at the storage.
         *
         * @throws IllegalArgumentException if the heartbeat is more than a third of the lease time
         * @throws DataSaveException.StorageFailed if the storage holds a copy or a restored backup that is not finished yet
         */
        public DataSave build() {
            if (heartbeat.multipliedBy(3).compareTo(leaseTime) > 0) {
                throw new IllegalArgumentException(
                        "heartbeat: found " + heartbeat + ", expected at most a third of the lease time, " + leaseTime);
            }
            refuseUnfinishedCopy(storage);
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

        /** What a copy has not brought yet would be born again. A storage that does not answer is looked at by nobody: it is not new then. */
        private static void refuseUnfinishedCopy(Storage storage) {
            if (storage.transfer().isEmpty()) {
                return;
            }
            Optional<Entry> mark;
            try {
                mark = storage.read(List.of(Storage.Transfer.UNFINISHED)).getFirst();
            } catch (DataSaveException.StorageFailed away) {
                return;
            }
            if (mark.isPresent() && !mark.get().isTombstone()) {
                throw new DataSaveException.StorageFailed(
                        "storage: found an unfinished copy in it (" + Storage.Transfer.UNFINISHED
                                + "), expected a whole one; run the same copy again, which finishes it",
                        null);
            }
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
