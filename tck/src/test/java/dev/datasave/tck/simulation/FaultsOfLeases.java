package dev.datasave.tck.simulation;

import java.util.List;

/** The proof of life, and who judges it. */
final class FaultsOfLeases {
    private FaultsOfLeases() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "lease counted as long as the grace",
                                "P2",
                                "edits go on when others may have taken the profile")
                        .in(
                                "Lease",
                                "settings.leaseTime().toNanos() / 10 * 9;",
                                "settings.outageGrace().toNanos() / 10 * 9;")
                        .in(
                                "Lease",
                                "settings.leaseTime().toMillis() * 9 / 10;",
                                "settings.outageGrace().toMillis() * 9 / 10;"),
                PlantedFault.of(
                                "lease not compared in edits",
                                "P2",
                                "a server that stood still edits a profile that another server owns now")
                        .in(
                                "LiveState",
                                "case OPEN -> trouble == null && lease.isValid() ? ProfileState.ACTIVE : ProfileState.SUSPENDED;",
                                "case OPEN -> ProfileState.ACTIVE;"),
                PlantedFault.of(
                                "another's lease judged by the clock",
                                "P4",
                                "because of a wrong clock, a living server is taken for dead")
                        .in(
                                "Leases",
                                "sent - before.since >= before.nanos",
                                "environment.wallClockMillis() - lease.updated().toEpochMilli() >= before.nanos / 1_000_000"),
                PlantedFault.of(
                                "a renewed lease counts as unchanged",
                                "P4",
                                "a server that was watched long enough counts as dead, however often it renews its lease")
                        .in(
                                "Leases",
                                "before == null\n                || before.entry.revision() != lease.revision()\n                || !before.entry.writeId().equals(lease.writeId())",
                                "before == null"),
                PlantedFault.of(
                                "a lease watched from before it was seen",
                                "P4",
                                "a slow look makes the lease seem older than it is")
                        .in("Leases", "new Watched(lease, now)", "new Watched(lease, sent)"),
                PlantedFault.of(
                                "take-over without removing the lease",
                                "P4",
                                "the dead server comes back and does not know that it was taken for dead")
                        .in("Leases", "    /** The time to the next look", """
                                    public boolean looksDead(Entry lease) {
                                        Watched seen = watched.get(lease.id().key());
                                        return seen != null
                                                && seen.entry.revision() == lease.revision()
                                                && environment.monotonicNanos() - seen.since >= seen.nanos;
                                    }

                                    /** The time to the next look""")
                        .in(
                                "Leases",
                                "burying.add(incarnation)) {\n            bury(incarnation, lease);",
                                "burying.add(incarnation)) {\n            burying.remove(incarnation);")
                        .in(
                                "Load",
                                "sight.lease().isEmpty()) {",
                                "sight.lease().isEmpty() || loads.leases().looksDead(sight.lease().get())) {"),
                PlantedFault.of(
                                "a lost lease is simply written again",
                                "P3",
                                "edits go on in profiles that others took meanwhile")
                        .in("Lease", "if (current.isEmpty()) {\n                    yield null;", """
                                if (current.isEmpty()) {
                                yield switch (storage.write(List.of(write(own, null, secondWriteId)), Atomicity.EACH).getFirst()) {
                                    case WriteResult.Written written -> new Base(written.revision(), secondWriteId, written.updated());
                                    case WriteResult.Refused again -> null;
                                };"""),
                PlantedFault.of("sessions resume unchecked", "P3", "edits go on in profiles that others took meanwhile")
                        .in("Session", "state.detached(true);", "state.detached(false);"),
                PlantedFault.of("loads before the first lease", "P4", "a holder without a lease counts as dead")
                        .in(
                                "Lookout",
                                "if (lease.isValid()) {\n            return true;",
                                "if (!isAwaitingLease) {\n            return true;")
                        .in("Taking", "if (loads.lease().isValid()) {", "if (sight != null) {"),
                PlantedFault.of(
                                "lease counted from the reply",
                                "P2",
                                "a server that stood still before it read the reply goes on editing for ten seconds more")
                        .in("Lease", "            mark = sent;\n", "            mark = now();\n"),
                PlantedFault.of("lease counted by the wall clock", "P2", "a clock set back makes the lease longer")
                        .in(
                                "Lease",
                                "        if (nanos - last.nanos() >= validNanos) {\n            return false;\n        }\n",
                                "")
                        .in("Lease", " + back(now.nanos(), now.millis())", ""),
                PlantedFault.of(
                                "no unbroken contact with the storage",
                                "P4",
                                "after an outage the first server to come back takes the others for dead")
                        .in(
                                "Leases",
                                "if (sent.isLaterThan(lastContact, GAP) || now.isLaterThan(sent, GAP)) {",
                                "if (lastContact.nanos() == Long.MIN_VALUE) {"),
                PlantedFault.of("grace without end", "P3", "players play on for hours with data that can't be saved")
                        .in("Lease", "owner.graceOver();", "owner.suspended(whyEnded());"));
    }
}
