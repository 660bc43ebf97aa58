package dev.datasave.engine.history;

import dev.datasave.DataSaveException;
import dev.datasave.KeyInfo;
import dev.datasave.Paging;
import dev.datasave.ScoreRange;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the storage that somebody waits for. What is found is made into an answer on a user thread. A call that failed is the caller's to
 * repeat. From any thread.
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
                                found -> loop.environment().onUserThread(() -> found.complete(future, answer)),
                                failure -> loop.fail(future, wrapped(failure)));
            }
        });
    }

    /** What is told to whoever asked when a storage call has failed. */
    public static DataSaveException wrapped(Throwable failure) {
        return failure instanceof DataSaveException known
                ? known
                : new DataSaveException.StorageFailed("reading from the storage failed", failure);
    }

    /** What was found, or what is wrong with the question: that is no failure of the storage. */
    private record Found<F>(@Nullable F found, @Nullable IllegalArgumentException wrong) {
        static <F> Found<F> of(Storage storage, Function<Storage, F> question) {
            try {
                return new Found<>(question.apply(storage), null);
            } catch (IllegalArgumentException wrong) {
                return new Found<>(null, wrong);
            }
        }

        <R> void complete(CompletableFuture<R> future, Function<? super F, ? extends R> answer) {
            try {
                F value = found;
                if (value == null) {
                    throw wrong != null ? wrong : new IllegalStateException("storage: found null, expected an answer");
                }
                future.complete(answer.apply(value));
            } catch (RuntimeException | Error thrown) {
                future.completeExceptionally(thrown);
            }
        }
    }

    /** A page of what the query finds, without values. */
    public CompletableFuture<Page<KeyInfo>> list(EntryQuery query, Paging paging) {
        EntryQuery page = query.withoutValues()
                .withLimit(paging.size())
                .from(paging.cursor().orElse(null));
        return ask(
                storage -> storage.list(page),
                found -> new Page<>(found.items().stream().map(Reads::info).toList(), found.next()));
    }

    public CompletableFuture<Page<KeyInfo>> top(String store, ScoreRange range, Paging paging) {
        return list(EntryQuery.scores(store, range.lowest(), range.highest(), !range.lowestFirst()), paging);
    }

    public static KeyInfo info(Entry entry) {
        Content content = entry.content();
        Double score = content.score();
        return new KeyInfo(
                entry.id().key(),
                entry.revision(),
                entry.created(),
                entry.updated(),
                content.userIds(),
                content.metadata(),
                score == null ? OptionalDouble.empty() : OptionalDouble.of(score));
    }
}
