package dev.datasave.peers;

import java.util.List;
import java.util.Optional;

/** A game server as its players see it. Thread-safe. */
interface PeerServer extends AutoCloseable {
    /** Lets a player in as soon as the peer allows that, or not at all after a minute and a half. Blocks. */
    Optional<Seat> join(String key) throws Exception;

    /** Saves these seats together, as the peer's autosave would; returns how many are stored. */
    int saveAll(List<Seat> seats) throws Exception;

    /** Whether the peer saves in the background by itself; else the game calls {@link #saveAll} every 30 s. */
    default boolean savesByItself() {
        return false;
    }

    @Override
    void close();

    /** A player who is in. For one thread. */
    interface Seat {
        String key();

        long money();

        /** Earns or spends; returns whether the peer let that happen. */
        boolean earn(long amount);

        /** Saves; returns whether that is confirmed. */
        boolean save() throws Exception;

        /** Saves for the last time and lets the player go; returns whether the state is confirmed. */
        boolean quit() throws Exception;
    }
}
