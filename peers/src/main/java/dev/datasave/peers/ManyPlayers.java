package dev.datasave.peers;

import dev.datasave.peers.PeerServer.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Many players at once. */
final class ManyPlayers {
    private static final int AT_ONCE = 100;

    private ManyPlayers() {}

    static List<Seat> join(PeerServer server, int players) throws Exception {
        List<Callable<Seat>> joins = new ArrayList<>();
        for (int i = 0; i < players; i++) {
            String key = Peer.key(i);
            joins.add(() -> server.join(key).orElseThrow());
        }
        return all(joins);
    }

    static List<Boolean> quit(List<Seat> seats) throws Exception {
        List<Callable<Boolean>> quits = new ArrayList<>();
        seats.forEach(seat -> quits.add(seat::quit));
        return all(quits);
    }

    /** Does all of this, a hundred at a time; returns the results in order. */
    static <T> List<T> all(List<Callable<T>> work) throws Exception {
        Semaphore room = new Semaphore(AT_ONCE);
        List<Future<T>> begun = new ArrayList<>();
        for (Callable<T> each : work) {
            room.acquire();
            begun.add(Hop.THREADS.submit(() -> {
                try {
                    return each.call();
                } finally {
                    room.release();
                }
            }));
        }
        List<T> results = new ArrayList<>();
        @Nullable ExecutionException failure = null;
        for (Future<T> each : begun) {
            try {
                results.add(each.get());
            } catch (ExecutionException e) {
                failure = e; // the others end first, because they need what the caller closes
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }
}
