package dev.datasave.engine.server;

import com.google.gson.JsonElement;
import dev.datasave.DataSaveException;
import dev.datasave.EditOutcome;
import dev.datasave.HistoryPolicy;
import dev.datasave.Holder;
import dev.datasave.JsonDiff;
import dev.datasave.KeyInfo;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.MigrationProgress;
import dev.datasave.NotLoadedReason;
import dev.datasave.Orphan;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileState;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileStore.EditOptions;
import dev.datasave.ProfileVersion;
import dev.datasave.ProfileView;
import dev.datasave.Ranking;
import dev.datasave.RollbackOutcome;
import dev.datasave.SaveResult;
import dev.datasave.WipeResult;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.data.NewerSchemaException;
import dev.datasave.engine.data.Scoring;
import dev.datasave.engine.data.Template;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.history.Reads;
import dev.datasave.engine.history.Standings;
import dev.datasave.engine.history.Versions;
import dev.datasave.engine.load.Loads;
import dev.datasave.engine.load.Removals;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Settings;
import dev.datasave.engine.loop.SystemEnvironment;
import dev.datasave.engine.mail.Messages;
import dev.datasave.engine.operator.BulkMigration;
import dev.datasave.engine.operator.Edits;
import dev.datasave.engine.operator.Moves;
import dev.datasave.engine.operator.Operator;
import dev.datasave.engine.operator.Pins;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.LiveProfile;
import dev.datasave.engine.session.Publication;
import dev.datasave.engine.spool.OrphanEntries;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store of profiles: the public side of loads, and the profiles that are published. */
final class GameProfiles<T> implements ProfileStore<T>, Publication<T> {
    private final Loop loop;
    private final Loads loads;
    private final Removals removals;
    private final Messages messages;
    private final Moves moves;
    private final Function<Engine, ProfileStore<T>> again;
    private final Kind<T> kind;
    private final Reads reads;
    private final Standings standings;
    private final Pins<T> pins;
    private final Waits<T> waits;
    private final Edits<T> edits;
    private final Map<String, Profile<T>> published = new ConcurrentHashMap<>();
    private @Nullable Engine mockEngine;
    private @Nullable ProfileStore<T> mock;

    /**
     * A store.
     *
     * @param making makes its kind, which publishes here
     * @param again opens the same store on another server
     */
    GameProfiles(
            Loop loop,
            Loads loads,
            Removals removals,
            Messages messages,
            Operator operator,
            Moves moves,
            Function<Publication<T>, Kind<T>> making,
            Function<Engine, ProfileStore<T>> again) {
        this.loop = loop;
        this.loads = loads;
        this.removals = removals;
        this.messages = messages;
        this.moves = moves;
        this.again = again;
        this.kind = making.apply(this);
        this.reads = new Reads(loop);
        this.standings =
                new Standings(reads, kind.name(), kind.options().rankedBy().isLowestFirst());
        this.pins = new Pins<>(loop, operator, kind);
        this.waits = new Waits<>(loop);
        this.edits = new Edits<>(loop, operator, kind);
        kind.options().homeExecutor().ifPresent(loop.home()::learn);
    }

    /** What makes the kind of one of the game's stores. */
    static <T> Function<Publication<T>, Kind<T>> kind(
            Loop loop, String name, Class<T> type, Template<T> template, ProfileOptions<T> options) {
        Scoring<T> scoring = new Scoring<>(
                options.rankedBy(), () -> loop.clock().now().toEpochMilli(), loop.events()::listenerFailed);
        DataFormat<T> format = new DataFormat<>(name, type, template, options, Optional.of(scoring));
        return publication -> Kind.of(name, format, options, publication);
    }

    /** How long superseded revisions are kept. */
    HistoryPolicy history() {
        return kind.options().history();
    }

    @Override
    public String name() {
        return kind.name();
    }

    private EntryId id(String key) {
        return new EntryId(kind.name(), key);
    }

    @Override
    public CompletableFuture<LoadResult<T>> loadProfileAsync(String key, LoadOptions loadOptions) {
        EntryId id = id(key);
        Objects.requireNonNull(loadOptions, "options").homeExecutor().ifPresent(loop.home()::learn);
        return loads.load(kind, id, loadOptions);
    }

    @Override
    public CompletableFuture<Optional<SaveResult>> releaseAsync(String key) {
        EntryId id = id(key);
        CompletableFuture<Optional<SaveResult>> done = loop.future();
        Profile<T> active = published.get(key);
        if (active != null) {
            var unused = active.releaseAsync(); // inactive at once (P9)
        }
        loop.environment().onLoop(() -> loads.release(id, done));
        if (loop.isClosing()) {
            loop.whenClosed(() -> done.complete(Optional.empty()));
        }
        return done;
    }

