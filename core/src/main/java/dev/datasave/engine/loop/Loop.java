package dev.datasave.engine.loop;

import dev.datasave.DataSaveException;
import dev.datasave.ProfileId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Retention;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every part of a running server needs: the one loop that all of its state is confined to ({@link Environment#onLoop}), and the ways out of it.
 *
 * <p>The loop never blocks and never runs the game's code: storage calls go through {@link StoragePort} and {@link SaveQueue}, the game's code through
 * {@link Home}; both report back as steps. Methods may be called from any thread; what they return is the loop's, unless it says otherwise.
 */
public final class Loop {
    /** How long closing waits for the game's listener to return from what it was told. */
    private static final Duration LISTENER_PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final GuardedEnvironment environment;
    private final Events events;
    private final Ids ids;
    private final StoragePort port;
    private final SaveQueue queue;
    private final StorageClock clock;
    private final Home home;
    private final Tallies tallies;
    private final Map<Long, Runnable> unanswered = new ConcurrentSkipListMap<>(); // in the order of the questions
    private final AtomicLong questions = new AtomicLong();
    private volatile boolean isClosing;
    private volatile boolean isClosed;

    public Loop(Settings settings) {
        this.settings = settings;
        this.environment = new GuardedEnvironment(settings.environment(), this::tellFault);
        this.events = new Events(settings.listener(), environment);
        this.home = new Home(environment, events);
        this.ids = new Ids(environment, settings.serverName());
        this.port = new StoragePort(settings.storage(), environment, events);
        this.tallies = new Tallies(environment);
        this.queue = new SaveQueue(port, environment, tallies);
        this.clock = new StorageClock(environment);
        settings.homeExecutor().ifPresent(home::learn);
    }

    private void tellFault(Throwable fault) {
        events.tell(listener -> listener.engineFault(fault));
    }

    public Settings settings() {
        return settings;
    }

    public Environment environment() {
        return environment;
    }

    public Events events() {
        return events;
    }

    public Ids ids() {
        return ids;
    }

    public StoragePort port() {
        return port;
    }

    public SaveQueue queue() {
        return queue;
    }

    /** The storage's clock. From any thread. */
    public StorageClock clock() {
        return clock;
    }

    public Home home() {
        return home;
    }

    /** What is counted for those who watch this server. From any thread. */
    public Tallies tallies() {
        return tallies;
    }

    /** Whether the server has begun to close. From any thread. */
    public boolean isClosing() {
        return isClosing;
    }

    /** The server begins to close: nothing new is begun from here on. */
    public void closing() {
        isClosing = true;
    }

    /** Runs the step when the server has closed, on a user thread; perhaps twice. From any thread. */
    public void whenClosed(Runnable step) {
        unanswered.put(questions.incrementAndGet(), step);
        if (isClosed) {
            step.run();
        }
    }

    /** Whoever still waits for an answer is told that the server has closed. On a user thread. */
    private void closed() {
        isClosed = true;
        forEach(unanswered.values(), Runnable::run);
    }

    /**
     * The server is to close, from any thread: an environment that takes no step of the loop for that long is given up, and {@code lost} runs instead of what was
     * to end the server. Whoever waits for an answer is told that it has closed.
     */
    public void closeWithin(Duration atMost, Consumer<Throwable> lost) {
        environment.limit(atMost, refusal -> {
            isClosing = true;
            lost.accept(refusal);
            closed();
            environment.close();
        });
    }

    /**
     * A future that the step, on the loop, is to complete. It is completed at the latest when the server has closed. From
     * any thread.
     */
    public <R> CompletableFuture<R> ask(Consumer<CompletableFuture<R>> step) {
        CompletableFuture<R> answer = future();
        long question = questions.incrementAndGet();
        Runnable end = () -> answer.completeExceptionally(closedFailure());
        unanswered.put(question, end);
        var unused = answer.whenComplete((result, failure) -> unanswered.remove(question));
        environment.onLoop(() -> step.accept(answer));
        if (isClosed) {
            end.run();
        }
        return answer;
    }

    /** The exception for calls of a server that has closed or is closing. */
    public DataSaveException closedFailure() {
        return new DataSaveException.Closed("server " + ids.serverName());
    }

    /**
     * Runs code that is the game's, or takes a while, on a user thread; then one of the two follows, on the loop. This is the one door to the game's
     * functions. Whatever comes out of one is a failure of it: checked exceptions too, which Kotlin, Groovy and sneaky throws let out of functions
     * that declare none. From any thread.
     */
    public <R extends @Nullable Object> void elsewhere(
            Callable<R> code, Consumer<? super R> then, Consumer<Throwable> failed) {
        environment.onUserThread(() -> {
            R result;
            try {
                result = code.call();
            } catch (Throwable thrown) {
                environment.onLoop(() -> failed.accept(thrown));
                return;
            }
            environment.onLoop(() -> then.accept(result));
        });
    }

    /** Takes the step for each, also where it throws for those before. */
    public <T> void forEach(Collection<? extends T> all, Consumer<? super T> step) {
        List.copyOf(all)
                .forEach(one -> environment.guarded(() -> step.accept(one)).run());
    }

    /**
     * The server has closed: runs the step on a user thread when the game's listener has heard of all that happened, or after a while if it does not
     * return; then ends all threads and timers, and tells all who still wait for an answer. On the loop.
     */
    public void end(Runnable step) {
        Once last = new Once(() -> {
            environment.onUserThread(() -> {
                try {
                    EventLog.OF_PROCESS.flush();
                } finally {
                    step.run();
                }
            });
            environment.onUserThread(this::closed);
            environment.close();
        });
        Environment.Timer deadline = environment.schedule(LISTENER_PATIENCE, last);
        events.whenTold(() -> environment.onLoop(() -> {
            deadline.cancel();
            last.run();
        }));
    }

    /** A future for the game. Whoever waits for it on a home thread runs what waits for that thread meanwhile ({@link Home}). */
    public <R> CompletableFuture<R> future() {
        return home.future();
    }

    /** Completes a future of the game's on a user thread. From any thread. */
    public <R extends @Nullable Object> void answer(CompletableFuture<R> future, R value) {
        environment.onUserThread(() -> future.complete(value));
    }

    /** Completes a future of the game's exceptionally, on a user thread. From any thread. */
    public void fail(CompletableFuture<?> future, Throwable failure) {
        environment.onUserThread(() -> future.completeExceptionally(failure));
    }

    /** Runs the step after the pause that is due after so many failures before this one ({@link Retry}). */
    public Environment.Timer retry(int failures, Runnable step) {
        return environment.schedule(Retry.pause(failures, environment), step);
    }

    /** Wakes another server; a hint (P6). */
    public void signal(String incarnation) {
        port.signal(List.of(incarnation));
    }

    /** The retention that the game's policy says. If the policy throws, it is 24 h, and the game is told. */
    public Retention retention(ProfileId profile, Supplier<Retention> policy) {
        try {
            return policy.get();
        } catch (Throwable thrown) {
            events.listenerFailed(profile, thrown);
            return Retention.keep(Duration.ofHours(24));
        }
    }
}
