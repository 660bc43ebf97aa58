package dev.datasave.engine.loop;

import dev.datasave.DataSave;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log of what costs a player or an owner something, for a listener that does nothing else about it. The same kind of event with the same kind of cause is logged at
 * once, and then counted for a minute; the count is logged at the end of the minute, or when a server closes. No data of a player is logged ({@link LoggedCause}).
 * Thread-safe.
 */
public final class EventLog {
    /** The one of this process. */
    public static final EventLog OF_PROCESS =
            new EventLog(System.getLogger(DataSave.class.getName()), System::nanoTime, EventLog::later);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_CAUSES = 1_000;
    private static final Pattern NUMBERS = Pattern.compile("\\b[0-9a-f]{8,}\\b|\\d+");
    private static final Pattern PATHS = Pattern.compile("(\\$(?:\\.[A-Za-z_]\\w*)?)[^\\s:,]*");

    private volatile System.Logger logger;
    private final LongSupplier clock;
    private final BiConsumer<Duration, Runnable> timer;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /** {@code clock} is monotonic, in nanoseconds; {@code timer} runs a step later. */
    EventLog(System.Logger logger, LongSupplier clock, BiConsumer<Duration, Runnable> timer) {
        this.logger = logger;
        this.clock = clock;
        this.timer = timer;
    }

    private static void later(Duration delay, Runnable step) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(step);
    }

    /** A cause, from the first time that it is logged until a minute later. */
    private static final class Window {
        private final System.Logger.Level level;
        private final String what;
        private final long until;
        private long leftOut;
        private String last = "";

        private Window(System.Logger.Level level, String what, long until) {
            this.level = level;
            this.what = what;
            this.until = until;
        }
    }

    /** Has another logger from now on, so that a test can read what is logged; returns the one until then. */
    System.Logger replaced(System.Logger other) {
        System.Logger before = logger;
        logger = other;
        return before;
    }

    /** Logs an event, however often it comes: each is a loss of its own. */
    public void each(System.Logger.Level level, String text, @Nullable LoggedCause cause) {
        logger.log(level, text, cause);
    }

    /** Logs an event without a cause, unless the same was logged within the last minute; then it counts it. As {@link #failed}. */
    public void log(System.Logger.Level level, String what, String of, String why) {
        log(level, what, of, why, null);
    }

    /**
     * Logs an event with its cause, unless the same kind of cause was logged for that kind of event within the last minute; then it counts it.
     *
     * @param what what happened, without names: what is the same for all profiles
     * @param of the profile or the like that it happened to
     * @param cause what was thrown
     */
    public void failed(System.Logger.Level level, String what, String of, LoggedCause cause) {
        log(level, what, of, "", cause);
    }

    private void log(System.Logger.Level level, String what, String of, String why, @Nullable LoggedCause cause) {
        String key = what + "|" + kind(why, of) + "|" + (cause == null ? "" : kind(cause.kind(), of));
        if (windows.size() >= MOST_CAUSES && !windows.containsKey(key)) {
            flush();
        }
        long now = clock.getAsLong();
        boolean[] isFirst = {false};
        boolean[] isCounted = {false};
        Window[] past = {null};
        Window current = windows.compute(key, (same, window) -> {
            if (window == null || window.until - now <= 0) {
                isFirst[0] = true;
                past[0] = window;
                return new Window(level, what, now + MINUTE.toNanos());
            }
            isCounted[0] = window.leftOut++ == 0;
            window.last = of;
            return window;
        });
        if (past[0] != null) {
            tellCount(past[0]);
        }
        if (isFirst[0]) {
            logger.log(level, joined(what, of, why), cause);
        } else if (isCounted[0]) {
            timer.accept(Duration.ofNanos(Math.max(0, current.until - now)), () -> end(key, current));
        }
    }

    private static String joined(String... parts) {
        return Stream.of(parts)
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + ": " + b)
                .orElse("");
    }

    /** What is the same in words that tell the same of different profiles: without names, numbers, and what is below a path's first member. */
    private static String kind(String words, String of) {
        String nameless = of.isEmpty() ? words : words.replace(of, "*");
        return PATHS.matcher(NUMBERS.matcher(nameless).replaceAll("#")).replaceAll("$1");
    }

    @SuppressWarnings("ReferenceEquality") // another window may have followed
    private void end(String key, Window window) {
        boolean[] isRemoved = {false};
        windows.computeIfPresent(key, (same, now) -> {
            isRemoved[0] = now == window;
            return isRemoved[0] ? null : now;
        });
        if (isRemoved[0]) {
            tellCount(window);
        }
    }

    private void tellCount(Window window) {
        if (window.leftOut > 0) {
            String last = window.last.isEmpty() ? "" : ", the last time: " + window.last;
            logger.log(window.level, window.what + ": " + window.leftOut + " times more within a minute" + last);
        }
    }

    /** Logs all counts now, as when a server closes. What comes later is logged as if for the first time. */
    public void flush() {
        List.copyOf(windows.entrySet()).forEach(entry -> end(entry.getKey(), entry.getValue()));
    }
}
