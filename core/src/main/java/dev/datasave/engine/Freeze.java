package dev.datasave.engine;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Where snapshots of a session are taken: mutable data on the home executor if there is one, everything else on a user thread. Loop only. */
record Freeze<T>(Session<T> session, LiveState<T> state, Optional<Executor> home) {

    /** Takes a snapshot off the loop; {@code whole} encodes even what seems unchanged. */
    void snapshot(boolean whole, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        Snapshots<T> outcome = new Snapshots<>(state, () -> state.snapshot(whole));
        if (home.isPresent() && !session.kind().format().immutable()) {
            session.loop().home().run(home, session.profileId(), "reading data for a save", outcome, inTime -> {
                if (inTime) {
                    outcome.answer(then, failed);
                } else {
                    elsewhere(whole, then, failed);
                }
            });
        } else {
            elsewhere(whole, then, failed);
        }
    }

    /** Takes a snapshot on a user thread in any case. */
    void elsewhere(boolean whole, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        elsewhere(new Snapshots<>(state, () -> state.snapshot(whole)), then, failed);
    }

    /** The state as it is, also if it is refused: for a report. */
    void unchecked(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        elsewhere(new Snapshots<>(state, state::unchecked), then, failed);
    }

    private void elsewhere(Snapshots<T> outcome, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        session.loop().environment().onUserThread(() -> {
            outcome.run();
            session.loop().environment().onLoop(() -> outcome.answer(then, failed));
        });
    }
}
