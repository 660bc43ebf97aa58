package dev.datasave.cli.demo;

import dev.datasave.examples.arena.PlayerData;
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
        if (after.lastOp() < lastOp || !old.equals(remembered(last, fresh.size()))) {
            found(
                    Finding.Kind.BROKEN_CHAIN,
                    after,
                    "does not descend from the revision before it, whose last op is " + lastOp);
            restart(after);
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

    /** What is left of the last earnings when so many are added. */
    private static List<Revision.Earning> remembered(List<Revision.Earning> last, int added) {
        int left = Math.max(0, Math.min(last.size(), PlayerData.REMEMBERED - added));
        return last.subList(last.size() - left, last.size());
    }

    /** After a break only what this revision shows is known to be kept, and what is older if it counts more than it shows. */
    private void restart(Revision revision) {
        if (revision.last().isEmpty() || revision.earned() <= revision.last().size()) {
            kept.clear();
        } else {
            kept.tailSet(revision.last().getFirst().op(), true).clear();
        }
        revision.last().forEach(earning -> kept.add(earning.op()));
    }

    private void found(Finding.Kind kind, Revision revision, String what) {
        findings.add(new Finding(
                kind, log.key(), "revision " + revision.number() + " by " + revision.author() + ": " + what));
    }
}
