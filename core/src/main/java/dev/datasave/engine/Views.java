package dev.datasave.engine;

import dev.datasave.DataSaveException;
import dev.datasave.Holder;
import dev.datasave.ProfileInfo;
import dev.datasave.ProfileView;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Reads stored revisions without owning anything. A failed call is the caller's to repeat: the future fails. */
public final class Views<T> {
    private final Loop loop;
    private final Function<Entry, T> opener;

    public Views(Loop loop, Function<Entry, T> opener) {
        this.loop = loop;
        this.opener = opener;
    }

    public CompletableFuture<Optional<ProfileView<T>>> current(EntryId id) {
        return ask(storage -> storage.read(List.of(id)).getFirst().flatMap(entry -> view(storage, entry)));
    }

    public CompletableFuture<Optional<ProfileView<T>>> revision(EntryId id, long revision) {
        return ask(storage -> History.stored(storage, id, revision).flatMap(entry -> view(storage, entry)));
    }

    public CompletableFuture<Optional<ProfileView<T>>> at(EntryId id, Instant moment) {
        VersionQuery before = VersionQuery.all(id).updatedBetween(null, moment).withLimit(1);
        return ask(storage -> storage.read(List.of(id))
                .getFirst()
                .filter(entry -> !entry.updated().isAfter(moment))
                .or(() -> storage.versions(before).items().stream().findFirst())
                .flatMap(entry -> view(storage, entry)));
    }

    public CompletableFuture<Optional<Holder>> holder(EntryId id) {
        return ask(storage -> storage.read(List.of(id)).getFirst().flatMap(entry -> holderOf(storage, entry)));
    }

    /** Asks the storage on a thread of its own. */
    public <R> CompletableFuture<R> ask(Function<Storage, R> question) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        if (loop.isClosing()) {
            answer.completeExceptionally(loop.closedFailure());
            return answer;
        }
        Environment environment = loop.environment();
        var unused = environment
                .call(
                        Environment.Lane.DATA,
                        () -> question.apply(loop.settings().storage()))
                .whenComplete((result, failure) -> environment.onUserThread(() -> {
                    if (failure == null) {
                        answer.complete(result);
                    } else {
                        answer.completeExceptionally(wrapped(failure));
                    }
                }));
        return answer;
    }

    public static Throwable wrapped(Throwable failure) {
        return failure instanceof DataSaveException known
                ? known
                : new DataSaveException.StorageFailed("reading from the storage failed", failure);
    }

    private Optional<ProfileView<T>> view(Storage storage, Entry entry) {
        if (entry.isTombstone()) {
            return Optional.empty();
        }
        Content content = entry.content();
        Double score = content.score();
        ProfileInfo info = new ProfileInfo(
                entry.id().store(),
                entry.id().key(),
                entry.revision(),
                EntryFormat.of(entry).loads(),
                entry.created(),
                entry.updated(),
                content.userIds(),
                content.metadata(),
                score == null ? OptionalDouble.empty() : OptionalDouble.of(score),
                holderOf(storage, entry));
        return Optional.of(new ProfileView<>(opener.apply(entry), info));
    }

    private static Optional<Holder> holderOf(Storage storage, Entry entry) {
        return Holders.named(storage, entry);
    }
}
