package dev.datasave.tck;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.Journal.Game;
import dev.datasave.tck.Journal.Seen;
import dev.datasave.tck.Journal.ServerEvent;
import dev.datasave.tck.Journal.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what a {@link Journal} shows of broken promises, knowing nothing of the engine but what it stores: who holds an entry, whose
 * write id it bears, and the leases.
 *
 * <ul>
 *   <li><b>P1</b> every write of a profile is by the server that holds it, or takes it legally; what it stores holds all edits
 *       that were stored before; no edit is accepted by a server that no longer holds the profile, but where it was stolen, and but
 *       in {@code onLastSave}, where the last words are stored or reported as lost.
 *   <li><b>P4</b> a session is taken only after its server's lease was removed, and that only after it stood unchanged
 *       for the time that it says.
 *   <li><b>P8</b> else it is stolen only by a load that waited long enough or was to steal at once.
 *   <li><b>P9</b> a save or release that was confirmed is in the revision that was named, so by P1 in all that follow.
 *   <li><b>P10</b> the last accepted edit of a session is stored in the end, or the game was told that it is lost, or its server died.
 *   <li><b>F4</b> a load delivers what was stored.
 *   <li><b>END</b> all futures end; nothing happens after closing.
 * </ul>
 *
 * <p>Where the storage was set back, what it forgot is held against nobody.
 */
public final class Checker {
    private final Lineage lineage = new Lineage();
    private final States states = new States();
    private final Servers servers = new Servers();
    private final Sessions sessions = new Sessions();
    private final List<Violation> violations = new ArrayList<>();
    private final Map<Count, Integer> counts = new EnumMap<>(Count.class);
    private Duration setBack = Duration.ofDays(-1);

    private Checker() {}

    /** Everything that is wrong in the journal, and how much of what it shows. */
    public static Report check(Journal journal) {
        Checker checker = new Checker();
        journal.events().forEach(checker.servers::learn);
        journal.events().forEach(checker::look);
        checker.end();
        return new Report(checker.violations, checker.counts);
    }

    private void look(Journal.Event event) {
        switch (event) {
            case Written written -> written(written);
            case Journal.Refused refused -> count(Count.REFUSED);
            case Journal.SetBack back -> {
                lineage.setBack(back.to());
                setBack = back.at();
                count(Count.SET_BACK);
            }
            case ServerEvent server -> server(server);
            case Journal.Note note -> {}
            case Game game -> game(game);
        }
    }

    private void written(Written written) {
        boolean ours = written.id().store().startsWith("~");
        if (written.id().store().equals(Servers.LEASES)) {
            lease(written);
        } else if (!ours && !written.server().equals(VirtualStorage.OUTSIDE)) {
            count(Count.WRITTEN);
            author(written);
            owner(written);
            progress(written);
        }
        lineage.accept(written);
    }

    private void lease(Written written) {
        String incarnation = written.id().key();
        servers.leased(incarnation);
        if (servers.ofHolder(incarnation).equals(Optional.of(written.server()))) {
            return;
        }
        Duration stood = written.at().minus(lineage.writtenAt(written.id()));
        Duration expected = written.before().map(Servers::leaseTime).orElse(Servers.LEASE_TIME);
        if (written.after().isPresent()) {
            report(written, "P4", "wrote the lease of " + incarnation + ", which is another server's");
        } else if (stood.compareTo(expected) < 0) {
            report(written, "P4", "removed a lease that stood for " + stood + ", expected at least " + expected);
        }
        count(Count.BURIED);
    }

    private void author(Written written) {
        if (!servers.isAuthor(written.writeId(), written.server())) {
            report(written, "P1", "write id " + written.writeId() + " is of no incarnation with a lease of the writer");
        }
    }

    private void owner(Written written) {
        Optional<String> before = holder(written.before());
        Optional<String> after = holder(written.after());
        Optional<String> mine = Optional.of(written.server());
        Optional<String> owner = before.flatMap(servers::ofHolder);
        boolean taken = !owner.equals(mine);
        boolean kept = after.flatMap(servers::ofHolder).equals(mine);
        if (kept && !servers.hadLease(after.get())) {
            report(written, "P4", "wrote itself as the holder " + after.get() + " before its lease");
        }
        if (taken && after.isPresent() && !kept) {
            report(written, "P1", "gave a profile that it did not hold to " + after.get());
        }
        if (before.isEmpty()) {
            return;
        }
        if (taken) {
            taken(written, before.get(), owner);
        } else if (after.isPresent() && !kept) {
            count(Count.HANDED_OVER);
        }
    }

    private void taken(Written written, String holder, Optional<String> owner) {
        EntryId lease = Servers.lease(Servers.incarnation(holder).orElseThrow());
        if (lineage.current(lease).isEmpty()) {
            count(Count.TAKEN_OVER);
        } else if (sessions.maySteal(written)) {
            count(Count.STOLEN);
            owner.ifPresent(robbed -> sessions.stolen(written.id(), robbed));
        } else {
            report(
                    written,
                    "P4",
                    "took the session of " + owner.orElse("?") + ", " + holder + ", whose lease is there");
        }
    }

    private void progress(Written written) {
        Optional<String> before = written.before().map(states::of).orElse(Optional.of(States.FRESH));
        Optional<String> after = written.after().flatMap(states::of);
        after.ifPresent(states::stored);
        if (after.isEmpty()) {
            report(written, "P1", "stored data that no edits led to");
        } else if (before.isPresent() && !states.holds(after.get(), before.get())) {
            report(written, "P1", "state " + after.get() + " lacks edits of state " + before.get() + " stored before");
        }
    }

