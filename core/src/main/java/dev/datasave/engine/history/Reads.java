package dev.datasave.engine.history;

import dev.datasave.DataSaveException;
import dev.datasave.Holder;
import dev.datasave.KeyInfo;
import dev.datasave.Paging;
import dev.datasave.ProfileInfo;
import dev.datasave.ProfileView;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the storage for a caller who waits. The answer is made on a user thread. A call that fails is not repeated; that is up to the caller. From any
 * thread.
 */
public record Reads(Loop loop) {

    public <F, R> CompletableFuture<R> ask(Function<Storage, F> question, Function<? super F, ? extends R> answer) {
        return loop.ask(future -> {
            if (loop.isClosing()) {
                loop.fail(future, loop.closedFailure());
            } else {
                loop.port()
                        .call(
                                storage -> Found.of(storage, question),
                                found -> loop.elsewhere(
                                        () -> future.complete(found.answered(answer)),
                                        done -> {},
                                        future::completeExceptionally),
                                failure -> loop.fail(future, wrapped(failure)));
            }
        });
    }

    /** The exception for the caller when a storage call has failed. */
    public static DataSaveException wrapped(Throwable failure) {
        return failure instanceof DataSaveException known
                ? known
                : new DataSaveException.StorageFailed("reading from the storage failed", failure);
    }

    /** What was found, or what is wrong with the question. A wrong question is not a failure of the storage. */
    private record Found<F>(@Nullable F found, @Nullable IllegalArgumentException wrong) {
        static <F> Found<F> of(Storage storage, Function<Storage, F> question) {
            try {
                return new Found<>(question.apply(storage), null);
            } catch (IllegalArgumentException wrong) {
                return new Found<>(null, wrong);
            }
        }

        <R> R answered(Function<? super F, ? extends R> answer) {
            F value = found;
            if (value == null) {
                throw wrong != null ? wrong : new IllegalStateException("storage: found null, expected an answer");
            }
            return answer.apply(value);
        }
    }

    /** A page of the query's entries, without values. */
    public CompletableFuture<Page<KeyInfo>> list(EntryQuery query, Paging paging) {
        EntryQuery page = query.withoutValues()
                .withLimit(paging.size())
                .from(paging.cursor().orElse(null));
        return ask(
                storage -> storage.list(page),
                found -> new Page<>(found.items().stream().map(Reads::info).toList(), found.next()));
    }

    /** The entry as it is now. */
    public static Function<Storage, Optional<Entry>> current(EntryId id) {
        return storage -> storage.read(List.of(id)).getFirst();
    }

    /** A revision, present or superseded. It may be superseded between the two reads. */
    public static Function<Storage, Optional<Entry>> revision(EntryId id, long revision) {
        VersionQuery superseded = VersionQuery.revision(id, revision);
        return storage -> storage.read(List.of(id))
                .getFirst()
                .filter(entry -> entry.revision() == revision)
                .or(() -> storage.versions(superseded).items().stream().findFirst());
    }

    /** The revision that was the present one at that moment. */
    public static Function<Storage, Optional<Entry>> at(EntryId id, Instant moment) {
        VersionQuery before = VersionQuery.all(id).updatedBetween(null, moment).withLimit(1);
        return storage -> storage.read(List.of(id))
                .getFirst()
                .filter(entry -> !entry.updated().isAfter(moment))
                .or(() -> storage.versions(before).items().stream().findFirst());
    }

    /** Who holds an entry, living or dead. */
    public CompletableFuture<Optional<Holder>> holder(EntryId id) {
        return ask(
                storage -> current(id).apply(storage).flatMap(entry -> Whereabouts.named(storage, entry)),
                Function.identity());
    }

    private record Seen(Entry entry, Optional<Holder> holder) {}

    /** Shows a revision of a profile. {@code opener} reads its data, not on the loop. */
    public <T> CompletableFuture<Optional<ProfileView<T>>> view(
            Function<Storage, Optional<Entry>> which, Function<Entry, T> opener) {
        return ask(
                storage -> which.apply(storage)
                        .filter(entry -> !entry.isTombstone())
                        .map(entry -> new Seen(entry, Whereabouts.named(storage, entry))),
                seen -> seen.map(found -> shown(found, opener)));
    }

    private static <T> ProfileView<T> shown(Seen seen, Function<Entry, T> opener) {
        Entry entry = seen.entry();
        Content content = entry.content();
        EntryFormat format = EntryFormat.of(entry);
        ProfileInfo info = new ProfileInfo(
                entry.id().store(),
                entry.id().key(),
                entry.revision(),
                format.counters().loads(),
                format.memory().way().born(entry.created()),
                entry.updated(),
                content.userIds(),
                content.metadata(),
                Meta.shown(content.score()),
                seen.holder());
        return new ProfileView<>(opener.apply(entry), info);
    }

    public static KeyInfo info(Entry entry) {
        Content content = entry.isDamaged() ? Content.TOMBSTONE : entry.content();
        return new KeyInfo(
                entry.id().key(),
                entry.revision(),
                entry.created(),
                entry.updated(),
                content.userIds(),
                content.metadata(),
                Meta.shown(content.score()),
                Optional.ofNullable(entry.damage()));
    }
}
