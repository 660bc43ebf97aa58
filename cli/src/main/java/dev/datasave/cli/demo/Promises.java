package dev.datasave.cli.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks that every answer that a player got is true in the file. */
final class Promises {
    private final PlayerLog log;
    private final Map<Long, Revision> revisions;
    private final Map<String, Books.Kept> kept;
    private final Fates fates;
    private final List<Finding> findings;

    private Promises(
            PlayerLog log,
            List<Revision> revisions,
            Map<String, Books.Kept> kept,
            Fates fates,
            List<Finding> findings) {
        this.log = log;
        this.revisions = revisions.stream()
                .collect(Collectors.toMap(Revision::number, Function.identity(), (first, second) -> first));
        this.kept = kept;
        this.fates = fates;
        this.findings = findings;
    }

    /** Checks all answers; {@code kept} are the bookings that the last revision descends from. */
    static void check(
            PlayerLog log,
            List<Revision> revisions,
            Map<String, Books.Kept> kept,
            Fates fates,
            List<Finding> findings) {
        Promises promises = new Promises(log, revisions, kept, fates, findings);
        Set<Long> open = new HashSet<>(log.deeds().keySet()); // these may have been done without an answer
        open.removeAll(log.refused().keySet());
        log.done().forEach(done -> open.remove(done.op()));
        log.saved().forEach(saved -> promises.saved(saved, open));
        log.joined().forEach(promises::joined);
        log.done().forEach(promises::onlyOneSession);
        log.done().forEach(promises::done);
        log.refused().forEach(promises::refused);
    }

    private void saved(PlayerLog.Saved saved, Set<Long> open) {
        String said = saved.server() + " answered saved " + saved.revision() + " with op " + saved.op() + ", ";
        Revision revision = revisions.get(saved.revision());
        if (revision == null) {
            found(Finding.Kind.LOST_SAVE, said + "found no such revision");
        } else if (revision.lastOp() != saved.op() && !open.contains(revision.lastOp())) {
            found(Finding.Kind.LOST_SAVE, said + "found op " + revision.lastOp() + " in it");
        } else if (saved.op() > 0 && !kept.containsKey(Deed.id(log.key(), saved.op()))) {
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

    private void onlyOneSession(PlayerLog.Done done) {
        for (PlayerLog.Joined other : log.joined()) {
            if (other.revision() > done.session() && other.receivedAt() < done.askedAt()) {
                found(
                        Finding.Kind.DOUBLE_OWNER,
                        done.server() + " accepted op " + done.op() + " in the session of revision " + done.session()
                                + ", " + (done.askedAt() - other.receivedAt()) / 1_000_000 + " ms after "
                                + other.server() + " answered joined at revision " + other.revision());
                return;
            }
        }
    }

    /** An earning is a plain edit and may die with its server; everything else was stored before it was answered. */
    private void done(PlayerLog.Done done) {
        Deed deed = log.deeds().get(done.op());
        if (deed == null) {
            found(Finding.Kind.MONEY, done.server() + " answered that op " + done.op() + " is done, which nobody sent");
            return;
        }
        Books.Kept booking = kept.get(deed.id());
        if (booking != null && done.money().orElse(booking.balance()) != booking.balance()) {
            found(
                    Finding.Kind.MONEY,
                    done.server() + " answered money " + done.money().orElse(0) + " after op " + done.op() + ", found "
                            + booking.balance() + " in revision " + booking.revision());
        } else if (booking == null && deed.kind() != Deed.Kind.EARN) {
            found(
                    Finding.Kind.LOST_TRANSACTION,
                    done.server() + " confirmed a deal, found nothing of " + deed + " in the last revision");
        } else if (booking == null && !fates.harmed().contains(done.server())) {
            found(
                    Finding.Kind.LOST_EARNING,
                    done.server() + " answered earned for op " + done.op()
                            + " and neither died nor stopped, found no such op in the last revision");
        }
    }

    private void refused(long op, String answer) {
        Books.Kept booking = kept.get(Deed.id(log.key(), op));
        if (booking != null) {
            found(
                    Finding.Kind.REFUSED_BUT_DONE,
                    "op " + op + " was answered " + answer + ", found it in revision " + booking.revision());
        }
    }

    private void found(Finding.Kind kind, String what) {
        findings.add(new Finding(kind, log.key(), what));
    }
}
