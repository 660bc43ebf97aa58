package dev.datasave.tck.network;

import dev.datasave.spi.Environment;
import dev.datasave.tck.network.Journal.ServerEvent.What;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The environment of one server. Its loop, timers, threads and storage calls are events of the network. While it is paused, they wait and its clocks
 * go on. After its death they are dropped. A storage call that is under way then has either left the server or not, at random.
 */
final class VirtualServer implements Environment, EventQueue.Owner {
    private static final long NEVER = -1;

    private final String label;
    private final EventQueue queue;
    private final Weather weather;
    private final Journal journal;
    private final ServerStorage storage;
    private final SplittableRandom random;
    private final Function<Path, VirtualDisk> disks;
    private final LongConsumer passTime;
    private long monotonicStart;
    private final List<EventQueue.Event> deferred = new ArrayList<>();
    private final List<Runnable> unsent = new ArrayList<>();
    private Duration wallClockOff = Duration.ZERO;
    private long lastStep;
    private long cutOffUntil;
    private long calls;
    private int looksUntilNap;
    private Duration napTime = Duration.ZERO;
    private Duration renewalNap = Duration.ZERO;
    private Duration cutOffAfterNap = Duration.ZERO;
    private long clockStoppedAt = NEVER;
    private boolean asleep;
    private boolean paused;
    private boolean killed;
    private boolean closed;

    VirtualServer(
            String label,
            EventQueue queue,
            Weather weather,
            Journal journal,
            VirtualStorage entries,
            VirtualSignals signals,
            SplittableRandom random,
            Function<Path, VirtualDisk> disks,
            LongConsumer passTime) {
        this.label = label;
        this.queue = queue;
        this.weather = weather;
        this.journal = journal;
        this.storage = new ServerStorage(label, entries, signals.of(this), queue, weather, () -> nap(false));
        this.random = random;
        this.disks = disks;
        this.passTime = passTime;
        this.monotonicStart = random.nextLong(-1L << 50, 1L << 50);
        tell(What.STARTED);
    }

    ServerStorage storage() {
        return storage;
    }

    String label() {
        return label;
    }

    long calls() {
        return calls;
    }

    boolean isAlive() {
        return !killed && !closed;
    }

    boolean wasKilled() {
        return killed;
    }

