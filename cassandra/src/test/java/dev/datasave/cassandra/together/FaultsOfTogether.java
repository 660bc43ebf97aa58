package dev.datasave.cassandra.together;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What is easily got wrong in such a protocol, or in the tables below it. */
final class FaultsOfTogether {
    private static final int STATES = 3_000_000;

    private FaultsOfTogether() {}

    /** A fault: in which file, what text, which occurs there once, becomes what. */
    record Fault(String name, String file, String found, String planted) {
        @Override
        public String toString() {
            return name;
        }

        String plant(String source) {
            int at = source.indexOf(found);
            assertThat(at).as("%s: place in %s of %s", name, file, found).isNotNegative();
            assertThat(source.indexOf(found, at + 1))
                    .as("%s: second place", name)
                    .isNegative();
            return source.replace(found, planted);
        }
    }

    /** The first run in which something is wrong, a line for each step; empty if there is none. */
    static String firstViolation() {
        for (Model model : Models.ofTwo()) {
            Explorer.Result result = new Explorer(model).explore(STATES);
            if (!result.violation().isEmpty()) {
                return model + ", " + result.states() + " states:\n" + String.join("\n", result.violation());
            }
        }
        return "";
    }

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "intents are applied before anything is decided",
                        "AttemptState",
                        "case ALL_PLACED -> DECIDES;",
                        "case ALL_PLACED -> ROLLS;"),
                new Fault(
                        "the caller is answered before the decision stands",
                        "AttemptState",
                        "return this == ROLLS ||",
                        "return this == DECIDES || this == ROLLS ||"),
                new Fault(
                        "intents are removed although the decision got no answer",
                        "AttemptState",
                        "case NO_ANSWER, OVERDUE -> IN_DOUBT;",
                        "case NO_ANSWER, OVERDUE -> WITHDRAWS;"),
                new Fault(
                        "a committed decision is removed although an intent was left",
                        "AttemptState",
                        "case LEFT -> COMMITTED;",
                        "case LEFT -> FORGETS;"),
                new Fault(
                        "a put without an answer counts as done",
                        "Attempt",
                        "if (found == null) {\n            return new Mark.Unclear();",
                        "if (found == null) {\n            return new Mark.Placed();"),
                new Fault(
                        "a try commits although an intent of another stands in its way",
                        "Attempt",
                        "return isFailed ? known.withdrawing(Event.NOT_PLACED)",
                        "return known.foundPassed() ? known.withdrawing(Event.NOT_PLACED)"),
                new Fault(
                        "a decision to abort is not heard",
                        "Attempt",
                        "return decision == Decision.COMMITTED ?",
                        "return decision != Decision.UNDECIDED ?"),
                new Fault(
                        "a try has no suffix",
                        "JointWrite",
                        "return writes.getFirst().writeId() + \"#\" + call + \".\" + tries;",
                        "return writes.getFirst().writeId();"),
                new Fault(
                        "all tries of a call have one suffix",
                        "JointWrite",
                        "return writes.getFirst().writeId() + \"#\" + call + \".\" + tries;",
                        "return writes.getFirst().writeId() + \"#\" + call;"),
                new Fault(
                        "an undecided intent is removed without a decision",
                        "Settlement",
                        "case UNDECIDED -> in(State.WAITS, looks);",
                        "case UNDECIDED -> in(State.UNDOES, looks);"),
                new Fault(
                        "who decides to abort does not look what stands",
                        "Settlement",
                        "case COMMITTED -> in(State.ROLLS, looks);",
                        "case COMMITTED -> in(state == State.ABORTS ? State.UNDOES : State.ROLLS, looks);"),
                new Fault(
                        "a reader takes a missing decision for none, without a second look",
                        "Sighting",
                        "case ABORTED, UNDECIDED -> new Sighting(id, State.CHECKS, met, null, decided.decision(), rounds);",
                        "case ABORTED -> new Sighting(id, State.CHECKS, met, null, decided.decision(), rounds); case UNDECIDED -> over(new Found(before().current()), decided.decision());"),
                new Fault(
                        "a reader believes that a try was aborted, without a second look",
                        "Sighting",
                        "case ABORTED, UNDECIDED -> new Sighting(id, State.CHECKS, met, null, decided.decision(), rounds);",
                        "case ABORTED -> over(new Found(before().current()), decided.decision()); case UNDECIDED -> new Sighting(id, State.CHECKS, met, null, decided.decision(), rounds);"),
                new Fault(
                        "a reader does not look at intents",
                        "Sighting",
                        "if (read.intent().isEmpty()) {",
                        "if (rounds == 0) {"),
                new Fault(
                        "a reader believes an undecided intent",
                        "Sighting",
                        "? over(new Found(read.current()), decision)",
                        "? over(new Found(intent().applied(read.current())), decision)"),
                new Fault(
                        "an intent counts as an obstacle only for what fits already",
                        "Standing",
                        "return fits(write) || revision < write.expectedRevision() ? tx : null;",
                        "return fits(write) ? tx : null;"),
                new Fault(
                        "what an earlier call has written is refused",
                        "Verdict",
                        "isRepeated && isWritten",
                        "isRepeated && isFree"),
                new Fault(
                        "tables: an intent is put over another",
                        "Slot",
                        "boolean applies = standing.tx() == null && standing.fits(next.write());",
                        "boolean applies = standing.fits(next.write());"),
                new Fault(
                        "tables: an intent is put without looking at the revision",
                        "Slot",
                        "boolean applies = standing.tx() == null && standing.fits(next.write());",
                        "boolean applies = standing.tx() == null;"),
                new Fault(
                        "tables: an intent is removed without a condition",
                        "Slot",
                        "return partition().has(tx) ? new Slot(",
                        "return intent.isPresent() ? new Slot("),
                new Fault(
                        "tables: an intent is applied without a condition",
                        "Slot",
                        "return partition().has(tx) ? written(",
                        "return intent.isPresent() ? written("),
                new Fault(
                        "tables: a single write does not look for intents",
                        "Slot",
                        "boolean applies = standing.tx() == null && standing.fits(write);",
                        "boolean applies = standing.fits(write);"),
                new Fault(
                        "tables: decisions are plain writes",
                        "Decisions",
                        "if (rows.containsKey(tx)) {",
                        "if (of(tx) == decision) {"),
                new Fault(
                        "tables: an aborted decision goes while a commit may still arrive",
                        "Explorer",
                        "decisions.of(tx) == Decision.ABORTED && !mayCommit(node.state(), wire, tx)",
                        "decisions.of(tx) == Decision.ABORTED"),
                new Fault(
                        "tables: a committed decision goes, too",
                        "Explorer",
                        "decisions.of(tx) == Decision.ABORTED && !mayCommit(node.state(), wire, tx)",
                        "!mayCommit(node.state(), wire, tx)"));
    }
}
