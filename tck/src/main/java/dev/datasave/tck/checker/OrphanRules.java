package dev.datasave.tck.checker;

import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.Written;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rules for orphans: what may be kept as one (F18), and what may not (P14). */
final class OrphanRules {
    static final String STORE = "~orphan";

    private final Findings found;
    private final Map<EntryId, Written> ofTheErased = new HashMap<>();

    OrphanRules(Findings found) {
        this.found = found;
    }

    void written(Written written) {
        written.after()
                .filter(entry -> !entry.isTombstone())
                .flatMap(found.states::of)
                .ifPresent(state -> {
                    if (found.orphans.add(state)) { // else it follows a moved profile
                        found.count(Count.ORPHANED);
                        profileOf(written).ifPresent(profile -> origin(written, profile, state));
                    }
                    if (found.deeds.holdsErased(state)) {
                        ofTheErased.put(written.id(), written);
                    }
                });
    }

    /** The state is no part of its profile, and the server that keeps it has not taken the profile while it had the state in its spool. */
    private void origin(Written written, EntryId profile, String state) {
        String session = written.id().key().substring(written.id().key().lastIndexOf('-') + 1);
        if (found.lineage.holds(profile, written.writeId())) {
            found.report(written, "F18", "kept an orphan of state " + state + ", which is stored");
        } else if (found.sessions.takerOf(session).equals(Optional.of(written.server()))
                && wasThereBefore(written.server(), state)
                && !found.servers.wasBrokenSince(profile, found.servers.startOf(written.server()))
                && !found.wasSetBackSince(Duration.ZERO)) {
            found.report(written, "F18", "kept an orphan of state " + state + ", having taken the profile itself");
        }
    }

    /**
     * Whether a state lay in a spool for that server when it started: one that had ended by then had put it there. The files of a server that still
     * lives, or is still closing, are its own: nobody else takes them or waits for them. Another server may take the profile, once that server's lease
     * has ended, and then the state becomes an orphan.
     */
    private boolean wasThereBefore(String server, String state) {
        Journal.Game spooled = found.spooled.get(state);
        return spooled != null
                && spooled.at().compareTo(found.servers.startOf(server)) <= 0
                && found.servers.endedBefore(spooled.server(), server);
    }

    private Optional<EntryId> profileOf(Written orphan) {
        return orphan.after()
                .flatMap(found.parsed::system)
                .map(system -> system.getAsJsonObject("orphan"))
                .map(origin -> new EntryId(
                        origin.get("store").getAsString(), origin.get("key").getAsString()));
    }

    /**
     * Checks the end of the run: no orphan holds data that was erased before it was kept. For a moment it may, until the server that keeps it has
     * looked once more.
     */
    void end() {
        ofTheErased.forEach((id, written) -> {
            boolean isThere = found.lineage
                    .current(id)
                    .filter(entry -> !entry.isTombstone())
                    .isPresent();
            if (isThere && !found.wasSetBackSince(Duration.ZERO)) {
                found.report(written, "P14", "kept an orphan that holds erased data");
            }
        });
    }
}