    boolean isPaused() {
        return paused || asleep;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public long monotonicNanos() {
        long time = monotonicStart + queue.now();
        nap(true);
        return time;
    }

    @Override
    public long wallClockMillis() {
        long time = VirtualStorage.instant(queue.elapsed().plus(wallClockOff)).toEpochMilli();
        nap(true);
        return time;
    }

    /** Falls asleep at the next renewal of its lease, receives the answer when it wakes up, and is cut off then. */
    void napAtRenewal(Duration time, Duration cutOff) {
        renewalNap = time;
        cutOffAfterNap = cutOff;
    }

    /** Falls asleep after this many looks at something, before it can act on the result. */
    void nap(int looks, Duration time) {
        looksUntilNap = looks;
        napTime = time;
    }

    private boolean isTimeForANap() {
        return !napTime.isZero() && !closed && !isPaused() && looksUntilNap-- <= 0;
    }

    /**
     * Called after a look at a clock or into the storage. If it is time for a nap, everything else goes on inside this call.
     *
     * @param whole whether the whole server sleeps, not only the thread of a storage call
     */
    private void nap(boolean whole) {
        if (!isTimeForANap()) {
            return;
        }
        long until = queue.now() + napTime.toNanos();
        napTime = Duration.ZERO;
        asleep = whole;
        tell(whole ? What.FELL_ASLEEP : What.CALL_FELL_ASLEEP);
        passTime.accept(until);
        if (whole) {
            asleep = false;
            tell(What.WOKE_UP);
            goOn();
        }
    }

    @Override
    public long randomLong() {
        return random.nextLong();
    }

    @Override
    public void onLoop(Runnable step) {
        if (!closed && !VirtualDisk.hangs()) {
            lastStep = Math.max(lastStep, queue.now() + random.nextLong(20 * Weather.MICRO));
            queue.add(lastStep, this, () -> onlyOpen(step));
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable step) {
        if (closed) {
            tell(What.USED_AFTER_CLOSE);
            return () -> {};
        }
        EventQueue.Event event = queue.add(queue.now() + Math.max(0, delay.toNanos()), this, () -> onlyOpen(step));
        return event::cancel;
    }

    private void onlyOpen(Runnable step) {
        if (!closed) {
            step.run();
        }
    }

    @Override
    public boolean await(Condition condition, Duration atMost) {
        return false;
    }

    @Override
    public Folder folder(Path directory) {
        return disks.apply(directory).of(this);
    }

    @Override
    public void onUserThread(Runnable code) {
        if (VirtualDisk.hangs()) {
            return;
        }
        queue.add(queue.now() + random.nextLong(100 * Weather.MICRO), this, () -> VirtualDisk.run(code));
    }

    /** Runs a task on a thread of the game on this server. */
    void execute(Runnable task) {
        queue.add(queue.now(), this, task);
    }

    @Override
    public <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (closed) {
            tell(What.USED_AFTER_CLOSE);
            result.completeExceptionally(new RejectedExecutionException("server " + label + " is closed"));
            return result;
        }
        calls++;
        Weather.Call drawn = weather.call();
        Weather.Call fate = weather.isFailing(queue.now()) ? weather.prompt(drawn) : drawn;
        queue.add(queue.now() + fate.request(), () -> request(lane, fate, blocking, result));
        return result;
    }

    private <T> void request(Lane lane, Weather.Call fate, Callable<T> blocking, CompletableFuture<T> result) {
        if (fate.heldByPause() && killed) {
            return;
        }
        if (fate.heldByPause() && isPaused()) {
            unsent.add(() -> request(lane, fate, blocking, result));
            return;
        }
        long now = queue.now();
        boolean out = weather.isOut(now) || (now < cutOffUntil && !weather.isFailing(now));
        Weather.Call met = out ? weather.outage(fate) : fate;
        try {
            T value = storage.run(met, blocking);
            sleepBeforeTheReply(lane);
            reply(met, () -> result.complete(value));
        } catch (Throwable failure) {
            reply(met, () -> result.completeExceptionally(failure));
        }
    }

    /** If it is time for a nap, the answer arrives when the nap is over. */
    private void sleepBeforeTheReply(Lane lane) {
        boolean isRenewal = lane == Lane.HEARTBEAT && !renewalNap.isZero() && !isPaused();
        if (isRenewal || isTimeForANap()) {
            Duration time = isRenewal ? renewalNap : napTime;
            napTime = Duration.ZERO;
            renewalNap = Duration.ZERO;
            Duration cutOff = isRenewal ? cutOffAfterNap : Duration.ZERO;
            pause(false);
            queue.add(queue.now() + time.toNanos(), () -> {
                if (!cutOff.isZero()) {
                    cutOff(queue.now() + cutOff.toNanos());
                }
                resume();
            });
        }
    }

    private void reply(Weather.Call fate, Runnable completion) {
        queue.add(queue.now() + fate.reply(), this, completion);
    }

    @Override
    public boolean accepts(EventQueue.Event event) {
        if (isPaused() && !killed) {
            deferred.add(event);
        }
        return !isPaused() && !killed;
    }

    /** Stands still. If {@code wholeMachine}, its monotonic clock stands still, too. */
    void pause(boolean wholeMachine) {
        if (!paused) {
            paused = true;
            clockStoppedAt = wholeMachine ? queue.now() : NEVER;
            tell(What.PAUSED);
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            monotonicStart -= clockStoppedAt == NEVER ? 0 : queue.now() - clockStoppedAt;
            goOn();
            tell(What.RESUMED);
        }
    }

    private void goOn() {
        deferred.forEach(queue::restore);
        deferred.clear();
        unsent.forEach(request -> queue.add(queue.now(), request));
        unsent.clear();
    }

    void kill() {
        if (!killed) {
            killed = true;
            tell(What.KILLED);
        }
    }

    void jump(Duration by) {
        wallClockOff = wallClockOff.plus(by);
        tell(What.CLOCK_JUMPED);
    }

    void cutOff(long until) {
        cutOffUntil = until;
        tell(What.CUT_OFF);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tell(What.CLOSED);
        }
    }

    private void tell(What what) {
        journal.add(new Journal.ServerEvent(queue.elapsed(), label, what));
    }
}
