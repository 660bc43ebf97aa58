package dev.datasave.peers;

import dev.datasave.peers.PeerServer.Seat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A player goes from one server to the next: the quit and the join begin at the same moment, as a proxy does it. */
final class Hop {
    static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private Hop() {}

    /** A hop that has ended: where the player sits now, and how long there was nobody to play with. */
    record Done(Seat seat, long nanos) {}

    static Done run(Peer peer, Seat from, PeerServer to) throws Exception {
        long start = System.nanoTime();
        Future<Boolean> quit = THREADS.submit(from::quit);
        if (peer.isBare()) {
            quit.get(); // as if something had told the next server for nothing
        }
        Seat seat = to.join(from.key())
                .orElseThrow(() -> new IllegalStateException(peer.name() + ": found no way in for " + from.key()));
        long nanos = System.nanoTime() - start;
        quit.get();
        return new Done(seat, nanos);
    }
}
