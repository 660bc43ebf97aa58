package dev.datasave.engine.server;

import com.google.gson.JsonObject;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.lease.Leases;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Removes in the background the revisions whose time is over. One server does it: the first of the living by its id. It begins once a minute and
 * works in small steps. After each step it pauses four times as long as the step took.
 *
 * <p><b>The brake.</b> The storage's clock decides what is due, and a clock that is set years ahead must not cost the history. So before each round
 * the server looks how much is due. Up to a tenth of the history is removed. More is removed only if the storage's clock has moved as much as this
 * machine's clock since an earlier look: then it is really due, for example after a bulk migration 30 days ago. Otherwise nothing is removed, and the
 * game is told every hour until the clock is right again. An entry remembers since when. After seven days by the storage's clock, the clock counts as
 * right: it looks the same if all servers were off for weeks, and history must not grow for ever (F22). Loop only.
 */
final class Sweeper {
    static final EntryId BRAKE = new EntryId(Addresses.SWEEP, "brake");

    private static final Duration PERIOD = Duration.ofSeconds(60);
    private static final Duration PERIOD_STOPPED = Duration.ofMinutes(10);
    private static final Duration REMINDER = Duration.ofHours(1);
    private static final Duration DRIFT = Duration.ofHours(1);
    private static final Duration STANDS = Duration.ofDays(7);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int STEP = 200;
    private static final int STEPS = 50;

    private final Loop loop;
    private final Leases leases;
    private @Nullable Clocks trusted;
    private @Nullable Long toldAt;

    /** Both clocks at one moment. */
    private record Clocks(Instant storage, long nanos) {
        boolean explains(Clocks later) {
            Duration own = Duration.ofNanos(later.nanos - nanos);
            return Duration.between(storage, later.storage).minus(own).abs().compareTo(DRIFT) <= 0;
        }
    }

    private record Look(Storage.Backlog backlog, Optional<Entry> brake) {
        boolean isTooMuch() {
            return backlog.due() * 10 > backlog.all();
        }

        /** How long the brake has stood; negative if the clock was set back since. */
        Duration standing() {
            return brake.map(entry -> Duration.between(entry.updated(), backlog.now()))
                    .orElse(Duration.ZERO);
        }
    }

    private Environment.Timer timer = () -> {};

    Sweeper(Loop loop, Leases leases) {
        this.loop = loop;
        this.leases = leases;
    }

    void start() {
        lookAfter(PERIOD);
    }

    void end() {
        timer.cancel();
    }

    private void lookAfter(Duration delay) {
        long jitter = Math.floorMod(loop.environment().randomLong(), delay.toNanos() / 4);
        after(delay.plusNanos(jitter), this::look);
    }

    private void after(Duration delay, Runnable step) {
        if (!loop.isClosing()) {
            timer = loop.environment().schedule(delay, () -> {
                if (!loop.isClosing()) {
                    step.run();
                }
            });
        }
    }

    private void look() {
        leases.whetherFirst(isFirst -> {
            if (isFirst) {
                loop.port()
                        .call(
                                storage -> new Look(storage.backlog(), current(storage)),
                                this::decide,
                                failure -> lookAfter(PERIOD));
            } else {
                lookAfter(PERIOD);
            }
        });
    }

    private static Optional<Entry> current(Storage storage) {
        return storage.read(List.of(BRAKE)).getFirst().filter(entry -> !entry.isTombstone());
    }

    private void decide(Look look) {
        Clocks now = new Clocks(look.backlog.now(), loop.environment().monotonicNanos());
        Clocks before = trusted;
        boolean isExplained = before != null && before.explains(now);
        if (isExplained || !look.isTooMuch() || look.standing().compareTo(STANDS) >= 0) {
            trusted = now;
            look.brake.ifPresent(this::release);
            step(STEPS);
        } else {
            trusted = null;
            if (look.brake.isEmpty() || look.standing().isNegative()) {
                brake(look);
            }
            tell(look.backlog);
            lookAfter(PERIOD_STOPPED);
        }
    }

    private void brake(Look look) {
        JsonObject json = new JsonObject();
        json.addProperty("due", look.backlog.due());
        json.addProperty("all", look.backlog.all());
        Write write = Write.put(BRAKE, look.brake, writeId(), Content.of(json.toString()));
        loop.port().tryCall(storage -> storage.write(List.of(write), Atomicity.EACH));
    }

    private void release(Entry brake) {
        Write write = Write.forget(brake, writeId());
        loop.port().tryCall(storage -> storage.write(List.of(write), Atomicity.EACH));
    }

    private String writeId() {
        return loop.ids().writeId();
    }

    private void tell(Storage.Backlog backlog) {
        long now = loop.environment().monotonicNanos();
        Long last = toldAt;
        if (last == null || now - last >= REMINDER.toNanos()) {
            toldAt = now;
            loop.events().tell(listener -> listener.sweepStopped(backlog.due(), backlog.all()));
        }
    }

    private void step(int left) {
        long begun = loop.environment().monotonicNanos();
        loop.port()
                .call(
                        storage -> storage.sweep(STEP),
                        removed -> {
                            if (removed < STEP) {
                                lookAfter(PERIOD);
                            } else {
                                after(pause(begun), left > 1 ? () -> step(left - 1) : this::look);
                            }
                        },
                        failure -> lookAfter(PERIOD));
    }

    /** Long enough that sweeping takes at most a fifth of the time. */
    private Duration pause(long begun) {
        Duration pause = Duration.ofNanos(4 * (loop.environment().monotonicNanos() - begun));
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
