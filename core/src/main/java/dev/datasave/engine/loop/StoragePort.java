package dev.datasave.engine.loop;

import dev.datasave.DataSaveException;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The loop's way to the storage: calls run elsewhere and report back to the loop, exactly once, also when the call never
 * returns (P10: overdue = unknown). Loop only.
 */
public final class StoragePort {
    /** After this long without an answer the outcome of a call is unknown. Longer than a storage lets a call take (R8). */
    public static final Duration OVERDUE = Duration.ofSeconds(7);

    private final SoundStorage storage;
    private final GuardedEnvironment environment;
    private final Events events;
    private final List<Runnable> onSignOfLife = new ArrayList<>();
    private final List<Runnable> onLastingFailure = new ArrayList<>();
    private long successes;
    private int underWay;
    private Runnable whenIdle = () -> {};

    StoragePort(Storage storage, GuardedEnvironment environment, Events events) {
        this.storage = new SoundStorage(storage, events);
        this.environment = environment;
        this.events = events;
    }

    /** A blocking piece of work on the storage. */
    public interface Work<T> {
        T on(Storage storage);
    }

    public <T> void call(Environment.Lane lane, Work<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        call(lane, new Reply<>(true, then, failed), work);
    }

    /** A call about signals. Its success is no sign of life, because signals may take another way than entries. */
    public <T> void signals(Function<Signals, T> work, Consumer<T> then, Consumer<Throwable> failed) {
        call(Environment.Lane.DATA, new Reply<>(false, then, failed), storage -> work.apply(storage.signals()));
    }

    private <T> void call(Environment.Lane lane, Reply<T> reply, Work<T> work) {
        reply.timer = environment.schedule(
                OVERDUE,
                () -> reply.fail(new DataSaveException.StorageFailed(
                        "storage call: found no answer within " + OVERDUE + ", outcome unknown", null)));
        Callable<T> callable = () -> work.on(storage);
        underWay++;
        var unused = environment
                .call(lane, callable)
                .whenComplete((result, failure) -> environment.onLoop(() -> {
                    underWay--;
                    environment.guarded(() -> reply.answer(result, failure)).run();
                    goOnIfIdle();
                }));
    }

    public <T> void call(Work<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        call(Environment.Lane.DATA, work, then, failed);
    }

    /** A call that nobody waits for: a hint, or housekeeping that comes again. */
    public void tryCall(Consumer<Storage> work) {
        call(
                storage -> {
                    work.accept(storage);
                    return true;
                },
                done -> {},
                failure -> {});
    }

    /** Wakes other servers in a call that has done its work. They are hints (P6): the call does not fail if they can't be sent. */
    static void wake(Storage storage, List<String> incarnations) {
        try {
            incarnations.forEach(storage.signals()::send);
        } catch (RuntimeException lost) { // a storage's, which throws what it declares
            return;
        }
    }

    /** Wakes other servers; hints (P6). */
    public void signal(List<String> incarnations) {
        signals(
                signals -> {
                    incarnations.forEach(signals::send);
                    return true;
                },
                done -> {},
                failure -> {});
    }

    /** Whether several writes can be carried out all or not at all (R5). From any thread. */
    public boolean isAtomic() {
        return storage.capabilities().contains(Capability.ATOMIC_BATCH);
    }

    /**
     * The last call, once those under way have returned: runs {@code before}, and closes the storage if it is this server's. {@code then} runs on the
     * loop in any case: a call that does not return is waited for until {@code atMost} is over, and closing the storage for as long again.
     */
    public void close(Duration atMost, Runnable before, boolean closesStorage, Runnable then) {
        Work<Boolean> close = its -> {
            before.run();
            if (closesStorage) {
                its.close();
            }
            return true;
        };
        whenIdle(atMost, () -> {
            call(close, closed -> {}, failure -> {});
            whenIdle(atMost, then);
        });
    }

    /** Runs the step once no call is under way, or that time is over. */
    private void whenIdle(Duration atMost, Runnable step) {
        Once once = new Once(step);
        Environment.Timer deadline = environment.schedule(atMost, once);
        whenIdle = () -> {
            deadline.cancel();
            once.run();
        };
        goOnIfIdle();
    }

    private void goOnIfIdle() {
        if (underWay == 0) {
            Runnable then = whenIdle;
            whenIdle = () -> {};
            then.run();
        }
    }

    /** Runs after each call that succeeded, but for signals. */
    public void onSignOfLife(Runnable listener) {
        onSignOfLife.add(listener);
    }

    /** Runs after each call that failed for a reason that lasts until somebody mends it. */
    public void onLastingFailure(Runnable listener) {
        onLastingFailure.add(listener);
    }

    /** How many calls have succeeded, but for signals. It tells an entry that can't be read from a storage that is away. */
    public long successes() {
        return successes;
    }

    /** How many writes were carried out. It tells an entry that can't be written from a storage that takes no writes. */
    public long writesDone() {
        return storage.writesDone();
    }

    private final class Reply<T> {
        private final boolean isLife;
        private final Consumer<T> then;
        private final Consumer<Throwable> failed;
        private boolean answered;
        private Environment.Timer timer = () -> {};

        private Reply(boolean isLife, Consumer<T> then, Consumer<Throwable> failed) {
            this.isLife = isLife;
            this.then = then;
            this.failed = failed;
        }

        private void answer(T result, @Nullable Throwable failure) {
            if (failure != null) {
                fail(failure);
            } else {
                succeed(result);
            }
        }

        private void succeed(T result) {
            if (!answered) {
                answered = true;
                timer.cancel();
                successes += isLife ? 1 : 0;
                environment.guarded(() -> then.accept(result)).run();
                if (isLife) {
                    onSignOfLife.forEach(Runnable::run);
                }
            }
        }

        private void fail(Throwable failure) {
            if (!answered) {
                answered = true;
                timer.cancel();
                events.tell(listener -> listener.storageFailed(failure));
                environment.guarded(() -> failed.accept(failure)).run();
                if (failure instanceof DataSaveException.StorageFailed found && found.isLasting()) {
                    onLastingFailure.forEach(Runnable::run);
                }
            }
        }
    }
}
