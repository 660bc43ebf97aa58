package dev.datasave.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether the money of every revision follows from the one before it and from what the player sent, op by op. */
final class Ledger {
    private final PlayerLog log;
    private final List<Finding> findings;
    private final TreeSet<Long> kept = new TreeSet<>();

    private Ledger(PlayerLog log, List<Finding> findings) {
        this.log = log;
        this.findings = findings;
    }

    /** Checks all steps; returns the ops that are in the last revision. */
    static Set<Long> check(PlayerLog log, List<Revision> revisions, List<Finding> findings) {
        Ledger ledger = new Ledger(log, findings);
        Revision before = null;
        for (Revision after : revisions) {
            if (before == null) {
                ledger.step(0, 0, List.of(), after);
            } else {
                ledger.step(before.money(), before.earned(), before.last(), after);
            }
            before = after;
        }
        return ledger.kept;
    }

    private void step(long money, long earned, List<Revision.Earning> last, Revision after) {
        long lastOp = last.isEmpty() ? 0 : last.getLast().op();
        List<Revision.Earning> old = new ArrayList<>();
        List<Revision.Earning> fresh = new ArrayList<>();
        after.last().forEach(earning -> (earning.op() <= lastOp ? old : fresh).add(earning));
        if (after.lastOp() < lastOp || !endsWith(last, old)) {
            found(
                    Finding.Kind.BROKEN_CHAIN,
                    after,
                    "does not descend from the revision before it, whose last op is " + lastOp);
            kept.tailSet(after.lastOp(), false).clear();
            return;
        }
        fresh.forEach(earning -> sent(earning, after));
        long expected =
                money + fresh.stream().mapToLong(Revision.Earning::amount).sum();
        if (after.money() != expected || after.earned() != earned + fresh.size()) {
            found(
                    Finding.Kind.MONEY,
                    after,
                    "found " + after.money() + " of " + after.earned() + " earnings, expected " + expected + " of "
                            + (earned + fresh.size()));
        }
    }

    private void sent(Revision.Earning earning, Revision after) {
        PlayerLog.Sent sent = log.sent().get(earning.op());
        if (sent == null || sent.amount() != earning.amount()) {
            found(
                    Finding.Kind.MONEY,
                    after,
                    "found op " + earning.op() + " of " + earning.amount() + ", the player sent "
                            + (sent == null ? "none" : sent.amount()));
        } else if (!sent.server().equals(after.author())) {
            found(Finding.Kind.DOUBLE_OWNER, after, "has op " + earning.op() + ", which was sent to " + sent.server());
        }
        if (!kept.isEmpty() && kept.last() >= earning.op()) {
            found(Finding.Kind.MONEY, after, "has op " + earning.op() + " after op " + kept.last());
        }
        kept.add(earning.op());
    }

    private static boolean endsWith(List<Revision.Earning> all, List<Revision.Earning> end) {
        return end.size() <= all.size()
                && all.subList(all.size() - end.size(), all.size()).equals(end);
    }

    private void found(Finding.Kind kind, Revision revision, String what) {
        findings.add(new Finding(
                kind, log.key(), "revision " + revision.number() + " by " + revision.author() + ": " + what));
    }
}
