package dev.datasave.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes one snapshot on whatever thread runs it, and keeps what came of it for the loop. */
final class Snapshots<T> implements Runnable {
    private final LiveState<T> state;
    private final boolean whole;
    private volatile @Nullable Snapshot<T> taken;
    private volatile @Nullable Throwable thrown;

    Snapshots(LiveState<T> state, boolean whole) {
        this.state = state;
        this.whole = whole;
    }

    @Override
    public void run() {
        try {
            taken = state.snapshot(whole);
        } catch (RuntimeException | Error failure) {
            state.notSaved();
            thrown = failure;
        }
    }

    void answer(Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        Snapshot<T> snapshot = taken;
        if (snapshot != null) {
            then.accept(snapshot);
        } else {
            Throwable failure = thrown;
            failed.accept(failure == null ? new IllegalStateException("no snapshot was taken") : failure);
        }
    }
}
