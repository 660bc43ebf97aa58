package dev.datasave.engine.spool;

import dev.datasave.engine.handover.Strays;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Write;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Brings one file of the spool into the storage. It first repeats the file's write, which the storage recognises if it was carried out before. If
 * that is refused, it does what the {@link SpoolVerdict} says. At last it removes the file. After a failure it tries again until the storage has
 * answered (P10). But if the storage takes other writes and not this one, loads of the profile wait no longer. Loop only.
 */
final class Replay {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LULL = Duration.ofSeconds(8);

    private final Spool spool;
    private final Loop loop;
    private final Strays strays;
    private final SpoolName name;
    private @Nullable SpoolFile file;
    private SaveQueue.@Nullable Job job;
    private Environment.Timer timer = () -> {};
    private ReplayState state = ReplayState.NEW;
    private int attempts;
    private long failingSince;
    private long writesBefore;
    private long failedAt;
    private boolean isFailing;
    private boolean isStuck;

    Replay(Spool spool, Loop loop, Strays strays, SpoolName name) {
        this.spool = spool;
        this.strays = strays;
        this.loop = loop;
        this.name = name;
    }

    SpoolName name() {
        return name;
    }

    boolean hasBegun() {
        return state != ReplayState.NEW;
    }

    private void on(ReplayState.Event event) {
        state = ReplayState.TABLE.next(state, event, loop.events(), name);
    }

    private boolean isOver() {
        return state == ReplayState.OVER;
    }

    /** Whether the storage does not take this write, so that loads must not wait for it. */
    boolean isStuck() {
        return isStuck;
    }

    void begin() {
        if (!hasBegun()) {
            on(ReplayState.Event.BEGUN);
            spool.disk().work(folder -> folder.read(name), this::read, this::unreadable);
        }
    }

    private void read(SpoolFile found) {
        if (isOver()) {
            return;
        }
        file = found;
        if (found.write().expectedRevision() == 0) {
            look(found); // a profile that was erased and swept since must not come back
        } else {
            submit(found, found.write());
        }
    }

    private void submit(SpoolFile found, Write write) {
        on(ReplayState.Event.WRITE);
        boolean isWhole = write.id().equals(found.id());
        job = loop.queue()
                .submit(
                        write,
                        true,
                        decision -> {
                            if (decision.written() && isWhole) {
                                over(found, SpoolVerdict.End.STORED);
                            } else {
                                look(found);
                            }
                        },
                        this::failing);
    }

    private void look(SpoolFile found) {
        if (isOver()) {
            return;
        }
        timer.cancel();
        on(ReplayState.Event.LOOK);
        long successes = loop.port().successes();
        long now = loop.environment().wallClockMillis();
        loop.port().call(storage -> SpoolVerdict.of(storage, found, now), verdict -> act(found, verdict), failure -> {
            if (loop.port().successes() > successes) {
                failing(failure);
            }
            lookLater(found);
        });
    }

    private void lookLater(SpoolFile found) {
        if (isOver()) {
            return;
        }
        on(ReplayState.Event.FAILED);
        timer = loop.retry(attempts++, () -> look(found));
    }

    /** The storage has given a sign of life. */
    void wake() {
        SpoolFile found = file;
        if (state == ReplayState.RETRIES && found != null && !isFailing) {
            look(found);
        }
    }

    private void act(SpoolFile found, SpoolVerdict verdict) {
        if (isOver()) {
            return;
        }
        switch (verdict) {
            case SpoolVerdict.Over over -> over(found, over.end());
            case SpoolVerdict.Put put -> submit(found, put.write());
            case SpoolVerdict.Free free -> {
                on(ReplayState.Event.FREE);
                strays.passOn(found.id(), free.token(), null, () -> look(found));
            }
        }
    }

    private void over(SpoolFile found, SpoolVerdict.End end) {
        if (isOver()) {
            return;
        }
        on(ReplayState.Event.ENDED);
        String orphan = OrphanEntries.idOf(found).key();
        loop.events().tell(listener -> {
            switch (end) {
                case STORED -> listener.replayed(found.profile());
                case ORPHAN -> listener.orphanKept(found.profile(), orphan);
                case ERASED -> listener.spoolDropped(found.profile());
            }
        });
        spool.remove(name);
        spool.over(this);
    }

    /** The storage answers other calls but fails at this one. If that lasts while it takes other writes, the replay is stuck, and loads wait for it no longer. */
    private void failing(Throwable failure) {
        long now = loop.environment().monotonicNanos();
        boolean goesOn = isFailing && now - failedAt < LULL.toNanos(); // otherwise the storage was away in between
        failingSince = goesOn ? failingSince : now;
        writesBefore = goesOn ? writesBefore : loop.port().writesDone();
        failedAt = now;
        isFailing = true;
        boolean takesOthers = loop.port().writesDone() > writesBefore;
        if (!isOver() && !isStuck && takesOthers && now - failingSince >= PATIENCE.toNanos()) {
            isStuck = true;
            spool.failed(name.toString(), failure);
            spool.stuck(this);
        }
    }

    /** The file can't be read, so it stays. */
    private void unreadable(Throwable failure) {
        if (!isOver()) {
            end();
            spool.failed(name.toString(), failure);
            spool.over(this);
        }
    }

    /** Ends the replay; a step under way may still be carried out. */
    void end() {
        on(ReplayState.Event.ENDED);
        timer.cancel();
        if (job != null) {
            job.cancel();
        }
    }
}
