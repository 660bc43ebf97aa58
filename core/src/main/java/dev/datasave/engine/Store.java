package dev.datasave.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.EditOutcome;
import dev.datasave.Holder;
import dev.datasave.JsonDiff;
import dev.datasave.KeyInfo;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.MessageChange;
import dev.datasave.MessageOutcome;
import dev.datasave.MigrationProgress;
import dev.datasave.NotLoadedReason;
import dev.datasave.Orphan;
import dev.datasave.Paging;
import dev.datasave.PendingMessage;
import dev.datasave.PinResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.ProfileView;
import dev.datasave.ReleaseReason;
import dev.datasave.RollbackOutcome;
import dev.datasave.SaveResult;
import dev.datasave.ScoreRange;
import dev.datasave.VersionRange;
import dev.datasave.WipeResult;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The profiles of one kind: the public side of loads, and what is published. */
final class Store<T> implements ProfileStore<T>, Stores.Open {
    private final Engine engine;
    private final String name;
    private final Class<T> type;
    private final Supplier<? extends T> template;
    private final ProfileOptions<T> options;
    private final DataFormat<T> format;
    private final boolean isRaw;
    private final Views<T> views;
    private final History history;
    private final Pins<T> pins;
    private final Waits<T> waits;
    private final Edits<T> edits;
    private final Map<String, Profile<T>> published = new ConcurrentHashMap<>();
    private @Nullable Engine mockEngine;
    private @Nullable ProfileStore<T> mock;

    Store(Engine engine, String name, Class<T> type, Supplier<? extends T> template, ProfileOptions<T> options) {
        this(
                engine,
                name,
                type,
                template,
                options,
                new DataFormat<>(
                        name,
                        type,
                        template,
                        options,
                        options.rankedBy().map(function -> new Ranking<>(function, engine.events()))),
                false);
    }

    /** The stored trees of a store, to hold its profiles for a moment without knowing their type; not one of the game's stores. */
    static Store<JsonElement> raw(Engine engine, String name) {
        return new Store<>(
                engine,
                name,
                JsonElement.class,
                JsonObject::new,
                ProfileOptions.defaults(),
                DataFormat.raw(name),
                true);
    }

    private Store(
            Engine engine,
            String name,
            Class<T> type,
            Supplier<? extends T> template,
            ProfileOptions<T> options,
            DataFormat<T> format,
            boolean isRaw) {
        this.engine = engine;
        this.name = name;
        this.type = type;
        this.template = template;
        this.options = options;
        this.format = format;
        this.isRaw = isRaw;
        this.views = new Views<>(engine, this);
        this.history = new History(new Reads(engine));
        this.pins = new Pins<>(engine, this);
        this.waits = new Waits<>(engine);
        this.edits = new Edits<>(engine, this);
        options.homeExecutor().ifPresent(engine.home()::learn);
    }

    Edits<T> edits() {
        return edits;
    }

    /** The session, if it is one of this very store. */
    @SuppressWarnings("unchecked") // its store is this one
    Optional<Session<T>> own(Session<?> session) {
        return session.store().equals(this) ? Optional.of((Session<T>) session) : Optional.empty();
    }

    Engine engine() {
        return engine;
    }

    DataFormat<T> format() {
        return format;
    }

    ProfileOptions<T> options() {
        return options;
    }

