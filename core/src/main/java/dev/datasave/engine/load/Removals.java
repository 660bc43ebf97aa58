package dev.datasave.engine.load;

import dev.datasave.LoadOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Finale;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes profiles, whatever server holds them: takes the profile as a load does, and ends the session with a tombstone. So the removal is one
 * checked write like any other, and no late save can bring old data back (F20, P14). Loop only.
 */
public final class Removals {
    private final Loop loop;
    private final Loads loads;

    public Removals(Loop loop, Loads loads) {
        this.loop = loop;
        this.loads = loads;
    }

    /** The outcome of a removal. */
    public sealed interface Outcome {
        /** The profile is removed; a tombstone is stored. */
        record Removed(long revision, Instant at) implements Outcome {}

        /** There was nothing to remove. */
        record Absent() implements Outcome {}

        /** The profile could not be taken. */
        record NotHad(NotLoadedReason reason) implements Outcome {}
    }

    private record Removal(
            EntryId id, boolean purges, LoadOptions options, Consumer<Outcome> done, Consumer<Throwable> failed) {}

    /** Removes a profile, with its history if {@code purges}. */
    public void remove(EntryId id, boolean purges, Consumer<Outcome> done, Consumer<Throwable> failed) {
        remove(id, purges, LoadOptions.defaults(), done, failed);
    }

    /** Removes a profile; the options say how it is taken from its holder. */
    public void remove(
            EntryId id, boolean purges, LoadOptions options, Consumer<Outcome> done, Consumer<Throwable> failed) {
        carryOut(new Removal(id, purges, options, done, failed));
    }

    private void carryOut(Removal removal) {
        EntryId id = removal.id();
        Session<?> session = loads.sessions().session(id);
        if (loads.isLoading(id)) {
            loads.whenSettled(id, () -> carryOut(removal));
            loads.cancel(id, new NotLoadedReason.Superseded());
        } else if (session != null && session.isEnding()) {
            session.whenEnded(() -> carryOut(removal));
        } else if (session != null) {
            end(session, removal);
        } else {
            loop.port()
                    .call(
                            storage -> storage.read(List.of(id)).getFirst(),
                            found -> removeFound(found, removal),
                            removal.failed());
        }
    }

    private void removeFound(Optional<Entry> found, Removal removal) {
        if (found.filter(entry -> !entry.isTombstone()).isEmpty()) {
            removal.done().accept(new Outcome.Absent());
            return;
        }
        loads.take(
                Kind.raw(removal.id().store()),
                removal.id(),
                removal.options(),
                ReleaseReason.REMOVED,
                session -> end(session, removal),
                reason -> {
                    if (reason instanceof NotLoadedReason.Cancelled) {
                        carryOut(removal); // another removed it before it could be taken
                    } else {
                        removal.done().accept(new Outcome.NotHad(reason));
                    }
                },
                removal.failed());
    }

    private void end(Session<?> session, Removal removal) {
        Finale finale = removal.purges() ? Finale.PURGED : Finale.REMOVED;
        boolean isEnding = session.endAs(ReleaseReason.REMOVED, finale);
        session.endThen(ReleaseReason.REMOVED, () -> {
            if (isEnding && session.hasRemoved()) {
                removal.done()
                        .accept(new Outcome.Removed(
                                session.saved().revision(), session.saved().updated()));
            } else {
                carryOut(removal); // the session was taken, or ended in another way, in between
            }
        });
    }
}
