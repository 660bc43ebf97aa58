package dev.datasave.jdbc.sql;

import dev.datasave.DataSaveException.StorageFailed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call of the storage on its way through a thread of the dialect. The caller waits no longer than the call time-out (R8); a call that no thread
 * has begun by then never runs.
 */
public final class Call<T> {
    private enum State {
        WAITING,
        RUNNING,
        GIVEN_UP
    }

    private final Dialect.Body<T> body;
    private final boolean powerSafe;
    private final int weight;
    private final Duration timeout;
    private final long deadline;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    public Call(Dialect.Body<T> body, boolean powerSafe, int weight, Duration timeout) {
        this.body = body;
        this.powerSafe = powerSafe;
        this.weight = weight;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    public boolean isPowerSafe() {
        return powerSafe;
    }

    public int weight() {
        return weight;
    }

    /** When the thread that works for this call should give up, with an exception that says why. The caller waits a little longer to receive it. */
    public long deadline() {
        return deadline - timeout.toNanos() / 20;
    }

    /** Claims the call, to run it; false if its caller has given up. A call may run again after a rollback. */
    public boolean begin() {
        return state.compareAndSet(State.WAITING, State.RUNNING) || state.get() == State.RUNNING;
    }

    /** Runs the body. Run the returned answer once the transaction is committed: it hands the result to the caller. */
    public Runnable evaluate(Link link) throws SQLException {
        T result = body.run(link);
        return () -> answer.complete(result);
    }

    public void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }

    /** Waits for the result. */
    public T await(ErrorText errors) {
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw overdue(errors, "found no answer within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overdue(errors, "found the waiting thread interrupted", e);
        } catch (ExecutionException e) {
            throw errors.explain(e.getCause());
        }
    }

    private StorageFailed overdue(ErrorText errors, String found, @Nullable Exception cause) {
        boolean untouched = state.compareAndSet(State.WAITING, State.GIVEN_UP);
        return new StorageFailed(
                errors + ": " + found + (untouched ? ", nothing was changed" : ", the outcome is unknown"), cause);
    }
}
