package dev.datasave.tck.simulation;

import java.util.List;

/** How a state gets into the storage while a session lasts. */
final class FaultsOfSaving {
    private FaultsOfSaving() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "an exception counts as a refusal",
                                "P10",
                                "a write that was carried out is taken for lost")
                        .in(
                                "SaveQueue",
                                "        later(job);\n    }\n\n    private void later",
                                "        refuse(job);\n    }\n\n    private void refuse(Job job) {\n        job.decide(false, job.writes.stream().map(write -> new Decision(false, 0, null, Optional.empty(), false)).toList());\n    }\n\n    private void later"),
                PlantedFault.of("an exception counts as success", "P10", "a write that was never made is confirmed")
                        .in(
                                "SaveQueue",
                                "        later(job);\n    }\n\n    private void later",
                                "        accept(job);\n    }\n\n    private void accept(Job job) {\n        job.decide(true, job.writes.stream().map(write -> new Decision(true, write.expectedRevision() + 1, null, Optional.empty(), false)).toList());\n    }\n\n    private void later"),
                PlantedFault.of(
                                "a write that failed is not tried again",
                                "P10",
                                "nothing is decided, and nobody is answered")
                        .in(
                                "SaveQueue",
                                "        if (delayed.remove(job)) {\n            (job.hurry ? urgent : normal).addFirst(job);",
                                "        if (delayed.remove(job)) {")
                        .in(
                                "SaveQueue",
                                "                delayed.remove(job);\n                (job.hurry ? urgent : normal).addFirst(job);",
                                "                delayed.remove(job);"),
                PlantedFault.of(
                                "whatever stands at the next revision is one's own",
                                "P10",
                                "a write of another server is taken for its own")
                        .in(
                                "SaveQueue",
                                ".filter(entry -> entry.writeId().equals(write.writeId()))\n                .findFirst()",
                                ".findFirst()"),
                PlantedFault.of("two saves of one session at once", "P1", "the older one may win")
                        .in(
                                "Saver",
                                "        if (isBusy()) {\n            return;\n        }\n        Ending",
                                "        Ending")
                        .in(
                                "SaveQueue",
                                "return writes.stream().noneMatch(write -> inFlight.contains(write.id()));",
                                "return true;"),
                PlantedFault.of("a save confirmed before it is stored", "P9", "what the game was told is not true")
                        .in(
                                "Saver",
                                "        Chain.Link link = chain.next(snapshot, chain.token(), power, chain.nextFormat(false));\n",
                                "        Chain.Link link = chain.next(snapshot, chain.token(), power, chain.nextFormat(false));\n        answer(asked, session.saved());\n"),
                PlantedFault.of("edits during a save count as saved", "P10", "those edits are never written")
                        .in("LiveState", "saved = snapshot.data();", "saved = data;")
                        .in("LiveState", "saved = snapshot.text();", "saved = format.encode(data, leftover);"),
                PlantedFault.of(
                                "a snapshot counts as saved when it is taken",
                                "P10",
                                "what the write loses is never written again")
                        .in(
                                "LiveState",
                                "isNew = frozen != savedData() && !frozen.equals(savedData());",
                                "isNew = frozen != savedData() && !frozen.equals(savedData());\n            saved = frozen;")
                        .in(
                                "LiveState",
                                "boolean isNew = text != null && !text.equals(savedText());",
                                "boolean isNew = text != null && !text.equals(savedText());\n            saved = text == null ? saved : text;"),
                PlantedFault.of(
                                "a save without changes is confirmed without waiting for the write before",
                                "P9",
                                "what was confirmed is not stored yet")
                        .in(
                                "Saver",
                                "        waiters.add(waiter);\n",
                                "        if (!session.state().mayDiffer()) {\n            answer(List.of(waiter), session.saved());\n            return;\n        }\n        waiters.add(waiter);\n"),
                PlantedFault.of("the revision before is confirmed", "P9", "the confirmed revision holds an older state")
                        .in(
                                "Saver",
                                "            answer(asked, session.saved());\n            session.afterSave();",
                                "            answer(asked, new SaveResult.Saved(decision.revision() - 1, session.stored().updated()));\n            session.afterSave();"),
                PlantedFault.of(
                                "the waiters of a save are forgotten when the session ends",
                                "END",
                                "the future of a save never completes")
                        .in(
                                "Session",
                                "            takeWaiters().forEach(end::whenDone);\n            end.begin();",
                                "            saver.takeWaiters();\n            end.begin();"),
                PlantedFault.of(
                                "a refusal after an unknown outcome taken as it is",
                                "P10",
                                "a write that was carried out is reported as lost")
                        .in(
                                "SaveQueue",
                                "mayHaveBeenWritten |= job.attempts > 0\n",
                                "mayHaveBeenWritten |= job.attempts < 0\n"),
                PlantedFault.of("overdue and answered", "P10", "one write is decided twice")
                        .in(
                                "StoragePort",
                                "        private void succeed(T result) {\n            if (!answered) {",
                                "        private void succeed(T result) {\n            if (!answered || answered) {"),
                PlantedFault.of(
                                "an undecided write repeated with newer content",
                                "P10",
                                "the repeat is recognised as the first write, and its new content is ignored")
                        .in(
                                "SaveQueue",
                                "private final List<Write> writes;",
                                "private List<Write> writes;\n        public @Nullable Consumer<Job> again;")
                        .in(
                                "SaveQueue",
                                "        private boolean isGroup() {",
                                "        public void content(Content newer) {\n            Write old = writes.getFirst();\n            writes = List.of(new Write(old.id(), old.expectedRevision(), old.expectedWriteId(), old.writeId(), newer, old.durability(), old.superseded(), old.purgesHistory()));\n        }\n\n        private boolean isGroup() {")
                        .in(
                                "SaveQueue",
                                "        job.uncertain();\n",
                                "        job.uncertain();\n        if (job.again != null) {\n            job.again.accept(job);\n        }\n")
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
