package dev.datasave.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.TransactionResult;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request of another server for a session of this one (P13), to be answered exactly once: the effect on the profile, and a tombstone of the request that
 * holds the outcome, are one write. If the asker has given up before, by a tombstone of his own, that write is refused, and nothing was done. The
 * profile is written even where nothing in it changes: only so is it certain that this server held it.
 */
final class Request {
    private final Session<?> session;
    private final Letter letter;
    private final Consumer<Boolean> whenOver;
    private boolean isOver;

    /** {@code whenOver} is told, on the loop, whether there is an answer, or the request is to be handled again. */
    Request(Session<?> session, Letter letter, Consumer<Boolean> whenOver) {
        this.session = session;
        this.letter = letter;
        this.whenOver = whenOver;
    }

    Session<?> session() {
        return session;
    }

    String id() {
        return letter.id();
    }

    JsonElement payload() {
        return letter.payload();
    }

    /** The name of the server that asks. */
    String from() {
        return letter.from();
    }

    /** The entry that the commit of the answer has to read. */
    EntryId entry() {
        return letter.entry().id();
    }

    /** The outcome that an answered request's tombstone holds; null if there was none: its asker has given up. */
    static @Nullable JsonElement outcome(Entry tombstone) {
        String system = tombstone.content().system();
        return system == null
                ? null
                : EntryFormat.object(system, "request " + tombstone.id()).get("outcome");
    }

    /**
     * Runs the work as a commit of the session, with what it returns as the outcome.
     *
     * @param reads what other entries the work wants to see
     * @param work what is to be done with the drafts; on a user thread, perhaps several times
     * @param thrown the outcome if the work throws: nothing else is changed then
     */
    void answer(Set<EntryId> reads, Function<Drafts, JsonElement> work, Function<Throwable, JsonElement> thrown) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Set<EntryId> all = new HashSet<>(reads);
        all.add(entry());
        Commit.Work whole = drafts -> {
            failure.set(null);
            if (!isAsked(drafts)) {
                return false;
            }
            try {
                answer(drafts, work.apply(drafts));
                return true;
            } catch (RuntimeException | StackOverflowError broken) {
                failure.set(broken);
                return false;
            }
        };
        commit(
                all,
                whole,
                () -> {
                    Throwable broken = failure.get();
                    if (broken == null) {
                        over(true);
                    } else {
                        answerFailure(broken, thrown);
                    }
                },
                broken -> answerFailure(broken, thrown));
    }

    private void answerFailure(Throwable broken, Function<Throwable, JsonElement> thrown) {
        Commit.Work onlyTheAnswer = drafts -> {
            boolean isAsked = isAsked(drafts);
            if (isAsked) {
                answer(drafts, thrown.apply(broken));
            }
            return isAsked;
        };
        commit(Set.of(entry()), onlyTheAnswer, () -> over(true), again -> over(false));
    }

    /** Whether the asker still waits. For the work of a commit that reads {@link #entry}. */
    boolean isAsked(Drafts drafts) {
        return drafts.entry(entry()).filter(found -> !found.isTombstone()).isPresent();
    }

    /** Adds the answer to what a commit writes. For the work of a commit that reads {@link #entry}, if the request {@link #isAsked}. */
    void answer(Drafts drafts, JsonElement outcome) {
        drafts.of(session).touch();
        JsonObject system = new JsonObject();
        system.add("outcome", outcome);
        Optional<Entry> base = drafts.entry(entry());
        drafts.write(new Beside(
                entry(), base, new Content(null, Set.of(), Map.of(), null, null, system.toString()), Mail.FOREIGN));
    }

    private void commit(Set<EntryId> reads, Commit.Work work, Runnable then, Consumer<Throwable> broken) {
        Commit.Done done = new Commit.Done() {
            @Override
            public void result(TransactionResult result) {
                switch (result) {
                    case TransactionResult.Committed committed -> then.run();
                    case TransactionResult.Declined declined -> then.run();
                    case TransactionResult.NotActive notActive -> over(false);
                    case TransactionResult.Busy later -> over(false);
                    case TransactionResult.TooManyMessages full -> over(false);
                }
            }

            @Override
            public void failed(Throwable failure) {
                if (failure instanceof DataSaveException.StorageFailed) {
                    over(false);
                } else {
                    broken.accept(failure);
                }
            }
        };
        new Commit(session.engine(), List.of(session), reads, false, work, done).start();
    }

    /** It needs no more care: it is answered, or its asker has given up; or else is to be handled again. */
    void over(boolean isAnswered) {
        if (!isOver) {
            isOver = true;
            whenOver.accept(isAnswered);
        }
    }
}
