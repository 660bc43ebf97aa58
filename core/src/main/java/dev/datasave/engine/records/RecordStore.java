package dev.datasave.engine.records;

import dev.datasave.DataEntry;
import dev.datasave.DataResult;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.Holder;
import dev.datasave.KeyInfo;
import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.Ranking;
import dev.datasave.WriteOptions;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.history.Reads;
import dev.datasave.engine.history.Standings;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.records.Update.Result;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.VersionQuery;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The shared records of one kind: the public side of reads and writes. From any thread. */
public final class RecordStore<T> implements DataStore<T> {
    private final Loop loop;
    private final Updates updates;
    private final Reads reads;
    private final Standings standings;
    private final String name;
    private final Class<T> type;
    private final DataStoreOptions<T> options;
    private final Values<T> values;

    /** A call that is refused if a living server holds the entry. */
    private interface Call<T> extends Update.Call<DataResult<T>> {
        @Override
        default DataResult<T> held(Holder by) {
            return new DataResult.Held<>(by);
        }
    }

    public RecordStore(Loop loop, Updates updates, String name, Class<T> type, DataStoreOptions<T> options) {
        this.loop = loop;
        this.updates = updates;
        this.reads = new Reads(loop);
        this.standings = new Standings(reads, name, options.rankedBy().isLowestFirst());
        this.name = name;
        this.type = type;
        this.options = options;
        this.values = new Values<>(name, type, options, loop);
    }

    @Override
    public String name() {
        return name;
    }

    /** The entry of a key. */
    public EntryId id(String key) {
        return new EntryId(name, key);
    }

    /** Values between entries and the game's objects. */
    public Values<T> values() {
        return values;
    }

    /** How long {@code base} is kept when this server writes on top of it. */
    public Retention retention(EntryId id, Optional<Entry> base) {
        return loop.retention(
                Addresses.profile(id),
                () -> Stored.retention(base, options.history(), loop.ids().incarnation()));
    }

    @Override
    public CompletableFuture<Optional<DataEntry<T>>> getAsync(String key) {
        return reads.ask(Reads.current(id(key)), values::open);
    }

    @Override
    public CompletableFuture<DataResult<T>> setAsync(String key, T value, WriteOptions with) {
        EntryId id = id(key);
        checkScore(with);
        Objects.requireNonNull(value, "value");
        Values.Encoded<T> encoded;
        try {
            encoded = values.encode(id, value);
        } catch (DataSaveException.InvalidData invalid) {
            return CompletableFuture.failedFuture(invalid);
        }
        return write(id, present -> put(id, present, encoded, with));
    }

    @Override
    public CompletableFuture<DataResult<T>> updateAsync(
            String key, Function<? super Optional<DataEntry<T>>, Optional<T>> change, WriteOptions with) {
        EntryId id = id(key);
        checkScore(with);
        Objects.requireNonNull(change, "change");
        return write(id, present -> {
            Optional<DataFormat.Decoded<T>> from = values.decode(present);
            Optional<T> made = Objects.requireNonNull(change.apply(seen(present, from)), "update returned null");
            return made.isPresent()
                    ? put(id, present, values.encode(id, made.get(), from), with)
                    : new Result.None<>(new DataResult.Declined<>(
                            values.areImmutable() ? seen(present, from) : values.open(present)));
        });
    }

    private Optional<DataEntry<T>> seen(Optional<Entry> present, Optional<DataFormat.Decoded<T>> from) {
        return from.map(decoded -> new DataEntry<>(decoded.data(), Reads.info(present.orElseThrow())));
    }

    @Override
    public CompletableFuture<DataResult<T>> incrementAsync(String key, long delta) {
        EntryId id = id(key);
        if (!Sums.can(type)) {
            throw new IllegalStateException("store \"" + name + "\": found values of " + type.getName()
                    + ", expected Integer, Long or Double to increment");
        }
        return write(id, present -> {
            Optional<DataFormat.Decoded<T>> from = values.decode(present);
            T number = from.map(DataFormat.Decoded::data).orElseGet(() -> Sums.zero(type));
            return put(id, present, values.encode(id, Sums.sum(id, number, delta), from), WriteOptions.defaults());
        });
    }

    @Override
    public CompletableFuture<DataResult<T>> removeAsync(String key) {
        EntryId id = id(key);
        return write(id, present -> {
            Optional<DataEntry<T>> removed = values.open(present);
            return removed.isPresent()
                    ? new Result.Put<>(values.removal(present), written -> new DataResult.Written<>(removed.get()))
                    : new Result.None<>(new DataResult.Declined<>(Optional.empty()));
        });
    }

    private Result<DataResult<T>> put(
            EntryId id, Optional<Entry> present, Values.Encoded<T> encoded, WriteOptions with) {
        return new Result.Put<>(
                values.content(id, present, encoded, with),
                written -> new DataResult.Written<>(new DataEntry<>(encoded.value(), Reads.info(written))));
    }

    private CompletableFuture<DataResult<T>> write(EntryId id, Call<T> call) {
        return loop.ask(future -> {
            if (loop.isClosing()) {
                loop.fail(future, loop.closedFailure());
            } else {
                updates.add(new Update<>(loop, updates, id, call, base -> retention(id, base), future));
            }
        });
    }

    private void checkScore(WriteOptions with) {
        if (values.isRanked() && with.score().orElse(OptionalLong.empty()).isPresent()) {
            throw new IllegalStateException(
                    "store \"" + name + "\": found a score set, expected none where the store is ranked by its values");
        }
    }

    @Override
    public CompletableFuture<Page<KeyInfo>> listKeysAsync(String prefix, Paging paging) {
        return reads.list(EntryQuery.keys(name, prefix), paging);
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
    public CompletableFuture<Page<KeyInfo>> listVersionsAsync(String key, ProfileVersion.Range range, Paging paging) {
        VersionQuery query = new VersionQuery(
                id(key),
                null,
                range.from().orElse(null),
                range.to().orElse(null),
                !range.oldestFirst(),
                paging.size(),
                paging.cursor().orElse(null));
        return reads.ask(
                storage -> storage.versions(query),
                found -> new Page<>(
                        found.items().stream()
                                .filter(version -> !version.isTombstone())
                                .map(Reads::info)
                                .toList(),
                        found.next()));
    }

    @Override
    public CompletableFuture<Optional<DataEntry<T>>> getVersionAsync(String key, long revision) {
        return reads.ask(Reads.revision(id(key), revision), values::open);
    }

    @Override
    public CompletableFuture<Optional<DataEntry<T>>> getVersionAtTimeAsync(String key, Instant moment) {
        return reads.ask(Reads.at(id(key), moment), values::open);
    }

    @Override
    public CompletableFuture<Boolean> removeVersionAsync(String key, long revision) {
        EntryId id = id(key);
        return reads.ask(storage -> storage.retain(id, revision, Retention.drop()), removed -> removed);
    }
}
