package dev.datasave.tck.simulation;

import java.util.List;

/** What operators do to profiles, and erasure. */
final class FaultsOfOperators {
    private FaultsOfOperators() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of("operators steal what they edit", "P13", "the player is thrown out")
                        .in("Operator", "whenHeld(WhenHeld.CANCEL)", "whenHeld(WhenHeld.STEAL)"),
                PlantedFault.of(
                                "a rollback keeps the owner's state",
                                "P13",
                                "the owner's next save undoes the rollback")
                        .in(
                                "Participant",
                                "            session.state().commit(drafted, encoded);",
                                "            if (!drafted.endsSession()) {\n                session.state().commit(drafted, encoded);\n            }")
                        .in(
                                "Rollback",
                                "session.endAs(ReleaseReason.ROLLED_BACK, Finale.STORED);",
                                "session.endAs(ReleaseReason.ROLLED_BACK, Finale.STATE);"),
                PlantedFault.of("a rollback forgets which messages were had", "P13", "those messages come again")
                        .in(
                                "Rollback",
                                "draft.meta(draft.meta().withMarks(marks.rolledBackTo(then.memory().marks())));",
                                "draft.meta(draft.meta().withMarks(then.memory().marks()));"),
                PlantedFault.of("a rollback does not save what it replaces", "P13", "the rollback can't be undone")
                        .in(
                                "Rollback",
                                "        public boolean savesBefore() {\n            return true;",
                                "        public boolean savesBefore() {\n            return false;"),
                PlantedFault.of(
                                "a request is answered after its effect",
                                "P13",
                                "the asker is told that nothing was done, or the request is carried out twice")
                        .in(
                                "Request",
                                "drafts.write(new SideWrite(entry(), drafts.entry(entry()), tombstone, Mail.FOREIGN));",
                                """
                                SideWrite later = new SideWrite(entry(), drafts.entry(entry()), tombstone, Mail.FOREIGN);
                                dev.datasave.engine.loop.Loop loop = session.loop();
                                drafts.whenStored(() -> loop.environment().onLoop(() -> loop.queue()
                                        .submit(later.write(loop.ids().writeId()), true, done -> {}, failure -> {})));""")
                        .in("Session", "    Loop loop() {", "    public Loop loop() {"),
                PlantedFault.of(
                                "an asker gives up without withdrawing",
                                "P13",
                                "a request that was answered as expired is carried out later")
                        .in(
                                "Requests",
                                "            submit(Write.put(id, Optional.of(stored), writeId(), Content.TOMBSTONE), decision -> {\n                if (decision.written()) {\n                    over(answer);\n                } else {\n                    looking.ask();\n                    lookLater();\n                }\n            });",
                                "            over(answer);"),
                PlantedFault.of(
                                "erasure leaves the session alive",
                                "P14",
                                "the profile is written although a session holds it")
                        .in(
                                "EntryErasure",
                                "new Belongings(erasure, id).prepare(this::take);",
                                "new Belongings(erasure, id).prepare(() -> tombstone(entry));"),
                PlantedFault.of("erasure leaves the history", "P14", "older revisions still hold data of the person")
                        .in(
                                "EntryErasure",
                                "                .durable(Write.Durability.POWER)\n                .purging();",
                                "                .durable(Write.Durability.POWER);")
                        .in("Chain", "purges ? write.purging() : write", "write"),
                PlantedFault.of("an erased profile leaves nothing", "P14", "a late save brings it back")
                        .in(
                                "Chain",
                                "purges ? write.purging() : write, base.format()",
                                "purges ? new Write(write.id(), write.expectedRevision(), write.expectedWriteId(), write.writeId(), null, write.durability(), write.superseded(), true) : write, base.format()"),
                PlantedFault.of(
                                "a last state is stored instead of a removal",
                                "P14",
                                "the removed profile is there again")
                        .in(
                                "Ending",
                                "case REMOVED, PURGED -> remove();",
                                "case REMOVED, PURGED -> session.snapshots().take(true, this::write, this::writeWithoutData);"),
                PlantedFault.of(
                                "a wiped profile forgets its rollbacks",
                                "P12",
                                "a purchase that was wiped with the profile counts as granted in its next life")
                        .in(
                                "Chain",
                                "base.format().removed(base.revision() + 1)",
                                "base.format().memory().erased().tombstone()")
                        .in("Erased", "    Content tombstone() {", "    public Content tombstone() {"),
                PlantedFault.of(
                                "a rollback without regard to receipts",
                                "P13",
                                "a grant that was rolled back counts as granted")
                        .in(
                                "Draft",
                                "return to == null ? noted : noted.withAncestry(",
                                "return to == null || to > 0 ? noted : noted.withAncestry("),
                PlantedFault.of(
                                "a withdrawn request is carried out",
                                "P13",
                                "a request that was answered as expired is carried out")
                        .in(
                                "Operator",
                                "request.filter(asked -> !asked.isOpen(drafts)).isPresent()",
                                "request.filter(asked -> !asked.isOpen(drafts)).isPresent() && session.id().key().isEmpty()"),
                PlantedFault.of("erasure leaves the messages", "P14", "what was sent to the person is still there")
                        .in("EntryErasure", "belongings.erase(then);", "then.run();"),
                PlantedFault.of(
                                "a tombstone that does not tell of the erasure",
                                "P14",
                                "a state that lies in a spool comes back")
                        .in("Chain", "? Erased.tombstone(base.revision())", "? Content.TOMBSTONE"),
                PlantedFault.of(
                                "a spooled state of the erased is kept",
                                "P14",
                                "the state becomes an orphan, with all the data that was to be erased")
                        .in(
                                "SpoolVerdict",
                                "if (isErased(file, current, now)) {",
                                "if (isErased(file, current, now) && now < 0) {"),
                PlantedFault.of(
                                "erasure takes the answer of a request",
                                "P13",
                                "the asker is told that nothing was done")
                        .in("StoredMessage", "!outcome.has(\"applied\")", "outcome.has(\"applied\")"),
                PlantedFault.of(
                                "erasure passes over what the person sent",
                                "P14",
                                "messages that the person sent still name the person")
                        .in(
                                "EntryErasure",
                                "            new SentMessage(this, message).start();",
                                "            nothing();"),
                PlantedFault.of(
                                "a message is not connected to its sender",
                                "P14",
                                "erasure does not find what the person sent")
                        .in("Mail", "new LinkedHashSet<>(message.senders());", "new LinkedHashSet<>();"),
                PlantedFault.of(
                                "erasure removes a message behind its owner's back",
                                "P14",
                                "a message that counts as removed is taken afterwards")
                        .in(
                                "SentMessage",
                                "change(erasure.messages().withdraw(message.profile(), message.id()), this::withdrawn);",
                                "step.tombstone(message.entry());"),
                PlantedFault.of(
                                "an edit travels without what it changes beside the data",
                                "P13",
                                "half of an edit is stored")
                        .in(
                                "NamedEdit",
                                "if (BesideEdit.isNothing(options)) {",
                                "if (BesideEdit.isNothing(options) || !why.isEmpty()) {"),
                PlantedFault.of(
                                "what an edit changed beside the data is stored but not shown",
                                "P13",
                                "the owner's next save undoes it")
                        .in("LiveState", "            meta = stored.meta();", ""));
    }
}
