package dev.datasave;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of what costs a player or an owner something, for a listener that does nothing else about it. The same cause is logged once a minute; the next
 * time, with how often it came meanwhile. No data of a player is logged, unless an exception of the game's own quotes it. Thread-safe.
 */
final class EventLog {
    /** The one of this process. */
    static final EventLog OF_PROCESS = new EventLog(System.getLogger(DataSave.class.getName()), System::nanoTime);

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MOST_CAUSES = 1_000;

    private final System.Logger logger;
    private final LongSupplier clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /** {@code clock} is monotonic, in nanoseconds. */
    EventLog(System.Logger logger, LongSupplier clock) {
        this.logger = logger;
        this.clock = clock;
    }

    private static final class Window {
        private final long until;
        private long leftOut;

        private Window(long until) {
            this.until = until;
        }
    }

    /**
     * Logs an event, unless it was logged within the last minute with the same cause.
     *
     * @param what what happened, without names: what is the same for all profiles
     * @param of the profile or the like that it happened to
     */
    void log(System.Logger.Level level, String what, String of, @Nullable Throwable cause) {
        String key = what + (cause == null ? "" : " " + rootOf(cause));
        if (windows.size() >= MOST_CAUSES && !windows.containsKey(key)) {
            windows.clear();
        }
        long now = clock.getAsLong();
        long[] before = {-1};
        windows.compute(key, (same, window) -> {
            if (window != null && window.until - now > 0) {
                window.leftOut++;
                return window;
            }
            before[0] = window == null ? 0 : window.leftOut;
            return new Window(now + MINUTE);
        });
        if (before[0] >= 0) {
            String more = before[0] == 0 ? "" : " (and " + before[0] + " times more since it was logged last)";
            logger.log(level, what + (of.isEmpty() ? "" : ": " + of) + more, cause);
        }
    }

    /** Where the cause was thrown, as far as it tells one cause from another. */
    private static String rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        return root.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