    /** Not one of the game's: its sessions are held for a moment. */
    boolean isRaw() {
        return isRaw;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public String kind() {
        return "a profile store";
    }

    /** Opens a stored value, or the template where there is none. Not on the loop. */
    Opened<T> open(EntryId id, Optional<Entry> entry) {
        String value = entry.map(found -> found.content().value()).orElse(null);
        if (entry.isEmpty() || value == null) {
            return Opened.fresh(format, Addresses.profile(id));
        }
        EntryFormat system = EntryFormat.of(entry.get());
        return Opened.stored(format, value, system);
    }

    static NotLoadedReason reasonOf(Throwable thrown, boolean isStored) {
        if (thrown instanceof NewerSchemaException newer) {
            return new NotLoadedReason.NewerSchema(newer.found(), newer.known());
        }
        if (isStored
                && (thrown instanceof DataSaveException.InvalidData || thrown instanceof IllegalArgumentException)) {
            return new NotLoadedReason.Corrupt(String.valueOf(thrown.getMessage()));
        }
        return new NotLoadedReason.Unavailable(thrown);
    }

    @Override
    public CompletableFuture<LoadResult<T>> loadProfileAsync(String key, LoadOptions loadOptions) {
        EntryId id = new EntryId(name, key);
        Objects.requireNonNull(loadOptions, "options").homeExecutor().ifPresent(engine.home()::learn);
        CompletableFuture<LoadResult<T>> future = new CompletableFuture<>();
        engine.environment().onLoop(() -> begin(id, loadOptions, future));
        if (engine.isClosing()) {
            future.complete(new LoadResult.NotLoaded<>(new NotLoadedReason.Closing()));
        }
        return future;
    }

    private void begin(EntryId id, LoadOptions loadOptions, CompletableFuture<LoadResult<T>> future) {
        if (future.isDone()) {
            return;
        }
        if (engine.isClosing()) {
            fail(future, id, new NotLoadedReason.Closing());
            return;
        }
        Load<T> load = new Load<>(engine, this, id, loadOptions, future);
        engine.sessions().add(load);
        var unused = future.whenComplete(
                (result, failure) -> engine.environment().onLoop(() -> load.cancel(new NotLoadedReason.Cancelled())));
        load.start();
    }

    private void fail(CompletableFuture<LoadResult<T>> future, EntryId id, NotLoadedReason reason) {
        loadFailed(id.key(), reason);
        engine.environment().onUserThread(() -> future.complete(new LoadResult.NotLoaded<>(reason)));
    }

    @Override
    public CompletableFuture<Optional<SaveResult>> releaseAsync(String key) {
        EntryId id = new EntryId(name, key);
        CompletableFuture<Optional<SaveResult>> done = new CompletableFuture<>();
        Profile<T> active = published.get(key);
        if (active != null) {
            var unused = active.releaseAsync(); // inactive at once (P9)
        }
        engine.environment().onLoop(() -> release(id, done));
        if (engine.isClosing()) {
            var unused = engine.closeAsync().thenRun(() -> done.complete(Optional.empty()));
        }
        return done;
    }

    private void release(EntryId id, CompletableFuture<Optional<SaveResult>> done) {
        engine.sessions().cancelWaiting(id, new NotLoadedReason.Cancelled());
        Load<?> load = engine.sessions().load(id);
        Session<?> session = engine.sessions().session(id);
        if (load != null) {
            load.whenSettled(() -> release(id, done));
            load.cancel(new NotLoadedReason.Cancelled());
        } else if (session != null) {
            CompletableFuture<SaveResult> saved = new CompletableFuture<>();
            session.end(ReleaseReason.RELEASED).whenDone(saved);
            var unused = saved.thenAccept(result -> done.complete(Optional.of(result)));
        } else {
            engine.environment().onUserThread(() -> done.complete(Optional.empty()));
        }
    }

    void loadFailed(String key, NotLoadedReason reason) {
        waits.failed(key, reason);
    }

    /** From any thread. A session that has ended makes way for the next one of its key. */
    void show(Session<T> session) {
        published.compute(
                session.id().key(),
                (key, shown) ->
                        session.profile().state() == dev.datasave.ProfileState.RELEASED ? shown : session.profile());
    }

    void published(Session<T> session) {
        waits.published(session.id().key(), session.profile());
    }

    void unpublished(Session<T> session) {
        if (published.remove(session.id().key(), session.profile())) {
            return;
        }
        waits.failed(session.id().key(), new NotLoadedReason.Cancelled());
    }

    @Override
    public Optional<Profile<T>> findFirstProfile(String key) {
        return Optional.ofNullable(published.get(new EntryId(name, key).key()))
                .filter(profile -> profile.state() != dev.datasave.ProfileState.RELEASED);
    }

    @Override
    public CompletableFuture<LoadResult<T>> waitForProfile(String key, Duration timeout) {
        return waits.start(new EntryId(name, key), timeout, () -> findFirstProfile(key));
    }

    @Override
    public Collection<Profile<T>> profiles() {
        return List.copyOf(published.values());
    }

    @Override
    public CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key) {
        return views.current(new EntryId(name, key));
    }