    private void server(ServerEvent event) {
        switch (event.what()) {
            case KILLED -> servers.killed(event.server());
            case USED_AFTER_CLOSE ->
                violations.add(new Violation(
                        event.at(), "END", Optional.empty(), event.server() + " is busy after it was closed"));
            case STARTED, PAUSED, RESUMED, CLOSED, CLOCK_JUMPED, CUT_OFF -> {}
        }
    }

    private void game(Game game) {
        switch (game.seen()) {
            case Seen.Loading loading -> {}
            case Seen.Loaded loaded -> loaded(game, loaded.state());
            case Seen.Edited edited -> edited(game, edited);
            case Seen.Saved saved -> saved(game, saved);
            case Seen.NeverAnswered(var what) -> report(game, "END", what + " was never answered");
            case Seen.LostUpdate lost -> count(Count.LOST_UPDATE);
            case Seen.NotLoaded not -> count(Count.NOT_LOADED);
            case Seen.EditRefused refused -> count(Count.EDIT_REFUSED);
            case Seen.Released released -> {}
            case Seen.NotSaved not -> {}
        }
        sessions.see(game, isHeldBy(game));
    }

    private void loaded(Game game, String state) {
        count(Count.LOADED);
        Optional<String> stored = lineage.current(game.id()).flatMap(states::of);
        if (sessions.began(game).compareTo(setBack) > 0 && stored.isPresent() && !states.holds(stored.get(), state)) {
            report(game, "F4", "loaded state " + state + ", which led to nothing stored; " + stored.get() + " is");
        } else if (state.equals(States.FRESH)
                && stored.isPresent()
                && !stored.get().equals(States.FRESH)) {
            count(Count.LOADED_LATE);
        }
    }

    private void edited(Game game, Seen.Edited edited) {
        count(Count.EDITED);
        states.edited(edited.from(), edited.to());
        Optional<String> holder = holder(lineage.current(game.id()));
        boolean excused = edited.lastWords()
                || sessions.wasStolen(game)
                || sessions.loadedAt(game).compareTo(setBack) <= 0;
        if (!isHeldBy(game) && !excused) {
            report(game, "P1", "accepted an edit while the profile is held by " + holder.orElse("nobody"));
        }
    }

    private boolean isHeldBy(Game game) {
        return holder(lineage.current(game.id())).flatMap(servers::ofHolder).equals(Optional.of(game.server()));
    }

    private void saved(Game game, Seen.Saved saved) {
        count(Count.SAVED);
        Optional<Entry> revision = lineage.revision(game.id(), saved.revision());
        Optional<String> state = revision.flatMap(states::of);
        if (state.isPresent() && states.holds(state.get(), saved.state())) {
            return;
        }
        if (sessions.loadedAt(game).compareTo(setBack) > 0) {
            report(
                    game,
                    "P9",
                    "confirmed a " + saved.what() + " of state " + saved.state() + " in revision " + saved.revision()
                            + ", which is " + state.map(s -> "in state " + s).orElse("not there"));
        }
    }

    private void end() {
        for (Sessions.Session session : sessions.all()) {
            boolean told = session.wasTold() || servers.wasKilled(session.server());
            if (!states.wasStored(session.state()) && !told) {
                violations.add(new Violation(
                        session.lastEdit(),
                        "P10",
                        Optional.of(session.id()),
                        session + ": state " + session.state() + " was accepted, is not stored, and nobody was told"));
            }
            if (!session.hasEnded() && !servers.wasKilled(session.server())) {
                violations.add(new Violation(
                        session.lastEdit(),
                        "END",
                        Optional.of(session.id()),
                        session + " has no end, but its server has"));
            }
        }
    }

    private static Optional<String> holder(Optional<Entry> entry) {
        return entry.flatMap(found -> Optional.ofNullable(found.content().holder()));
    }

    private void report(Written written, String rule, String message) {
        violations.add(new Violation(
                written.at(), rule, Optional.of(written.id()), written.server() + " " + written.id() + ": " + message));
    }

    private void report(Game game, String rule, String message) {
        violations.add(new Violation(
                game.at(), rule, Optional.of(game.id()), game.server() + " " + game.id() + ": " + message));
    }

    private void count(Count what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** What is counted. */
    public enum Count {
        /** Accepted writes of profiles. */
        WRITTEN,
        /** Refused writes of any kind. */
        REFUSED,
        /** Profiles delivered. */
        LOADED,
        /** Of these with a state that was superseded meanwhile. */
        LOADED_LATE,
        /** Loads without a profile. */
        NOT_LOADED,
        /** Accepted edits. */
        EDITED,
        /** Refused edits. */
        EDIT_REFUSED,
        /** Saves and releases that were confirmed. */
        SAVED,
        /** Sessions handed over. */
        HANDED_OVER,
        /** Sessions taken from the dead. */
        TAKEN_OVER,
        /** Sessions stolen. */
        STOLEN,
        /** Leases removed by others. */
        BURIED,
        /** Lost updates that the game was told of. */
        LOST_UPDATE,
        /** How often the storage was set back. */
        SET_BACK
    }

    /**
     * A broken promise.
     *
     * @param at when
     * @param rule which one
     * @param id of which entry, where it is of one
     * @param message what happened
     */
    public record Violation(Duration at, String rule, Optional<EntryId> id, String message) {}

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
