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
 * Finds what a {@link Journal} shows of broken promises, knowing nothing of the engine but what it stores, who holds an entry, whose
 * write id it bears, and the leases; and what it tells of itself.
 *
 * <ul>
 *   <li><b>P1</b> every write of a profile is by the server that holds it, or takes it legally; what it stores holds all edits
 *       that were stored before, or is what an operator asked for; no edit is accepted by a server that no longer holds the profile, but for what nobody
 *       promises: in {@code onLastSave}, and where the server sleeps in the middle of the edit. Those are stored or reported as lost.
 *   <li><b>P3</b> a session that was suspended for longer than the grace is not edited any more.
 *   <li><b>P4</b> a session is taken only after its server's lease was removed, and that only after it stood unchanged
 *       for the time that it says, and somebody could watch it for so long.
 *   <li><b>P5, P7</b> a profile is handed over only to who claimed it, and never to an older claim than one that got it before; what is stored says which claim got it.
 *   <li><b>P8</b> else it is stolen only by a load that waited long enough or was to steal at once; who was robbed hears of it before its lease could end.
 *   <li><b>P9</b> a save or release that was confirmed is in the revision that was named, so by P1 in all that follow; a server that was closed
 *       holds nothing, and nothing is held where no game has it (F42). Who gives up his lease has saved all, or told what is lost.
 *   <li><b>P10</b> the last accepted edit of a session is stored in the end, or the game was told that it is lost, or its server died; who is said to have taken it
 *       did.
 *   <li><b>P11</b> a message that was answered as sent is stored; it goes only when its effect is stored, or it is withdrawn or erased; its effect is never in any data twice; in
 *       the end none is left.
 *   <li><b>P12</b> at every moment of the storage, what there is of coins and items in all profiles, messages and the bank is what was ever made: nothing is
 *       doubled or lost. A grant is applied once. What was answered as done is stored, and what was answered as not done never is.
 *   <li><b>P13</b> the same for what operators do; a rollback gives back what the revision held.
 *   <li><b>P14</b> what was erased is never stored again, as a profile or as an orphan; the answer leaves nothing of it.
 *   <li><b>F4</b> a load delivers what was stored.
 *   <li><b>F18</b> a state that the game was told is in a spool is stored in the end, or kept as an orphan, but not both; and not where the very server that has it
 *       took the profile instead of waiting. Where another server ends a session from
 *       its spool, it writes as the session's server would have.
 *   <li><b>STATES</b> the engine tells of no state that met an event that it does not expect.
 *   <li><b>END</b> all futures end; nothing happens after closing, and nothing is scheduled or subscribed.
 * </ul>
 *
 * <p>Where the storage was set back, what it forgot is held against nobody.
 */
public final class Checker {
    private Checker() {}

    /** Everything that is wrong in the journal, and how much of what it shows. */
    public static Report check(Journal journal) {
        return check(journal, false);
    }

    /** {@link #check(Journal)}, and if it was calm, what must be true where nothing goes wrong but that signals are lost. */
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
            switch (event) {
                case Written written -> writes.written(written);
                case Journal.Refused refused -> found.count(Count.REFUSED);
                case Journal.SetBack back -> found.setBack(back);
                case ServerEvent server -> server(server, found);
                case Journal.Note note -> {}
                case Journal.Outage outage -> found.servers.outage(outage);
                case Journal.Broken broken -> found.servers.broken(broken);
                case Journal.Rested rested -> games.rested(rested);
                case Game game -> {
                    if (calm) {
                        calmRules.game(game);
                    }
                    games.game(game);
                }
            }
        }
        found.ledger.settle();
        found.ledger.end(moment);
        found.deeds.end();
        writes.end();
        games.end();
        return new Report(found.violations, found.counts);
    }

    private static void server(ServerEvent event, Findings found) {
        String broken = switch (event.what()) {
            case KILLED -> {
                found.servers.killed(event.server());
                yield "";
            }
            case CLOSED -> {
                found.servers.closed(event.server());
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
     * What a checker found.
     *
     * @param violations what is wrong, in the order of the journal
     * @param counts how much of what happened; what is missing did not
     */
    public record Report(List<Violation> violations, Map<Count, Integer> counts) {
        /** Copies both. */
        public Report {
            violations = List.copyOf(violations);
            counts = Map.copyOf(counts);
        }
    }
}