    @Override
    public void loadFailed(String key, NotLoadedReason reason) {
        waits.failed(key, reason);
    }

    /** A session that has ended makes way for the next one of its key. */
    @Override
    public void shown(LiveProfile<T> profile) {
        published.compute(
                profile.id().key(), (key, shown) -> profile.state() == ProfileState.RELEASED ? shown : profile);
    }

    @Override
    public void published(LiveProfile<T> profile) {
        waits.published(profile.id().key(), profile);
    }

    @Override
    public void unpublished(LiveProfile<T> profile) {
        String key = profile.id().key();
        if (!published.remove(key, profile)) {
            waits.failed(key, new NotLoadedReason.Cancelled());
        }
    }

    @Override
    public Optional<Profile<T>> findFirstProfile(String key) {
        return Optional.ofNullable(published.get(id(key).key()))
                .filter(profile -> profile.state() != ProfileState.RELEASED);
    }

    @Override
    public CompletableFuture<LoadResult<T>> waitForProfile(String key, Duration timeout) {
        return waits.start(id(key), timeout, () -> findFirstProfile(key));
    }

    @Override
    public Collection<Profile<T>> profiles() {
        return List.copyOf(published.values());
    }

    /**
     * The data of a stored revision. Not on the loop.
     *
     * @throws DataSaveException.InvalidData if it can't be read, or only by readers of a newer schema
     */
    private T view(Entry entry) {
        try {
            return kind.open(entry.id(), Optional.of(entry)).data();
        } catch (NewerSchemaException newer) {
            throw new DataSaveException.InvalidData(
                    entry.id() + ": found data for readers of schema " + newer.found() + " and newer, expected at most "
                            + newer.known(),
                    newer);
        }
    }

    /** The data of a state that was spooled; empty if only another version of the game can read it. Not on the loop. */
    private Optional<T> readable(EntryId profile, Entry state) {
        try {
            return Optional.of(kind.open(profile, Optional.of(state)).data());
        } catch (NewerSchemaException | DataSaveException.InvalidData unreadable) {
            return Optional.empty(); // its stored JSON is shown all the same
        }
    }

