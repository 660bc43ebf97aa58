package dev.datasave.console;

import dev.datasave.ops.Diagnosis;
import dev.datasave.ops.Operations;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is wrong with a storage, and how much is in it. The storage counts everything for that, which takes seconds where much is stored: no page waits for it. */
final class Checkup {
    static final Duration PATIENCE = Duration.ofMillis(30);

    private final Operations operations;
    private final AtomicReference<@Nullable CompletableFuture<Result>> running = new AtomicReference<>();
    private volatile @Nullable Result last;

    Checkup(Operations operations) {
        this.operations = operations;
    }

    /**
     * What was found.
     *
     * @param at when
     * @param findings what is wrong, or right
     * @param stores how much is stored
     */
    record Result(Instant at, List<Diagnosis> findings, List<Storage.Transfer.Tally> stores) {}

    /** A new result if the storage is quick, else the newest that there is; empty if the first one is not there yet. */
    Optional<Result> newest() {
        CompletableFuture<Result> look = begun();
        try {
            last = look.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            running.compareAndSet(look, null);
        } catch (TimeoutException later) {
            // the page says of when the result is
        } catch (ExecutionException failed) {
            running.compareAndSet(look, null);
            throw failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(last);
    }

    /** The look that is under way, or that nobody has heard of yet; else a new one. */
    private synchronized CompletableFuture<Result> begun() {
        CompletableFuture<Result> known = running.get();
        if (known != null) {
            return known;
        }
        CompletableFuture<Result> look = CompletableFuture.supplyAsync(
                this::look, task -> Thread.ofVirtual().name("console-checkup").start(task));
        running.set(look);
        return look;
    }

    private Result look() {
        return new Result(
                Instant.now(), operations.doctor().quick(), operations.stats().stores());
    }
}
