package dev.datasave.tck.simulation;

import java.util.List;

/** Transactions, messages and receipts. */
final class FaultsOfValue {
    private FaultsOfValue() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "the writes of a transaction one by one",
                                "P12",
                                "one side has paid and the other has received nothing")
                        .in(
                                "SaveQueue",
                                "return submit(List.copyOf(writes), Atomicity.ALL, true, decided, failing);",
                                "return submit(List.copyOf(writes), Atomicity.EACH, true, decided, failing);"),
                PlantedFault.of(
                                "a transaction in two batches",
                                "P12",
                                "a server that dies in between leaves half of it")
                        .in(
                                "Commit",
                                ".submitAll(writes, group -> decided(writes, group.written(), group.each()), this::failing);",
                                """
                                .submitAll(List.of(writes.getFirst()), first -> {
                                    List<Write> others = writes.subList(1, writes.size());
                                    job = loop.queue().submitAll(others, rest -> {
                                        List<SaveQueue.Decision> all = new ArrayList<>(first.each());
                                        all.addAll(rest.each());
                                        decided(writes, first.written() && rest.written(), all);
                                    }, this::failing);
                                }, this::failing);"""),
                PlantedFault.of(
                                "memory changes before a transaction is stored",
                                "P12",
                                "a refused change is in the profiles all the same")
                        .in(
                                "Commit",
                                "        writeId = loop.ids().writeId();\n",
                                "        writeId = loop.ids().writeId();\n        commitDrafts(worked);\n"),
                PlantedFault.of(
                                "edits go on beside a transaction",
                                "P12",
                                "the transaction's copy overwrites those edits")
                        .in("LiveState", "        gate().close(forThread);\n", ""),
                PlantedFault.of(
                                "a session is not given back after a transaction",
                                "P12",
                                "the profile is never saved again")
                        .in("Participant", "            session.saver().unreserve();\n", ""),
                PlantedFault.of(
                                "a refused transaction counts as stored",
                                "P12",
                                "a transaction that was answered as done is not stored")
                        .in(
                                "Commit",
                                "        if (written) {\n            stored(decisions);\n        } else {\n            refused(writes, decisions);\n        }",
                                "        stored(decisions);"),
                PlantedFault.of(
                                "a transaction that fails once is undone in memory",
                                "P12",
                                "the transaction may have been stored all the same")
                        .in(
                                "Commit",
                                "        if (++failures >= FAILURES_UNTIL_FENCE && !isFencing && first != null) {",
                                "        if (job != null) {\n            job.cancel();\n            end(null, failure);\n        } else if (++failures >= FAILURES_UNTIL_FENCE && !isFencing && first != null) {"),
                PlantedFault.of(
                                "acknowledged outside the save: the message is removed at once",
                                "P11",
                                "a server that dies before its save has lost the message")
                        .in(
                                "Mailbox",
                                "            return session.updateIf(",
                                "            boolean isDone = session.updateIf(")
                        .in(
                                "Mailbox",
                                "                            .forgetting(removedHere::contains, KEPT)));\n",
                                "                            .forgetting(removedHere::contains, KEPT)));\n            loop.environment().onLoop(() -> remove(id, delivery.entry(), Content.TOMBSTONE));\n            return isDone;\n"),
                PlantedFault.of(
                                "the mark of a message is not saved with its effect",
                                "P11",
                                "the next session applies the message again")
                        .in("Mailbox", ".withConsumed(id)", ""),
                PlantedFault.of(
                                "the mark of a message is an edit of its own",
                                "P11",
                                "a save in between stores the effect without the mark")
                        .in("Mailbox", ".withConsumed(id)", "")
                        .in(
                                "Mailbox",
                                "            return session.updateIf(",
                                "            boolean isDone = session.updateIf(")
                        .in(
                                "Mailbox",
                                "                            .forgetting(removedHere::contains, KEPT)));\n",
                                "                            .forgetting(removedHere::contains, KEPT)));\n            loop.environment().schedule(java.time.Duration.ofMillis(100), () -> session.updateIf(meta -> true, data -> data, meta -> meta.withMarks(meta.marks().withConsumed(id))));\n            return isDone;\n"),
                PlantedFault.of(
                                "marks are forgotten before the message is removed",
                                "P11",
                                "the next session applies the message again")
                        .in(
                                "Mailbox",
                                ".forgetting(removedBefore::contains, KEPT_FROM_BEFORE)",
                                ".forgetting(any -> true, 0)"),
                PlantedFault.of("a message sent anew at each failure", "P11", "the message arrives twice")
                        .in("SaveQueue", "MOST_FAILURES = 5;", "MOST_FAILURES = 1;")
                        .in("Sending", "failure -> failing(addressed, failure));", "failure -> address());"),
                PlantedFault.of(
                                "a sending of unknown outcome is answered as sent",
                                "P11",
                                "the message may never arrive")
                        .in(
                                "Sending",
                                "            loop.queue()\n                    .submitBriefly(\n                            List.of(write),",
                                "            answer(new Message.Outcome.Sent(StoredMessage.idOf(write.id())));\n            loop.queue()\n                    .submitBriefly(\n                            List.of(write),"),
                PlantedFault.of(
                                "a receipt stored a second after its effect",
                                "P12",
                                "a server that dies in between grants once more")
                        .in(
                                "Receipts",
                                "            drafts.write(entry(id, session, receipt, next, known, draft.meta().userIds()));",
                                "            SideWrite later = entry(id, session, receipt, next, known, draft.meta().userIds());\n            drafts.whenStored(() -> loop.environment().schedule(java.time.Duration.ofSeconds(1), () -> loop.queue().submit(later.write(loop.ids().writeId()), true, done -> {}, failure -> {})));"),
                PlantedFault.of(
                                "a receipt that is not looked at",
                                "P12",
                                "each repeated call of the shop grants once more")
                        .in(
                                "Receipts",
                                ".map(receiptThere -> found(session, receiptThere, again))",
                                ".<GrantResult>map(receiptThere -> new GrantResult.Granted(next))"),
                PlantedFault.of("profiles stay closed after a transaction", "P12", "nothing can be edited any more")
                        .in("Commit", "            holds.forEach(Participant::open);\n", ""));
    }
}
