package dev.datasave.engine.session;

import dev.datasave.engine.live.LiveState;
import dev.datasave.engine.live.Snapshot;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of a session: of mutable data on the home executor if there is one, of all other data on a user thread. Loop only. */
record Snapshots<T>(Session<T> session, LiveState<T> state, Optional<Executor> home) {

    /** Takes a snapshot off the loop; {@code whole} encodes the data even if it seems unchanged. */
    void take(boolean whole, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        Attempt<T> attempt = new Attempt<>(state, awaited -> state.snapshot(whole, awaited));
        if (isAtHome()) {
            // What is passed over may have cleared the mark of edits just now, so the second does not rely on it.
            atHome(attempt, new Attempt<>(state, awaited -> state.snapshot(true)), then, failed);
        } else {
            elsewhere(attempt, then, failed);
        }
    }

    /** Takes the last snapshot of the session, off the loop: nobody edits any more from then on. */
    void takeLast(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        if (isAtHome()) {
            atHome(last(), last(), then, failed);
        } else {
            elsewhere(last(), then, failed);
        }
    }

    private boolean isAtHome() {
        return home.isPresent() && !session.kind().format().immutable();
    }

    private Attempt<T> last() {
        return new Attempt<>(state, awaited -> state.last());
    }

    private void atHome(
            Attempt<T> attempt, Attempt<T> otherwise, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        session.loop().home().run(home, session.profileId(), "reading data for a save", attempt, inTime -> {
            if (inTime) {
                attempt.answer(then, failed);
            } else {
                attempt.pass();
                elsewhere(otherwise, then, failed);
            }
        });
    }

    /** Takes a snapshot, always on a user thread. */
    void elsewhere(boolean whole, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        elsewhere(new Attempt<>(state, awaited -> state.snapshot(whole)), then, failed);
    }

    /** Takes the last snapshot of the session, always on a user thread. */
    void lastElsewhere(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        elsewhere(last(), then, failed);
    }

    /** Takes a snapshot for a report, without asking the validator. */
    void unchecked(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        elsewhere(new Attempt<>(state, awaited -> state.unchecked()), then, failed);
    }

    private void elsewhere(Attempt<T> attempt, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        session.loop()
                .elsewhere(
                        () -> {
                            attempt.run();
                            return attempt;
                        },
                        done -> done.answer(then, failed),
                        failed);
    }

    /** Takes one snapshot on the thread that runs it, and keeps the result for the loop. */
    private static final class Attempt<T> implements Runnable {
        private final LiveState<T> state;
        private final Function<BooleanSupplier, Snapshot<T>> take;
        private volatile boolean isAwaited = true;
        private volatile @Nullable Snapshot<T> taken;
        private volatile @Nullable Throwable thrown;

        Attempt(LiveState<T> state, Function<BooleanSupplier, Snapshot<T>> take) {
            this.state = state;
            this.take = take;
        }

        @Override
        public void run() {
            try {
                taken = take.apply(() -> isAwaited);
            } catch (Throwable failure) {
                if (!state.isRefused()) {
                    state.notSaved(); // it may be possible to encode it next time
                }
                thrown = failure;
            }
        }

        /** Nobody waits for it any more. It may still run. */
        void pass() {
            isAwaited = false;
        }

        void answer(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
            Snapshot<T> snapshot = taken;
            if (snapshot != null) {
                then.accept(snapshot);
            } else {
                Throwable failure = thrown;
                failed.accept(
                        failure == null ? new IllegalStateException("snapshot: found none, expected one") : failure);
            }
        }
    }
}
