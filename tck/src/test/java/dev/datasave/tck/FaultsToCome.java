package dev.datasave.tck;

import java.util.List;

/** What the simulation does not find yet, because it does not play it, or nothing looks at it. {@link PlantedFaultsTest} tries on demand. */
final class FaultsToCome {
    private FaultsToCome() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "lease counted from the reply",
                                "P2",
                                "a server that stood still before it read the reply edits for ten seconds more")
                        .in(
                                "Lease",
                                "            mark = sent;\n",
                                "            mark = new Mark(environment.monotonicNanos(), environment.wallClockMillis());\n"),
                PlantedFault.of("lease counted by the wall clock", "P2", "a clock set back makes the lease longer")
                        .in(
                                "Lease",
                                "environment.monotonicNanos() - last.sentNanos < validNanos\n                && ",
                                ""),
                PlantedFault.of(
                                "no unbroken contact with the storage",
                                "P4",
                                "after an outage the first to come back buries the others")
                        .in(
                                "Leases",
                                "if (sent - lastContact > GAP_NANOS || now - sent > GAP_NANOS) {",
                                "if (lastContact == Long.MIN_VALUE) {"),
                PlantedFault.of("grace without end", "P3", "players play on for hours with what can't be saved")
                        .in("Lease", "owner.graceOver();", "owner.suspended();"),
                PlantedFault.of(
                                "lease removed before the sessions have ended",
                                "P9",
                                "others take what a server that closes has not saved yet")
                        .in(
                                "Engine",
                                "        sessions.close(() ->",
                                "        lease.end(done -> {});\n        sessions.close(() ->"),
                PlantedFault.of("a holder answers claims for other sessions", "P7", "a stale claim gets the profile")
                        .in(
                                "Inbox",
                                "if (session != null && session.token().isSameSession(claim.holder())) {",
                                "if (session != null) {"),
                PlantedFault.of("the older claim wins", "P7", "the profile goes to a server that the player has left")
                        .in("Ending", "newClaim.number() > claim.number()", "newClaim.number() < claim.number()"),
                PlantedFault.of("a claim number that is not stored", "P7", "a claimant who has lost goes on")
                        .in(
                                "Contest",
                                "sight.claim().map(Claim::parse).ifPresent(claim -> seen = Math.max(seen, claim.number()));",
                                "")
                        .in("Ending", "to == null ? format : format.withLoad(to.number())", "format"),
                PlantedFault.of("notices of a steal ignored", "P8", "who was robbed plays on until his next save")
                        .in(
                                "Inbox",
                                "session.lost(ReleaseReason.STOLEN, List.of());",
                                "engine.sessions().forEach(any -> {});"),
                PlantedFault.of("no notice of a steal", "P8", "who was robbed plays on until his next save")
                        .in(
                                "Taking",
                                "engine.inbox().leaveNotice(load.id(), robbed);",
                                "engine.signal(robbed.incarnation());"),
                PlantedFault.of("signals are needed", "P6", "a claim whose signal is lost is never heard")
                        .in("Lease", "owner.inboxRead(round.inbox);", "owner.inboxRead(List.of());"),
                PlantedFault.of("a cancelled load keeps what it took", "P9", "the profile is held for nobody")
                        .in(
                                "Taking",
                                "        if (load.isAnswered()) {\n            free();\n        } else {",
                                "        if (!load.isAnswered()) {"),
                PlantedFault.of("a delivered profile that nobody takes is kept", "P9", "it is held for nobody")
                        .in("Load", "var unused = session.releaseAsync(ReleaseReason.RELEASED);", "session.publish();"),
                PlantedFault.of("leftovers are not freed", "P7", "a token that nobody awaits holds the profile")
                        .in(
                                "Orphans",
                                "if (!ended && !engine.sessions().uses(id, token) && freeing.add(token.session())) {",
                                "if (ended && freeing.add(token.session())) {")
                        .in("Inbox", "engine.orphans().passOn(claim.profile(), claim.holder(), claim, () -> {});", ""),
                PlantedFault.of(
                                "a refusal after an unknown outcome taken as it is",
                                "P10",
                                "a write that was carried out is reported as lost")
                        .in(
                                "SaveQueue",
                                "mayHaveBeenWritten |= job.attempts > 0\n",
                                "mayHaveBeenWritten |= job.attempts < 0\n"),
                PlantedFault.of(
                                "after a set-back the session is given up",
                                "P10",
                                "what could be saved is reported as lost")
                        .in(
                                "Chain",
                                "boolean ours = token.isSameSession(holder);",
                                "boolean ours = token.isSameSession(holder) && current.map(Entry::revision).orElse(0L) > stored.revision();"),
                PlantedFault.of("overdue and answered", "P10", "one write is decided twice")
                        .in(
                                "StoragePort",
                                "        private void succeed(T result) {\n            if (!answered) {",
                                "        private void succeed(T result) {\n            if (!answered || answered) {"),
                PlantedFault.of("release before save", "P9", "the next one loads what the last edits are missing from")
                        .in(
                                "Ending",
                                "case STATE, CLEANSED -> session.freeze().snapshot(true, this::write, this::writeWithoutData);",
                                "case STATE, CLEANSED -> engine.orphans().passOn(session.id(), session.token(), claim, () -> session.freeze().snapshot(true, this::write, this::writeWithoutData));"),
                PlantedFault.of(
                                "the spool is replayed without looking for its write id",
                                "F18",
                                "an old state comes back")
                        .in(
                                "SpoolFile",
                                "return entry.writeId().equals(write.writeId()) || isNewer(entry);",
                                "return isNewer(entry);"),
                PlantedFault.of("spooled states that are not forced to the disk", "F18", "a power cut takes them")
                        .in(
                                "SpoolFolder",
                                "        if (failures.stream().anyMatch(Optional::isEmpty)) {",
                                "        if (failures.isEmpty()) {"),
                PlantedFault.of(
                                "a load does not wait for the spool",
                                "F18",
                                "it takes the profile, and the spooled state becomes an orphan")
                        .in("Load", "engine.spool().whenReplayed(id, this::look);", "look();"),
                PlantedFault.of(
                                "a state counts as spooled before it is written",
                                "F18",
                                "a server that dies has told something that is not true")
                        .in(
                                "SpoolWriter",
                                "        waiting.add(keep);\n",
                                "        waiting.add(keep);\n        then.accept(Optional.of(spool.disk().path(keep.name.toString())));\n"),
                PlantedFault.of("a rollback without regard to receipts", "P13", "a grant that is gone counts as had")
                        .in(
                                "Draft",
                                "return to == null ? noted : noted.withAncestry(",
                                "return to == null || to > 0 ? noted : noted.withAncestry("),
                PlantedFault.of("a withdrawn request is carried out", "P13", "what was answered as expired is done")
                        .in(
                                "Operator",
                                "request.filter(asked -> !asked.isOpen(drafts)).isPresent()",
                                "request.filter(asked -> !asked.isOpen(drafts)).isPresent() && drafts.mail().size() > 0"),
                PlantedFault.of("erasure leaves the messages", "P14", "what was sent to the person is still there")
                        .in("EntryErasure", "new Belongings(erasure, id).erase(then);", "then.run();"),
                PlantedFault.of(
                                "a tombstone that does not tell of the erasure",
                                "P14",
                                "what lies in a spool comes back")
                        .in("Chain", "? Erased.tombstone(base.revision())", "? Content.TOMBSTONE"),
                PlantedFault.of(
                                "a spooled state of the erased is kept",
                                "P14",
                                "it becomes an orphan, with all that was to be forgotten")
                        .in(
                                "SpoolVerdict",
                                "if (isErased(file, current, now)) {",
                                "if (isErased(file, current, now) && orphan.isPresent()) {"),
                PlantedFault.of("profiles stay closed after a transaction", "P12", "nothing can be edited any more")
                        .in("Commit", "            holds.forEach(Hold::open);\n", ""),
                PlantedFault.of(
                                "erasure takes the answer of a request",
                                "P13",
                                "its asker is told that nothing was done")
                        .in("Request", "!outcome.has(\"applied\")", "outcome.has(\"applied\")"),
                PlantedFault.of(
                                "who waits for a save under way is forgotten",
                                "END",
                                "the future of a save never completes")
                        .in("Ending", "waiting.addAll(session.saver().underWay());", ""));
    }
}
