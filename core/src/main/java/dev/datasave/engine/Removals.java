package dev.datasave.engine;

import com.google.gson.JsonElement;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Removes profiles whoever holds them: takes the session, as a load does, and ends it with a tombstone. So the removal is one checked write
 * like any other, and no late save can bring old data back (F20, P14). Loop only.
 */
final class Removals {
    private final Engine engine;

    Removals(Engine engine) {
        this.engine = engine;
    }

    /** What became of a removal. */
    sealed interface Outcome {
        /** There is a tombstone now. */
        record Removed(long revision, Instant at) implements Outcome {}

        /** There was nothing to remove. */
        record Absent() implements Outcome {}

        /** The profile could not be had. */
        record NotHad(NotLoadedReason reason) implements Outcome {}
    }

    private record Removal(
            EntryId id, boolean purges, LoadOptions options, Consumer<Outcome> done, Consumer<Throwable> failed) {}

    /** Removes a profile; with its history if {@code purges}. */
    void remove(EntryId id, boolean purges, Consumer<Outcome> done, Consumer<Throwable> failed) {
        remove(id, purges, LoadOptions.defaults(), done, failed);
    }

    /** Removes a profile; the options say how it is taken from its holder. */
    void remove(EntryId id, boolean purges, LoadOptions options, Consumer<Outcome> done, Consumer<Throwable> failed) {
        carryOut(new Removal(id, purges, options, done, failed));
    }

    private void carryOut(Removal removal) {
        Load<?> load = engine.sessions().load(removal.id());
        Session<?> session = engine.sessions().session(removal.id());
        Ending<?> ending = session == null ? null : session.ending();
        if (load != null) {
            load.whenSettled(() -> carryOut(removal));
            load.cancel(new NotLoadedReason.Superseded());
        } else if (ending != null) {
            ending.thenRun(() -> carryOut(removal));
        } else if (session != null) {
            end(session, removal);
        } else {
            engine.port()
                    .call(
                            storage -> storage.read(List.of(removal.id())).getFirst(),
                            found -> removeFound(found, removal),
                            removal.failed());
        }
    }

    private void removeFound(Optional<Entry> found, Removal removal) {
        if (found.filter(entry -> !entry.isTombstone()).isEmpty()) {
            removal.done().accept(new Outcome.Absent());
            return;
        }
        CompletableFuture<LoadResult<JsonElement>> loading = Store.raw(
                        engine, removal.id().store())
                .loadProfileAsync(removal.id().key(), removal.options());
        var unused =
                loading.whenComplete((result, failure) -> engine.environment().onLoop(() -> {
                    if (result instanceof LoadResult.Loaded<?>(var profile) && profile instanceof LiveProfile<?> live) {
                        end(live.session(), removal);
                    } else if (result instanceof LoadResult.NotLoaded<?>(NotLoadedReason.Cancelled gone)) {
                        carryOut(removal); // it went before it could be taken
                    } else if (result instanceof LoadResult.NotLoaded<?>(var reason)) {
                        removal.done().accept(new Outcome.NotHad(reason));
                    } else {
                        removal.failed().accept(failure);
                    }
                }));
    }

    private void end(Session<?> session, Removal removal) {
        Ending.Finale finale = removal.purges() ? Ending.Finale.PURGED : Ending.Finale.REMOVED;
        boolean isEnding = session.endAs(ReleaseReason.REMOVED, finale);
        CompletableFuture<SaveResult> ended = new CompletableFuture<>();
        session.end(ReleaseReason.REMOVED).whenDone(ended);
        var unused = ended.thenAccept(result -> engine.environment().onLoop(() -> {
            if (isEnding && result instanceof SaveResult.Saved saved) {
                removal.done().accept(new Outcome.Removed(saved.revision(), saved.updated()));
            } else {
                carryOut(removal); // it was taken, or ended otherwise, in between
            }
        }));
    }
}
