package dev.datasave.engine.mail;

import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * An upper bound of the messages that wait for each profile to which this server has sent lately: the number at the last count plus the messages sent
 * by this server since. So the server need not count them at every message. A count is used for ten seconds only, because other servers send too.
 * Loop only.
 */
final class PendingCounts {
    private static final long GOOD_FOR_NANOS = Duration.ofSeconds(10).toNanos();

    private final Map<EntryId, Count> counts = new HashMap<>();

    private record Count(int most, long until) {}

    /** Adds messages if the profile can certainly take them; false if the waiting ones have to be counted first. */
    boolean takes(EntryId profile, int more, long now) {
        Count count = counts.get(profile);
        if (count == null || count.until() - now <= 0 || count.most() + more > Mail.MOST_PENDING) {
            return false;
        }
        counts.put(profile, new Count(count.most() + more, count.until()));
        return true;
    }

    /** Adds messages after the waiting ones were counted; false if the profile can't take them. */
    boolean takes(EntryId profile, int counted, int more, long now) {
        counts.put(profile, new Count(counted, now + GOOD_FOR_NANOS));
        return takes(profile, more, now);
    }

    /** Forgets counts that are too old. */
    void forgetOld(long now) {
        counts.values().removeIf(count -> count.until() - now <= 0);
    }
}
