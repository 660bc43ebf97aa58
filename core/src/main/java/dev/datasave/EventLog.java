package dev.datasave;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The log of what costs a player or an owner something, for a listener that does nothing else about it. The same cause is logged once a minute; the next
 * time, with how often it came meanwhile. No data of a player is logged, unless an exception of the game's own quotes it. Thread-safe.
 */
final class EventLog {
    private static final System.Logger LOG = System.getLogger(DataSave.class.getName());
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MOST_CAUSES = 1_000;
    private static final Map<String, Window> WINDOWS = new ConcurrentHashMap<>();

    private EventLog() {}

    private static final class Window {
        private final long until = System.nanoTime() + MINUTE;
        private long leftOut;
    }

    /**
     * Logs an event, unless it was logged within the last minute with the same cause.
     *
     * @param what what happened, without names: what is the same for all profiles
     * @param of the profile or the like that it happened to
     */
    static void log(System.Logger.Level level, String what, String of, @Nullable Throwable cause) {
        String key = what + (cause == null ? "" : " " + rootOf(cause));
        if (WINDOWS.size() >= MOST_CAUSES) {
            WINDOWS.clear();
        }
        long[] before = {-1};
        WINDOWS.compute(key, (same, window) -> {
            if (window != null && window.until - System.nanoTime() > 0) {
                window.leftOut++;
                return window;
            }
            before[0] = window == null ? 0 : window.leftOut;
            return new Window();
        });
        if (before[0] >= 0) {
            String more = before[0] == 0 ? "" : " (and " + before[0] + " times more since it was logged last)";
            LOG.log(level, what + (of.isEmpty() ? "" : ": " + of) + more, cause);
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
