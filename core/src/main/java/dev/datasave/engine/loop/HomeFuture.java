package dev.datasave.engine.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that may be waited for on a home thread (F44). DataSave may need that very thread before the future can complete: for listeners, and to
 * read mutable data. So whoever waits there runs what waits for the thread. The same holds for all stages that follow this one.
 */
final class HomeFuture<R> extends CompletableFuture<R> {
    private final Home home;

    HomeFuture(Home home) {
        this.home = home;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new HomeFuture<>(home);
    }

    @Override
    public R join() {
        try {
            home.help(this, Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // join waits on all the same, as it does elsewhere
        }
        return super.join();
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        home.help(this, Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long begun = System.nanoTime();
        home.help(this, unit.toNanos(timeout));
        return super.get(unit.toNanos(timeout) - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
    }
}
