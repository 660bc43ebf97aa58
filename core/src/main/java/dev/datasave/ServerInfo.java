package dev.datasave;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A server that counts as living because it has a lease.
 *
 * @param serverName its label
 * @param incarnation its random id
 * @param since when it first wrote its lease, by the storage's clock
 */
public record ServerInfo(String serverName, String incarnation, Instant since) {

    /**
     * What a running server has counted, for those who watch it. Each number is right by itself; together they are not of one moment.
     *
     * @param profiles how many profiles the server owns now, those whose release is under way included
     * @param loads how many loads have not been answered yet
     * @param notLoaded how many loads have ended without a profile since the start, by the type of their reason; without those that were asked for
     *     after closing had begun. A reason that has not come yet is missing
     * @param saved how many states of profiles the storage has taken since the start: saves, autosaves and last states, but not what a transaction
     *     stored
     * @param saving how long these took in all, from the moment at which a state was handed to the save queue until the storage had taken it
     * @param queued how many writes of any kind are not decided yet: they wait, are under way, or are tried again
     * @param oldestQueued for how long the oldest of these has been waiting; zero if there is none
     * @param messages how many messages waited for the profiles that the server owns, at its last heartbeat and as far as it knew
     * @param suspended for how long in all the server has been suspended since the start (P3), a suspension that lasts included
     */
    public record Statistics(
            int profiles,
            int loads,
            Map<Class<? extends NotLoadedReason>, Long> notLoaded,
            long saved,
            Duration saving,
            int queued,
            Duration oldestQueued,
            int messages,
            Duration suspended) {

        /** Copies the map. */
        public Statistics {
            notLoaded = Map.copyOf(notLoaded);
        }
    }
}
