package dev.datasave.tck.checker;

import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.Game;
import dev.datasave.tck.network.Journal.ServerEvent;
import dev.datasave.tck.network.Journal.Written;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds broken promises in a {@link Journal}. It knows nothing of the engine except the stored data (who holds an entry, whose write id it bears, and
 * the leases) and what it tells of its own faults.
 *
 * <ul>
 *   <li><b>P1</b> every write of a profile is by the server that holds it, or takes it legally; the stored data holds all edits that were stored
 *       before, or an operator asked for it. A server that no longer holds the profile accepts no edit, except those without a promise: edits in
 *       {@code onLastSave}, and edits during which the server falls asleep. Those are stored or reported as lost.
 *   <li><b>P3</b> a session that was suspended for longer than the grace accepts no more edits.
 *       While the storage answers every write with a failure that lasts, no server accepts edits for longer than its heartbeat takes to find out, and
 *       whoever is refused is told the storage's words. A session that can't be stored, while others are, accepts no edits for long.
 *   <li><b>P4</b> a session is taken only after its server's lease was removed. A lease is removed only after it stood unchanged for the time that it
 *       states, and only if some server could watch it for that long.
 *   <li><b>P5, P7</b> a profile is handed over only to a server that claimed it, and never to an older claim than one that obtained it before. The
 *       stored data names the claim that obtained it.
 *   <li><b>P8</b> otherwise only a load that waited long enough, or was told to steal at once, steals it. The robbed server learns of it before its
 *       lease could end.
 *   <li><b>P9</b> a confirmed save or release is in the revision that was named, and so by P1 in all later ones. A server that was closed holds
 *       nothing, and a server holds no profile that its game does not have (F42). A server that gives up its lease has saved everything, or told what
 *       is lost.
 *   <li><b>P10</b> in the end, the last accepted edit of a session is stored, or the game was told that it is lost, or its server died. A server that
 *       is said to have taken it did so.
 *   <li><b>P11</b> a message that was confirmed as sent is stored. It is removed only when its effect is stored, or it is withdrawn or erased. Its
 *       effect is never twice in any data. In the end no message is left.
 *   <li><b>P12</b> at every moment of the storage, all profiles, messages and the bank together hold exactly the coins and items that were ever made:
 *       nothing is doubled or lost. A grant is applied once. Everything confirmed as done is stored, and nothing that was answered as not done ever
 *       is.
 *   <li><b>P13</b> the same for the acts of operators; a rollback restores the contents of the revision.
 *   <li><b>P14</b> erased data is never stored again, neither as a profile nor as an orphan, and nothing of it is left when the erasure is confirmed.
 *   <li><b>P15</b> a profile is moved as a whole, in one write, and only if an operator asked for it. Its messages, and its grants, count once under
 *       whatever key. Nothing is born under a key from which a profile went. In the end every move is finished.
 *   <li><b>F4</b> a load delivers the stored data.
 *   <li><b>F5</b> data that can't be stored is kept as an orphan (in calm runs). What is damaged is answered as corrupt, and nothing else is: no load
 *       delivers it, or something fresh in its place.
 *   <li><b>F18</b> if the game was told that a state is in a spool, that state is stored in the end or kept as an orphan, but not both; and not if
 *       the very server that has it took the profile instead of waiting. If another server ends a session from its spool, it writes as the session's
 *       server would have.
 *   <li><b>STATES</b> the engine reports no event that a state of it does not expect.
 *   <li><b>END</b> all futures complete. After closing, nothing happens, and nothing is scheduled or subscribed.
 * </ul>
 *
 * <p>If the storage was set back, no server is blamed for the data that it forgot.
 */
public final class Checker {
    private Checker() {}

    /** Finds everything that is wrong in the journal, and counts what it shows. */
    public static Report check(Journal journal) {
        return check(journal, false);
    }

    /** {@link #check(Journal)}, and for a calm run also the rules for runs in which nothing goes wrong except for lost signals. */
    public static Report check(Journal journal, boolean calm) {
        Findings found = new Findings(calm);
        WriteRules writes = new WriteRules(found);
        GameRules games = new GameRules(found);
        CalmRules calmRules = new CalmRules(found);
        journal.events().forEach(found.servers::learn);
        Duration moment = Duration.ZERO;
        for (Journal.Event event : journal.events()) {
            if (!event.at().equals(moment)) {
                found.ledger.settle();
                writes.settle(event.at());
                moment = event.at();
            }
            found.trouble.see(event);
            if (event instanceof Game game && calm) {
                calmRules.game(game);
            }
            see(event, found, writes, games);
        }
        end(found, moment);
        writes.end();
        games.end();
        if (calm) {
            calmRules.end();
        }
        return new Report(found.violations, found.counts);
    }

    private static void see(Journal.Event event, Findings found, WriteRules writes, GameRules games) {
        switch (event) {
            case Written written -> writes.written(written);
            case Journal.Refused refused -> found.count(Count.REFUSED);
            case Journal.SetBack back -> found.setBack(back);
            case ServerEvent server -> server(server, found);
            case Journal.Note note -> {}
            case Journal.Outage outage -> found.servers.outage(outage);
            case Journal.Broken broken -> found.servers.broken(broken);
            case Journal.Unstored unstored -> {}
            case Journal.Failing failing -> {}
            case Journal.Damaged damaged -> {}
            case Journal.Mended mended -> {}
            case Journal.Rested rested -> games.rested(rested);
            case Game game -> games.game(game);
        }
    }

    private static void end(Findings found, Duration at) {
        found.ledger.settle();
        found.ledger.end(at);
        found.deeds.end();
        found.moves.settle();
        found.moves.end(at);
    }

    private static void server(ServerEvent event, Findings found) {
        String broken = switch (event.what()) {
            case KILLED -> {
                found.servers.killed(event.server(), event.at());
                yield "";
            }
            case CLOSED -> {
                found.servers.closed(event.server(), event.at());
                yield "";
            }
            case USED_AFTER_CLOSE -> "is busy after it was closed";
            case STILL_LISTENING -> "listens to signals after it was closed";
            case STILL_SCHEDULED -> "has something to do after it was closed";
            case LEFT_IN_SPOOL -> "left states in its spool";
            case PAUSED, FELL_ASLEEP -> {
                found.servers.still(event.server(), event.at(), true);
                yield "";
            }
            case RESUMED, WOKE_UP -> {
                found.servers.still(event.server(), event.at(), false);
                yield "";
            }
            case STARTED -> {
                found.servers.started(event.server(), event.at());
                yield "";
            }
            case CALL_FELL_ASLEEP, CLOCK_JUMPED, CUT_OFF -> "";
        };
        if (!broken.isEmpty()) {
            found.violations.add(new Violation(event.at(), "END", Optional.empty(), event.server() + " " + broken));
        }
    }

    /**
     * The findings of a checker.
     *
     * @param violations the broken promises, in the order of the journal
     * @param counts how often each thing happened; missing things did not happen
     */
    public record Report(List<Violation> violations, Map<Count, Integer> counts) {
        /** Copies both. */
        public Report {
            violations = List.copyOf(violations);
            counts = Map.copyOf(counts);
        }
    }
}
