package dev.datasave.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether everything that the servers answered to a player is true of the file. */
final class Promises {
    private final PlayerLog log;
    private final Map<Long, Revision> revisions;
    private final Set<Long> kept;
    private final List<Finding> findings;

    private Promises(PlayerLog log, List<Revision> revisions, Set<Long> kept, List<Finding> findings) {
        this.log = log;
        this.revisions = revisions.stream()
                .collect(Collectors.toMap(Revision::number, Function.identity(), (first, second) -> first));
        this.kept = kept;
        this.findings = findings;
    }

    /** Checks all answers; {@code kept} are the ops in the last revision. */
    static void check(PlayerLog log, List<Revision> revisions, Set<Long> kept, Fates fates, List<Finding> findings) {
        Promises promises = new Promises(log, revisions, kept, findings);
        log.saved().forEach(promises::saved);
        log.joined().forEach(promises::joined);
        log.earned().forEach(promises::onlyOneSession);
        log.earned().stream()
                .filter(earned -> !fates.harmed().contains(earned.server()))
                .forEach(promises::earned);
    }

    private void saved(PlayerLog.Saved saved) {
        String said = saved.server() + " answered saved " + saved.revision() + " with money " + saved.money() + " op "
                + saved.op() + ", ";
        Revision revision = revisions.get(saved.revision());
        if (revision == null) {
            found(Finding.Kind.LOST_SAVE, said + "found no such revision");
        } else if (revision.money() != saved.money() || revision.lastOp() != saved.op()) {
            found(Finding.Kind.LOST_SAVE, said + "found " + revision.money() + " op " + revision.lastOp() + " in it");
        } else if (saved.op() > 0 && !kept.contains(saved.op())) {
            found(Finding.Kind.LOST_SAVE, said + "found a later revision that does not descend from it");
        }
    }

    private void joined(PlayerLog.Joined joined) {
        Revision revision = revisions.get(joined.revision());
        if (revision == null || revision.money() != joined.money() || revision.lastOp() != joined.op()) {
            found(
                    Finding.Kind.BROKEN_CHAIN,
                    joined.server() + " answered joined with money " + joined.money() + " op " + joined.op()
                            + " at revision " + joined.revision() + ", found "
                            + (revision == null ? "none" : revision.money() + " op " + revision.lastOp()));
        }
    }

    private void onlyOneSession(PlayerLog.Earned earned) {
        for (PlayerLog.Joined other : log.joined()) {
            if (other.revision() > earned.session() && other.receivedAt() < earned.askedAt()) {
                found(
                        Finding.Kind.DOUBLE_OWNER,
                        earned.server() + " accepted op " + earned.op() + " in the session of revision "
                                + earned.session() + ", " + (earned.askedAt() - other.receivedAt()) / 1_000_000
                                + " ms after " + other.server() + " had answered joined at revision "
                                + other.revision());
                return;
            }
        }
    }

    private void earned(PlayerLog.Earned earned) {
        if (!kept.contains(earned.op())) {
            found(
                    Finding.Kind.LOST_EARNING,
                    earned.server() + " answered earned for op " + earned.op()
                            + " and neither died nor stopped, found no such op in the last revision");
        }
    }

    private void found(Finding.Kind kind, String what) {
        findings.add(new Finding(kind, log.key(), what));
    }
}
