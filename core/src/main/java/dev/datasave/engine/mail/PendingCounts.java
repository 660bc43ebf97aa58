package dev.datasave.engine.mail;

import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many messages may wait, at most, for each profile to which this server has sent of late: as many as were counted, and those that it has sent
 * since. So it need not list them all at every message. A count is good for ten seconds, because others send too. Loop only.
 */
final class PendingCounts {
    private static final long GOOD_FOR_NANOS = Duration.ofSeconds(10).toNanos();

    private final Map<EntryId, Count> counts = new HashMap<>();

    private record Count(int most, long until) {}

    /** Adds so many messages if the profile can certainly take them; false if they are to be counted first. */
    boolean takes(EntryId profile, int more, long now) {
        Count count = counts.get(profile);
        if (count == null || count.until() - now <= 0 || count.most() + more > Mail.MOST_PENDING) {
            return false;
        }
        counts.put(profile, new Count(count.most() + more, count.until()));
        return true;
    }

    /** Adds so many messages to those that were counted; false if the profile can't take them. */
    boolean takes(EntryId profile, int counted, int more, long now) {
        counts.put(profile, new Count(counted, now + GOOD_FOR_NANOS));
        return takes(profile, more, now);
    }

    /** Forgets what is no longer good. */
    void forgetOld(long now) {
        counts.values().removeIf(count -> count.until() - now <= 0);
    }
}
