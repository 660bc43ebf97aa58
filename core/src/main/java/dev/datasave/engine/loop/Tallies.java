package dev.datasave.engine.loop;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.datasave.DataSaveListener.Acquired;
import dev.datasave.NotLoadedReason;
import dev.datasave.ServerInfo;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this server counts for those who watch it. It is written on the loop, and {@link #statistics} reads it from any thread. */
public final class Tallies {
    /** Upper bounds, in milliseconds, of the classes in which handovers are counted; the last class has none. */
    private static final int[] HANDOVER_MILLIS = {
        1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 2000, 5000, 10_000
    };

    private final Environment environment;
    private final AtomicInteger profiles = new AtomicInteger();
    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong saved = new AtomicLong();
    private final AtomicLong loaded = new AtomicLong();
    private final AtomicLong takeOvers = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLongArray handovers = new AtomicLongArray(HANDOVER_MILLIS.length + 1);
    private final AtomicLong savingNanos = new AtomicLong();
    private final Map<Class<? extends NotLoadedReason>, AtomicLong> notLoaded = new ConcurrentHashMap<>();
    private volatile Queue queue = new Queue(0, 0);
    private volatile Suspension suspension = new Suspension(0, null);

    /** Writes that are not decided, and when the oldest of them was submitted. */
    private record Queue(int writes, long oldest) {}

    /** The suspensions that are over, and the beginning of the present one. */
    private record Suspension(long nanos, @Nullable Long since) {}

    Tallies(Environment environment) {
        this.environment = environment;
    }

    /** A load has begun. */
    public void loadBegun() {
        loads.incrementAndGet();
    }

    /** A load was answered with a profile, that long after it was asked for. */
    public void loaded(Acquired how, Duration took) {
        loads.decrementAndGet();
        loaded.incrementAndGet();
        if (how == Acquired.HANDOVER) {
            int bound = 0;
            while (bound < HANDOVER_MILLIS.length && took.compareTo(Duration.ofMillis(HANDOVER_MILLIS[bound])) > 0) {
                bound++;
            }
            handovers.incrementAndGet(bound);
        } else if (how == Acquired.TAKEOVER) {
            takeOvers.incrementAndGet();
        }
    }

    /** A load was answered, with the reason why there is no profile. */
    public void notLoaded(NotLoadedReason reason) {
        loads.decrementAndGet();
        notLoaded.computeIfAbsent(reason.getClass(), none -> new AtomicLong()).incrementAndGet();
    }

    /** This server owns one profile more, or one less. */
    public void owns(int more) {
        profiles.addAndGet(more);
    }

    /** A state was stored, that many nanoseconds after its write was submitted. */
    public void saved(long nanos) {
        saved.incrementAndGet();
        savingNanos.addAndGet(nanos);
    }

    /** A write was refused, because the profile is another session's (P1). */
    public void refused() {
        refused.incrementAndGet();
    }

    /** That many messages wait for the profiles of this server. */
    public void messages(int now) {
        messages.set(now);
    }

    void queue(int writes, long oldest) {
        queue = new Queue(writes, oldest);
    }

    /** The server is suspended from now on. */
    public void suspended() {
        suspension = new Suspension(suspension.nanos, environment.monotonicNanos());
    }

    /** The server is not suspended any longer. */
    public void resumed() {
        suspension = new Suspension(nanos(suspension), null);
    }

    private long nanos(Suspension now) {
        return now.nanos + (now.since == null ? 0 : environment.monotonicNanos() - now.since);
    }

    /** All of it at about this moment. From any thread. */
    public ServerInfo.Statistics statistics() {
        Queue waiting = queue;
        return new ServerInfo.Statistics(
                profiles.get(),
                loads.get(),
                notLoaded.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, count -> count.getValue().get())),
                saved.get(),
                Duration.ofNanos(savingNanos.get()),
                waiting.writes,
                waiting.writes == 0 ? Duration.ZERO : Duration.ofNanos(environment.monotonicNanos() - waiting.oldest),
                messages.get(),
                Duration.ofNanos(nanos(suspension)));
    }

    /** What a lease tells of its server, for those who watch the network: small, of fixed size, and naming nobody. From any thread. */
    public JsonObject figures() {
        ServerInfo.Statistics now = statistics();
        JsonObject json = new JsonObject();
        json.addProperty("profiles", now.profiles());
        json.addProperty("loads", now.loads());
        json.addProperty("loaded", loaded.get());
        json.addProperty(
                "notLoaded",
                now.notLoaded().values().stream().mapToLong(Long::longValue).sum());
        json.addProperty("takeOvers", takeOvers.get());
        json.addProperty("saved", now.saved());
        json.addProperty("refused", refused.get());
        json.addProperty("queued", now.queued());
        json.addProperty("queueMillis", now.oldestQueued().toMillis());
        json.addProperty("messages", now.messages());
        json.addProperty("suspendedMillis", now.suspended().toMillis());
        JsonArray bounds = new JsonArray();
        for (int bound : HANDOVER_MILLIS) {
            bounds.add(bound);
        }
        JsonArray counts = new JsonArray();
        for (int i = 0; i < handovers.length(); i++) {
            counts.add(handovers.get(i));
        }
        json.add("handoverMillis", bounds);
        json.add("handovers", counts);
        return json;
    }
}