    @Override
    public CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key) {
        return reads.view(Reads.current(id(key)), this::view);
    }

    @Override
    public CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key, long revision) {
        return reads.view(Reads.revision(id(key), revision), this::view);
    }

    @Override
    public CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key, Instant at) {
        return reads.view(Reads.at(id(key), at), this::view);
    }

    @Override
    public CompletableFuture<Page<ProfileVersion>> profileVersionsAsync(
            String key, ProfileVersion.Range range, Paging paging) {
        return Versions.page(reads, id(key), range, paging);
    }

    @Override
    public CompletableFuture<Optional<JsonDiff>> profileDiffAsync(String key, long fromRevision, long toRevision) {
        return Versions.diff(reads, id(key), fromRevision, toRevision);
    }

    @Override
    public CompletableFuture<ProfileVersion.PinResult> pinAsync(String key, long revision, String pinName) {
        return pins.pin(id(key), revision, pinName);
    }

    @Override
    public CompletableFuture<Boolean> unpinAsync(String key, long revision) {
        return pins.unpin(id(key), revision);
    }

    @Override
    public CompletableFuture<Page<KeyInfo>> profileKeysAsync(String prefix, Paging paging) {
        return reads.list(EntryQuery.keys(kind.name(), prefix), paging);
    }

    @Override
    public CompletableFuture<MigrationProgress> migrateAllAsync(
            MigrationProgress from, Consumer<MigrationProgress> progress) {
        return loop.ask(result -> new BulkMigration<>(loop, kind, from, progress, result).start());
    }

    @Override
    public CompletableFuture<EditOutcome> editAsync(String key, UnaryOperator<T> edit, String why) {
        return edits.edit(id(key), edit, EditOptions.defaults(), why);
    }

    @Override
    public CompletableFuture<EditOutcome> editAsync(String key, UnaryOperator<T> edit, EditOptions beside, String why) {
        return edits.edit(id(key), edit, beside, why);
    }

    @Override
    public CompletableFuture<EditOutcome> editAsync(String key, EditOptions beside, String why) {
        return edits.edit(id(key), beside, why);
    }

    @Override
    public CompletableFuture<EditOutcome> editAsync(String key, String edit, JsonElement arguments, String why) {
        return edits.edit(id(key), edit, arguments, EditOptions.defaults(), why);
    }

    @Override
    public CompletableFuture<EditOutcome> editAsync(
            String key, String edit, JsonElement arguments, EditOptions beside, String why) {
        return edits.edit(id(key), edit, arguments, beside, why);
    }

    @Override
    public CompletableFuture<EditOutcome> patchAsync(String key, JsonDiff changes, String why) {
        return edits.patch(id(key), changes, OptionalLong.empty(), why);
    }

    @Override
    public CompletableFuture<EditOutcome> patchAsync(String key, JsonDiff changes, long seen, String why) {
        return edits.patch(id(key), changes, OptionalLong.of(seen), why);
    }

    @Override
    public CompletableFuture<EditOutcome> messageAgainAsync(String key, String messageId, String why) {
        return edits.messageAgain(id(key), messageId, why);
    }

    @Override
    public CompletableFuture<RollbackOutcome> rollbackAsync(String key, long revision, String why) {
        return edits.rollBack(id(key), revision, OptionalLong.empty(), why);
    }

    @Override
    public CompletableFuture<RollbackOutcome> rollbackAsync(String key, long revision, long seen, String why) {
        return edits.rollBack(id(key), revision, OptionalLong.of(seen), why);
    }

    @Override
    public CompletableFuture<Page<Ranking.Place>> topAsync(Ranking.Range range, Paging paging) {
        return standings.top(range, paging);
    }

    @Override
    public CompletableFuture<OptionalLong> rankAsync(String key) {
        return standings.rank(key);
    }

    @Override
    public CompletableFuture<Long> rankedCountAsync(Ranking.Range range) {
        return standings.count(range);
    }

    @Override
    public CompletableFuture<List<Ranking.Place>> rankingAroundAsync(String key, int before, int after) {
        return standings.around(key, before, after);
    }

    @Override
    public CompletableFuture<WipeResult> wipeProfileAsync(String key) {
        EntryId id = id(key);
        return loop.ask(future -> removals.remove(
                id, false, outcome -> loop.answer(future, wiped(outcome)), failure -> loop.fail(future, failure)));
    }

    private static WipeResult wiped(Removals.Outcome outcome) {
        return switch (outcome) {
            case Removals.Outcome.Removed(var revision, var at) -> new WipeResult.Wiped(revision);
            case Removals.Outcome.Absent absent -> new WipeResult.Absent();
            case Removals.Outcome.NotHad(var reason) -> new WipeResult.NotPossible(reason);
        };
    }

    @Override
    public CompletableFuture<MoveOutcome> moveProfileAsync(String from, String to, String why) {
        return moves.move(id(from), id(to), why);
    }

    @Override
    public CompletableFuture<List<Orphan<T>>> orphansAsync(String key) {
        EntryId id = id(key);
        return reads.ask(
                storage -> OrphanEntries.list(storage, id),
                found -> OrphanEntries.shown(id, found, entry -> readable(id, entry)));
    }

    @Override
    public CompletableFuture<Boolean> discardOrphanAsync(String key, String orphan) {
        EntryId id = new EntryId(Addresses.ORPHANS, orphan);
        if (!orphan.startsWith(Addresses.prefix(id(key)))) {
            throw new IllegalArgumentException(
                    "orphan of " + id(key) + ": found the id of another profile's, or of none: " + orphan);
        }
        String writeId = loop.ids().writeId();
        return reads.ask(storage -> OrphanEntries.discard(storage, id, writeId), Function.identity());
    }

    @Override
    public CompletableFuture<Message.Outcome> messageAsync(String key, Object message) {
        return messageAsync(key, message, Message.SendOptions.defaults());
    }

    @Override
    public CompletableFuture<Message.Outcome> messageAsync(String key, Object message, Duration expiry) {
        return messageAsync(key, message, Message.SendOptions.defaults().expiry(expiry));
    }

    @Override
    public CompletableFuture<Message.Outcome> messageAsync(String key, Object message, Message.SendOptions options) {
        return messages.send(id(key), message, options);
    }

    @Override
    public CompletableFuture<List<Message.Pending>> pendingMessagesAsync(String key) {
        return messages.pending(id(key));
    }

    @Override
    public CompletableFuture<Message.Change> withdrawMessageAsync(String key, String messageId) {
        return messages.withdraw(id(key), messageId);
    }

    @Override
    public CompletableFuture<Message.Change> editMessageAsync(String key, String messageId, Object message) {
        return messages.edit(id(key), messageId, message);
    }

    @Override
    public CompletableFuture<Optional<Holder>> holderAsync(String key) {
        return reads.holder(id(key));
    }

    @Override
    public ProfileStore<T> mock() {
        synchronized (waits) {
            ProfileStore<T> known = mock;
            if (known == null) {
                Settings real = loop.settings();
                Engine apart =
                        new Engine(real.over(Storage.inMemory(), new SystemEnvironment(real.serverName() + "-mock")));
                known = again.apply(apart);
                mockEngine = apart;
                mock = known;
            }
            return known;
        }
    }

    /** The server has closed: answers everybody who waits. */
    void close() {
        waits.close();
        Engine apart = mockEngine;
        if (apart != null) {
            var unused = apart.closeAsync();
        }
    }
}
