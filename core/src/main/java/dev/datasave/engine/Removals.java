package dev.datasave.engine;

import com.google.gson.JsonElement;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
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
        record Removed(long revision) implements Outcome {}

        /** There was nothing to remove. */
        record Absent() implements Outcome {}

        /** The profile could not be had. */
        record NotHad(NotLoadedReason reason) implements Outcome {}
    }

    /** Removes a profile; with its history if {@code purges}. */
    void remove(EntryId id, boolean purges, Consumer<Outcome> done, Consumer<Throwable> failed) {
        Load<?> load = engine.sessions().load(id);
        Session<?> session = engine.sessions().session(id);
        Ending<?> ending = session == null ? null : session.ending();
        if (load != null) {
            load.whenSettled(() -> remove(id, purges, done, failed));
            load.cancel(new NotLoadedReason.Superseded());
        } else if (ending != null) {
            ending.thenRun(() -> remove(id, purges, done, failed));
        } else if (session != null) {
            end(session, purges, done, failed);
        } else {
            engine.port()
                    .call(
                            storage -> storage.read(List.of(id)).getFirst(),
                            found -> removeFound(id, found, purges, done, failed),
                            failed);
        }
    }

    private void removeFound(
            EntryId id, Optional<Entry> found, boolean purges, Consumer<Outcome> done, Consumer<Throwable> failed) {
        boolean isThere = found.filter(entry -> purges || !entry.isTombstone()).isPresent();
        if (!isThere) {
            done.accept(new Outcome.Absent());
            return;
        }
        CompletableFuture<LoadResult<JsonElement>> loading =
                Store.raw(engine, id.store()).loadProfileAsync(id.key(), LoadOptions.defaults());
        var unused =
                loading.whenComplete((result, failure) -> engine.environment().onLoop(() -> {
                    if (result instanceof LoadResult.Loaded<?>(var profile) && profile instanceof LiveProfile<?> live) {
                        end(live.session(), purges, done, failed);
                    } else if (result instanceof LoadResult.NotLoaded<?>(var reason)) {
                        done.accept(new Outcome.NotHad(reason));
                    } else {
                        failed.accept(failure);
                    }
                }));
    }

    private void end(Session<?> session, boolean purges, Consumer<Outcome> done, Consumer<Throwable> failed) {
        Ending.Finale finale = purges ? Ending.Finale.PURGED : Ending.Finale.REMOVED;
        boolean isEnding = session.endAs(ReleaseReason.REMOVED, finale);
        CompletableFuture<SaveResult> ended = new CompletableFuture<>();
        session.end(ReleaseReason.REMOVED).whenDone(ended);
        var unused = ended.thenAccept(result -> engine.environment().onLoop(() -> {
            if (isEnding && result instanceof SaveResult.Saved saved) {
                done.accept(new Outcome.Removed(saved.revision()));
            } else {
                remove(session.id(), purges, done, failed); // it was taken, or ended otherwise, in between
            }
        }));
    }
}
