package dev.datasave.console;

import dev.datasave.ErasureReceipt;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Erasures that run: each takes ten seconds at least, longer than a page should. The newest 50 are remembered. */
final class Erasures {
    private static final int KEPT = 50;

    private final Map<String, State> states = new LinkedHashMap<>();

    /** How far an erasure is. */
    sealed interface State {
        record Running() implements State {}

        record Ended(ErasureReceipt receipt) implements State {}

        record Failed(String why) implements State {}
    }

    /** Begins one, and returns its id. */
    String begin(Supplier<ErasureReceipt> work) {
        String id = Visits.random();
        put(id, new State.Running());
        Thread.ofVirtual().name("console-erasure").start(() -> put(id, done(work)));
        return id;
    }

    private static State done(Supplier<ErasureReceipt> work) {
        try {
            return new State.Ended(work.get());
        } catch (RuntimeException failed) {
            return new State.Failed("It has failed in the middle, and can be begun again: "
                    + Shown.text(String.valueOf(failed.getMessage()), 500));
        }
    }

    private synchronized void put(String id, State state) {
        states.put(id, state);
        Iterator<String> oldest = states.keySet().iterator();
        while (states.size() > KEPT) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized Optional<State> state(String id) {
        return Optional.ofNullable(states.get(id));
    }
}
