package dev.datasave.tck;

import java.util.List;

/** What the simulation does not find yet, because it does not play it, or nothing looks at it. {@link PlantedFaultsTest} tries on demand. */
final class FaultsToCome {
    private FaultsToCome() {}

    static List<PlantedFault> all() {
        return List.of(
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
                PlantedFault.of("the older claim wins", "P7", "the profile goes to a server that the player has left")
                        .in("Ending", "newClaim.number() > claim.number()", "newClaim.number() < claim.number()"),
                PlantedFault.of("a claim number that is not stored", "P7", "a claimant who has lost goes on")
                        .in(
                                "Contest",
                                "sight.claim().map(Contest::readable).ifPresent(claim -> seen = Math.max(seen, claim.number()));",
                                "")
                        .in("Ending", "to == null ? format : format.withLoad(to.number())", "format"),
                PlantedFault.of("a delivered profile that nobody takes is kept", "P9", "it is held for nobody")
                        .in("Load", "var unused = session.releaseAsync(ReleaseReason.RELEASED);", "session.publish();"),
                PlantedFault.of(
                                "after a set-back the session is given up",
                                "P10",
                                "what could be saved is reported as lost")
                        .in(
                                "Chain",
                                "boolean ours = token.isSameSession(holder);",
                                "boolean ours = token.isSameSession(holder) && current.map(Entry::revision).orElse(0L) > stored.revision();"),
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
                                "if (isErased(file, current, now) && now < 0) {"),
                PlantedFault.of(
                                "erasure takes the answer of a request",
                                "P13",
                                "its asker is told that nothing was done")
                        .in("Request", "!outcome.has(\"applied\")", "outcome.has(\"applied\")"),
                PlantedFault.of(
                                "who waits for a save under way is forgotten",
                                "END",
                                "the future of a save never completes")
                        .in("Ending", "waiting.addAll(session.saver().underWay());", ""),
                PlantedFault.of(
                                "an undecided write repeated with newer content",
                                "P10",
                                "the repeat is recognised and its content ignored")
                        .in(
                                "SaveQueue",
                                "private final List<Write> writes;",
                                "private List<Write> writes;\n        @Nullable Consumer<Job> again;")
                        .in(
                                "SaveQueue",
                                "        private boolean isGroup() {",
                                "        void content(Content newer) {\n            Write old = writes.getFirst();\n            writes = List.of(new Write(old.id(), old.expectedRevision(), old.expectedWriteId(), old.writeId(), newer, old.durability(), old.superseded(), old.purgesHistory()));\n        }\n\n        private boolean isGroup() {")
                        .in(
                                "SaveQueue",
                                "        job.attempts++;\n",
                                "        job.attempts++;\n        if (job.again != null) {\n            job.again.accept(job);\n        }\n")
                        .in(
                                "Saver",
                                "        submit(link, snapshot, decision -> decided(snapshot, asked, decision));",
                                """
                                        List<Snapshot<T>> newest = new ArrayList<>(List.of(snapshot));
                                        List<CompletableFuture<SaveResult>> all = new ArrayList<>(asked);
                                        underWay = all;
                                        SaveQueue.Job job = submit(link, snapshot, decision -> {
                                            if (decision.written()) {
                                                session.state().saved(newest.getLast());
                                            }
                                            decided(newest.getLast(), all, decision);
                                        });
                                        job.again = failed -> {
                                            Snapshot<T> fresh = session.state().snapshot(true);
                                            newest.add(fresh);
                                            all.addAll(waiters);
                                            waiters = List.of();
                                            failed.content(chain.next(fresh, chain.token(), power, link.format()).write().content());
                                        };"""));
    }
}
