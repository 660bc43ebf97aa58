package dev.datasave.engine.records;

import dev.datasave.DataEntry;
import dev.datasave.DataSaveException;
import dev.datasave.DataStoreOptions;
import dev.datasave.WriteOptions;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.data.NewerSchemaException;
import dev.datasave.engine.data.Problems;
import dev.datasave.engine.data.Scoring;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.history.Reads;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A data store's values, between entries and the game's objects. Runs the game's codec, migrations and ranking: not on the loop. If something is
 * wrong with a value, they throw {@link DataSaveException.InvalidData}, which names the entry.
 *
 * @param <T> the values
 */
public final class Values<T> {
    private final DataFormat<T> format;
    private final Scoring<T> scoring;

    /**
     * The values of a store.
     *
     * @throws IllegalArgumentException if the default codec can't handle the type
     */
    Values(String store, Class<T> type, DataStoreOptions<T> options, Loop loop) {
        this.format = DataFormat.of(store, type, options);
        this.scoring = new Scoring<>(
                options.rankedBy(), () -> loop.clock().now().toEpochMilli(), loop.events()::listenerFailed);
    }

    /**
     * A value that is ready to be stored.
     *
     * @param score what the store's ranking computes; empty where it computes none, or the value is not listed
     */
    public record Encoded<T>(T value, String text, int schema, int oldestReader, OptionalLong score) {}

    /** True if scores are computed, not set. */
    boolean isRanked() {
        return scoring.computes();
    }

    /** True if nobody can change a value that was handed out. */
    boolean areImmutable() {
        return format.immutable();
    }

    /** The value of an entry; empty if there is no entry, or only a tombstone. */
    public Optional<DataFormat.Decoded<T>> decode(Optional<Entry> entry) {
        return entry.filter(found -> !found.isTombstone()).map(this::decoded);
    }

    private DataFormat.Decoded<T> decoded(Entry entry) {
        return named(entry.id(), () -> {
            EntryFormat system = EntryFormat.of(entry);
            return format.decode(
                    String.valueOf(entry.content().value()),
                    system.counters().schema(),
                    system.counters().oldestReader());
        });
    }

    /** An entry as the game sees it; empty if there is none, or only a tombstone. */
    Optional<DataEntry<T>> open(Optional<Entry> entry) {
        return decode(entry).map(decoded -> new DataEntry<>(decoded.data(), Reads.info(entry.orElseThrow())));
    }

    /** A value that replaces the present one as a whole. */
    Encoded<T> encode(EntryId id, T value) {
        return encoded(id, value, new DataFormat.Decoded<>(value, null, false, format.schema(), format.oldestReader()));
    }

    /** A value made of one that was read. Members that the codec does not know are kept. */
    public Encoded<T> encode(EntryId id, T value, Optional<DataFormat.Decoded<T>> from) {
        return from.isPresent() ? encoded(id, value, from.get()) : encode(id, value);
    }

    private Encoded<T> encoded(EntryId id, T value, DataFormat.Decoded<T> from) {
        return named(id, () -> {
            T frozen = format.freeze(value);
            String text = format.encode(frozen, from.leftover());
            OptionalLong score = isRanked() ? scoring.score("entry " + id, frozen) : OptionalLong.empty();
            return new Encoded<>(frozen, text, from.schema(), from.oldestReader(), score);
        });
    }

    /** The content to be written on top of {@code base}. User ids, metadata and score stay as they are, unless the options or the ranking say otherwise. */
    public Content content(EntryId id, Optional<Entry> base, Encoded<T> encoded, WriteOptions options) {
        Optional<Entry> live = base.filter(entry -> !entry.isTombstone());
        Optional<Content> before = live.map(Entry::content);
        EntryFormat system = named(
                id,
                () -> base.map(this::readable)
                        .map(entry -> EntryFormat.of(entry).next(entry.updated(), false))
                        .orElse(EntryFormat.fresh(0, 0))
                        .withSchema(encoded.schema(), encoded.oldestReader()));
        Set<String> userIds =
                options.userIds().or(() -> before.map(Content::userIds)).orElse(Set.of());
        Map<String, String> metadata =
                options.metadata().or(() -> before.map(Content::metadata)).orElse(Map.of());
        boolean isUnlisted = isUnlisted(options, system);
        Content.Score score = isUnlisted
                ? null
                : score(encoded, options, before.map(Content::score).orElse(null));
        String text = system.withUnlisted(isUnlisted).text();
        return new Content(encoded.text(), userIds, metadata, null, score, text);
    }

    private boolean isUnlisted(WriteOptions options, EntryFormat system) {
        if (options.listed().isPresent()) {
            return !options.listed().get();
        }
        return (isRanked() && options.score().isPresent()) || system.isUnlisted();
    }

    private Content.@Nullable Score score(Encoded<T> encoded, WriteOptions options, Content.@Nullable Score before) {
        Optional<OptionalLong> made = isRanked() ? Optional.of(encoded.score()) : options.score();
        return made.isPresent() ? scoring.stamped(made.get(), before) : before;
    }

    /** The tombstone of a removal. It remembers earlier erasures (P14). */
    public Content removal(Optional<Entry> base) {
        EntryFormat first = EntryFormat.fresh(0, 0).withErased(Erased.of(base));
        EntryFormat system =
                base.map(entry -> first.next(entry.updated(), false)).orElse(first);
        return Content.TOMBSTONE.withSystem(system.text());
    }

    /** Data of a newer schema is never overwritten. */
    private Entry readable(Entry entry) {
        int reader = EntryFormat.of(entry).counters().oldestReader();
        if (reader > format.readableSchema()) {
            throw new NewerSchemaException(reader, format.schema());
        }
        return entry;
    }

    private static <R> R named(EntryId id, Supplier<R> step) {
        try {
            return step.get();
        } catch (NewerSchemaException newer) {
            throw new DataSaveException.InvalidData(
                    "entry " + id + ": found data for readers of schema " + newer.found()
                            + " and newer, expected at most " + newer.known(),
                    newer);
        } catch (DataSaveException.InvalidData invalid) {
            String message = String.valueOf(invalid.getMessage());
            String name = "entry " + id + ": ";
            throw message.startsWith(name)
                    ? invalid
                    : new DataSaveException.InvalidData(
                            name + message,
                            List.of(name + message),
                            invalid.getCause(),
                            name + invalid.withoutQuotes());
        } catch (Throwable broken) { // the engine's part was written by somebody else
            Problems.unlessOfTheMachine(broken);
            throw new DataSaveException.InvalidData("entry " + id + ": " + broken.getMessage(), broken);
        }
    }
}
