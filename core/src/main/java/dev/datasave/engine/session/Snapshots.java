package dev.datasave.engine.session;

import dev.datasave.engine.live.LiveState;
import dev.datasave.engine.live.Snapshot;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of a session: of mutable data on the home executor if there is one, of all other data on a user thread. Loop only. */
record Snapshots<T>(Session<T> session, LiveState<T> state, Optional<Executor> home) {

    /** Takes a snapshot off the loop; {@code whole} encodes the data even if it seems unchanged. */
    void take(boolean whole, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        take(() -> state.snapshot(whole), then, failed);
    }

    /** Takes the last snapshot of the session, off the loop: nobody edits any more from then on. */
    void takeLast(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        take(state::last, then, failed);
    }

    private void take(Supplier<Snapshot<T>> snapshot, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        Attempt<T> attempt = new Attempt<>(state, snapshot);
        if (home.isPresent() && !session.kind().format().immutable()) {
            session.loop().home().run(home, session.profileId(), "reading data for a save", attempt, inTime -> {
                if (inTime) {
                    attempt.answer(then, failed);
                } else {
                    elsewhere(new Attempt<>(state, snapshot), then, failed);
                }
            });
        } else {
            elsewhere(attempt, then, failed);
        }
    }

    /** Takes a snapshot, always on a user thread. */
    void elsewhere(boolean whole, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        elsewhere(new Attempt<>(state, () -> state.snapshot(whole)), then, failed);
    }

    /** Takes the last snapshot of the session, always on a user thread. */
    void lastElsewhere(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        elsewhere(new Attempt<>(state, state::last), then, failed);
    }

    /** Takes a snapshot for a report, without asking the validator. */
    void unchecked(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        elsewhere(new Attempt<>(state, state::unchecked), then, failed);
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
        private final Supplier<Snapshot<T>> take;
        private volatile @Nullable Snapshot<T> taken;
        private volatile @Nullable Throwable thrown;

        Attempt(LiveState<T> state, Supplier<Snapshot<T>> take) {
            this.state = state;
            this.take = take;
        }

        @Override
        public void run() {
            try {
                taken = take.get();
            } catch (Throwable failure) {
                if (!state.isRefused()) {
                    state.notSaved(); // it may be possible to encode it next time
                }
                thrown = failure;
            }
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