    @Override
    public CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key, long revision) {
        return views.revision(new EntryId(name, key), revision);
    }

    @Override
    public CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key, Instant at) {
        return views.at(new EntryId(name, key), at);
    }

    @Override
    public CompletableFuture<Page<ProfileVersion>> profileVersionsAsync(String key, VersionRange range, Paging paging) {
        return history.versions(new EntryId(name, key), range, paging);
    }

    @Override
    public CompletableFuture<Optional<JsonDiff>> profileDiffAsync(String key, long fromRevision, long toRevision) {
        return history.diff(new EntryId(name, key), fromRevision, toRevision);
    }

    @Override
    public CompletableFuture<PinResult> pinAsync(String key, long revision, String pinName) {
        return pins.pin(new EntryId(name, key), revision, pinName);
    }

    @Override
    public CompletableFuture<Boolean> unpinAsync(String key, long revision) {
        return pins.unpin(new EntryId(name, key), revision);
    }

    @Override
    public CompletableFuture<Page<KeyInfo>> profileKeysAsync(String prefix, Paging paging) {
        return new Reads(engine).list(EntryQuery.keys(name, prefix), paging);
    }

    @Override
    public CompletableFuture<MigrationProgress> migrateAllAsync(
            MigrationProgress from, Consumer<MigrationProgress> progress) {
        return engine.ask(result -> new BulkMigration<>(this, from, progress, result).start());
    }

    @Override
    public CompletableFuture<EditOutcome> editAsync(String key, UnaryOperator<T> edit, String why) {
        return edits.edit(new EntryId(name, key), edit, why);
    }

    @Override
    public CompletableFuture<EditOutcome> editAsync(String key, String edit, JsonElement arguments, String why) {
        return edits.edit(new EntryId(name, key), edit, arguments, why);
    }

    @Override
    public CompletableFuture<EditOutcome> messageAgainAsync(String key, String messageId, String why) {
        return edits.messageAgain(new EntryId(name, key), messageId, why);
    }

    @Override
    public CompletableFuture<RollbackOutcome> rollbackAsync(String key, long revision, String why) {
        return edits.rollBack(new EntryId(name, key), revision, OptionalLong.empty(), why);
    }

    @Override
    public CompletableFuture<RollbackOutcome> rollbackAsync(String key, long revision, long seen, String why) {
        return edits.rollBack(new EntryId(name, key), revision, OptionalLong.of(seen), why);
    }

    @Override
    public CompletableFuture<Page<KeyInfo>> topAsync(ScoreRange range, Paging paging) {
        return new Reads(engine).top(name, range, paging);
    }

    @Override
    public CompletableFuture<WipeResult> wipeProfileAsync(String key) {
        EntryId id = new EntryId(name, key);
        return engine.ask(future -> engine.removals()
                .remove(
                        id,
                        false,
                        outcome -> engine.environment().onUserThread(() -> future.complete(wiped(outcome))),
                        failure -> engine.environment().onUserThread(() -> future.completeExceptionally(failure))));
    }

    private static WipeResult wiped(Removals.Outcome outcome) {
        return switch (outcome) {
            case Removals.Outcome.Removed(var revision, var at) -> new WipeResult.Wiped(revision);
            case Removals.Outcome.Absent absent -> new WipeResult.Absent();
            case Removals.Outcome.NotHad(var reason) -> new WipeResult.NotPossible(reason);
        };
    }

    @Override
    public CompletableFuture<List<Orphan<T>>> orphansAsync(String key) {
        EntryId id = new EntryId(name, key);
        return views.ask(storage -> OrphanVersions.list(storage, id, this));
    }

    @Override
    public CompletableFuture<Boolean> discardOrphanAsync(String key, String orphan) {
        EntryId id = new EntryId(Addresses.ORPHANS, orphan);
        if (!orphan.startsWith(Addresses.prefix(new EntryId(name, key)))) {
            throw new IllegalArgumentException(
                    "orphan of " + name + "/" + key + ": found the id of another profile's, or of none: " + orphan);
        }
        String writeId = engine.ids().writeId();
        return views.ask(storage -> OrphanVersions.discard(storage, id, writeId));
    }

    @Override
    public CompletableFuture<MessageOutcome> messageAsync(String key, Object message) {
        return engine.messages().send(new EntryId(name, key), message, Optional.empty());
    }

    @Override
    public CompletableFuture<MessageOutcome> messageAsync(String key, Object message, Duration expiry) {
        return engine.messages().send(new EntryId(name, key), message, Optional.of(expiry));
    }

    @Override
    public CompletableFuture<List<PendingMessage>> pendingMessagesAsync(String key) {
        return engine.messages().pending(new EntryId(name, key));
    }

    @Override
    public CompletableFuture<MessageChange> withdrawMessageAsync(String key, String messageId) {
        return engine.messages().withdraw(new EntryId(name, key), messageId);
    }

    @Override
    public CompletableFuture<MessageChange> editMessageAsync(String key, String messageId, Object message) {
        return engine.messages().edit(new EntryId(name, key), messageId, message);
    }

    @Override
    public CompletableFuture<Optional<Holder>> holderAsync(String key) {
        return views.holder(new EntryId(name, key));
    }

    @Override
    public ProfileStore<T> mock() {
        synchronized (waits) {
            ProfileStore<T> known = mock;
            if (known == null) {
                Settings real = engine.settings();
                Engine apart =
                        new Engine(real.over(Storage.inMemory(), new SystemEnvironment(real.serverName() + "-mock")));
                known = apart.profileStore(name, type, template, options);
                mockEngine = apart;
                mock = known;
            }
            return known;
        }
    }

    /** The server has closed: nobody is left waiting. */
    @Override
    public void close() {
        waits.close();
        Engine apart = mockEngine;
        if (apart != null) {
            var unused = apart.closeAsync();
        }
    }
}
