package dev.datasave.engine;

import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.Holder;
import dev.datasave.PinResult;
import dev.datasave.ProfileState;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps revisions for ever under a name, and gives them back to the policy. The present state is no history yet: it is pinned by writing it once
 * more, which only its holder may do, or anybody where nobody holds it. Loop only, but for what returns a future.
 */
final class Pins {
    private static final int MOST_ATTEMPTS = 5;
    private static final int NAME_CHARACTERS = 100;

    private final Engine engine;
    private final Store<?> store;

    Pins(Engine engine, Store<?> store) {
        this.engine = engine;
        this.store = store;
    }

    private record Found(PinSteps.Step step, Optional<Holder> holder) {}

    CompletableFuture<PinResult> pin(EntryId id, long revision, String name) {
        if (name.isBlank() || name.length() > NAME_CHARACTERS) {
            throw new IllegalArgumentException("name of a pin: found " + name.length() + " characters, expected 1 to "
                    + NAME_CHARACTERS + ", not all blank");
        }
        PinFormat pin = new PinFormat(id, revision, name, engine.serverName(), false);
        var unused = pin.content(Set.of()); // R10, before any I/O
        return engine.ask(answer -> new Attempt(pin, answer).next());
    }

    private final class Attempt {
        private final PinFormat pin;
        private final CompletableFuture<PinResult> answer;
        private int attempts;

        private Attempt(PinFormat pin, CompletableFuture<PinResult> answer) {
            this.pin = pin;
            this.answer = answer;
        }

        private JsonObject note() {
            JsonObject note = new JsonObject();
            note.addProperty("action", "pin of revision " + pin.revision());
            note.addProperty("why", pin.name());
            note.addProperty("by", pin.by());
            return note;
        }

        private void next() {
            if (++attempts > MOST_ATTEMPTS) {
                fail(new DataSaveException.StorageFailed(
                        "pin of " + pin.profile() + ", revision " + pin.revision() + ": found it changed at each of "
                                + MOST_ATTEMPTS + " attempts",
                        null));
                return;
            }
            engine.port()
                    .call(
                            storage -> {
                                PinSteps.Step step = new PinSteps(storage, Pins.this::writeId).pin(pin, note());
                                return new Found(
                                        step,
                                        step instanceof PinSteps.Step.Held held
                                                ? Holders.named(storage, held.current())
                                                : Optional.empty());
                            },
                            this::found,
                            failure -> fail(Views.wrapped(failure)));
        }

        private void found(Found found) {
            switch (found.step) {
                case PinSteps.Step.Done done -> complete(new PinResult.Pinned(pin.revision(), pin.name()));
                case PinSteps.Step.Nothing nothing -> complete(new PinResult.NotKept());
                case PinSteps.Step.Raced raced -> next();
                case PinSteps.Step.Held held -> held(held.current(), found.holder.orElseThrow());
            }
        }

        private void held(Entry current, Holder by) {
            Token holder = Token.parse(current.content().holder());
            Session<?> session = engine.sessions().session(pin.profile());
            Load<?> load = engine.sessions().load(pin.profile());
            Ending<?> ending = session == null ? null : session.ending();
            if (load != null) {
                load.whenSettled(this::next);
            } else if (session == null || !session.token().isSameSession(holder)) {
                complete(new PinResult.StillCurrent(by));
            } else if (ending != null) {
                ending.thenRun(this::next);
            } else {
                supersede(session);
            }
        }

        /** Its own server writes the profile's state as it is now on top of what is to be pinned. */
        private <T> void supersede(Session<T> session) {
            session.saver().reserve(new Saver.Reservation() {
                @Override
                public void granted() {
                    boolean isActive = session.state().state() == ProfileState.ACTIVE;
                    if (isActive && session.stored().revision() == pin.revision()) {
                        session.freeze().snapshot(true, snapshot -> write(session, snapshot), failure -> {
                            session.saver().unreserve();
                            fail(failure);
                        });
                    } else {
                        session.saver().unreserve();
                        whenActive(session);
                    }
                }

                @Override
                public void refused() {
                    next();
                }
            });
        }

        private void whenActive(Session<?> session) {
            ProfileState state = session.state().state();
            if (state == ProfileState.SUSPENDED) {
                fail(new DataSaveException.NotActive(session.profileId(), state));
            } else {
                next();
            }
        }

        private <T> void write(Session<T> session, Snapshot<T> snapshot) {
            Chain chain = session.chain();
            EntryFormat format = chain.nextFormat(false).withNote(note());
            Chain.Link link = chain.next(snapshot, chain.token(), true, format).keepingReplaced(Stored.OPERATOR);
            session.saver().submit(link, snapshot, decision -> {
                if (decision.written() && decision.current().isEmpty()) {
                    session.afterSave();
                } else if (decision.written() || !chain.rebase(decision.current())) {
                    session.state().notSaved();
                    session.lost(session.saver().reasonFor(decision.current()), List.of());
                } else {
                    session.state().notSaved(); // the storage was set back: what is pinned is looked for anew
                }
                session.saver().unreserve();
                next();
            });
        }

        private void complete(PinResult result) {
            engine.environment().onUserThread(() -> answer.complete(result));
        }

        private void fail(Throwable failure) {
            engine.environment().onUserThread(() -> answer.completeExceptionally(failure));
        }
    }

    /** Gives the revision back to the policy, for 24 h at least; false if it is not in the history. */
    CompletableFuture<Boolean> unpin(EntryId id, long revision) {
        PinFormat pin = new PinFormat(id, revision, "", "", false);
        return engine.ask(answer -> unpin(pin, answer, 1));
    }

    private void unpin(PinFormat pin, CompletableFuture<Boolean> answer, int attempt) {
        engine.port()
                .call(
                        storage -> new PinSteps(storage, this::writeId).superseded(pin),
                        found -> unpin(pin, found, answer, attempt),
                        failure -> fail(answer, failure));
    }

    private void unpin(PinFormat pin, Optional<Entry> found, CompletableFuture<Boolean> answer, int attempt) {
        Retention retention = engine.retention(
                Session.profileId(pin.profile()),
                () -> found.map(entry ->
                                Stored.of(entry).retention(store.options().history(), ""))
                        .orElse(Retention.drop())); // no server's name: as written by another
        engine.port()
                .call(
                        storage -> new PinSteps(storage, this::writeId).unpin(pin, found, retention),
                        step -> {
                            if (step instanceof PinSteps.Step.Raced && attempt < MOST_ATTEMPTS) {
                                unpin(pin, answer, attempt + 1);
                            } else {
                                boolean isDone = step instanceof PinSteps.Step.Done;
                                engine.environment().onUserThread(() -> answer.complete(isDone));
                            }
                        },
                        failure -> fail(answer, failure));
    }

    private void fail(CompletableFuture<?> answer, Throwable failure) {
        engine.environment().onUserThread(() -> answer.completeExceptionally(Views.wrapped(failure)));
    }

    private String writeId() {
        return engine.ids().write(engine.lease().incarnation());
    }
}
