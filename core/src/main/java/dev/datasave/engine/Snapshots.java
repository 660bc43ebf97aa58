package dev.datasave.engine;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes one snapshot on whatever thread runs it, and keeps what came of it for the loop. */
final class Snapshots<T> implements Runnable {
    private final LiveState<T> state;
    private final Supplier<Snapshot<T>> take;
    private volatile @Nullable Snapshot<T> taken;
    private volatile @Nullable Throwable thrown;

    Snapshots(LiveState<T> state, Supplier<Snapshot<T>> take) {
        this.state = state;
        this.take = take;
    }

    @Override
    public void run() {
        try {
            taken = take.get();
        } catch (RuntimeException | Error failure) {
            if (!state.isRefused()) {
                state.notSaved(); // perhaps it can be encoded the next time
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
            failed.accept(failure == null ? new IllegalStateException("no snapshot was taken") : failure);
        }
    }
}
