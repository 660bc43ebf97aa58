package dev.datasave.peers;

import java.time.Duration;

/**
 * How long things take that are settings.
 *
 * @param autosave how often every player is saved in the background; DataSave's own default
 * @param leftBehind after how long without a save Hibernate's row and the locked column count as left behind
 * @param watchdog after how long without a renewal Redisson's lock is over; Redisson's own default
 * @param lease after how long without a heartbeat DataSave's server counts as dead; DataSave's own default
 * @param patience how long a join waits at most
 */
record Pace(String name, Duration autosave, Duration leftBehind, Duration watchdog, Duration lease, Duration patience) {
    /** The defaults of everyone. */
    static final Pace USUAL = new Pace("usual", seconds(30), seconds(60), seconds(30), seconds(10), seconds(90));

    /** Shorter for everyone, to try in a minute that all of it works. Its figures say nothing. */
    static final Pace QUICK = new Pace("quick", seconds(2), seconds(5), seconds(5), seconds(10), seconds(30));

    boolean isQuick() {
        return equals(QUICK);
    }

    static Pace of(String name) {
        return name.equals(QUICK.name) ? QUICK : USUAL;
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
