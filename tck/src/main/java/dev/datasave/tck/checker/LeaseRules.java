package dev.datasave.tck.checker;

import dev.datasave.tck.network.Journal.Written;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The rules for leases: which server may write and remove them (P4), and what a server must have reported before it gives up its own (P9). */
final class LeaseRules {
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final Findings found;
    private final Deque<Written> givenUp = new ArrayDeque<>();

    LeaseRules(Findings found) {
        this.found = found;
    }

    void written(Written written) {
        String incarnation = written.id().key();
        found.servers.leased(written);
        if (written.after().isPresent()) {
            found.sessions.renewed(written.server());
        }
        if (found.servers.ofHolder(incarnation).equals(Optional.of(written.server()))) {
            if (written.after().isEmpty()) {
                givenUp.add(written);
            }
            return;
        }
        Duration stood = written.at().minus(found.lineage.writtenAt(written.id()));
        Duration expected = written.before().map(ServerNames::leaseTime).orElse(ServerNames.LEASE_TIME);
        if (written.after().isPresent()) {
            found.report(written, "P4", "wrote the lease of " + incarnation + ", which is another server's");
        } else if (stood.compareTo(expected) < 0) {
            found.report(written, "P4", "removed a lease that stood for " + stood + ", expected at least " + expected);
        } else if (!found.servers.couldWatch(found.lineage.writtenAt(written.id()), written.at(), expected)) {
            found.report(
                    written, "P4", "removed a lease that no server could watch for " + expected + " after an outage");
        } else if (found.calm) {
            found.report(written, "P4", "removed the lease of " + incarnation + ", although nothing went wrong");
        }
        found.count(Count.BURIED);
    }

    /** A server that gave up its lease a moment ago has reported what it could not save; the report takes a moment to arrive. */
    void settle(Duration now) {
        while (!givenUp.isEmpty() && givenUp.getFirst().at().plus(A_MOMENT).compareTo(now) < 0) {
            givenUp(givenUp.removeFirst());
        }
    }

    private void givenUp(Written written) {
        if (found.servers.standsStill(written.server()) || !found.servers.isPresent(written)) {
            return;
        }
        for (SessionRules.Session session : found.sessions.all()) {
            if (session.server().equals(written.server())) {
                found.accounts
                        .missing(session)
                        .ifPresent(state -> found.report(
                                written, "P9", "removed its lease before it saved state " + state + " of " + session));
            }
        }
    }
}
