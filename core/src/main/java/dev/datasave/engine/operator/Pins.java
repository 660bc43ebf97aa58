package dev.datasave.engine.operator;

import dev.datasave.DataSaveException;
import dev.datasave.Holder;
import dev.datasave.ProfileVersion;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.history.PinFormat;
import dev.datasave.engine.history.PinSteps;
import dev.datasave.engine.history.Reads;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Kind;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps revisions for ever under a name, and gives them back to the policy. The present revision is not history yet. It becomes history when the
 * profile is written once more: by its holder ({@link Pinning}), or by this server if nobody holds it. Loop only, but for what returns a future.
 */
public final class Pins<T> {
    private static final int MOST_ATTEMPTS = 5;
    private static final int NAME_CHARACTERS = 100;

    private final Loop loop;
    private final Operator operator;
    private final Kind<T> kind;

    public Pins(Loop loop, Operator operator, Kind<T> kind) {
        this.loop = loop;
        this.operator = operator;
        this.kind = kind;
    }

    private record Found(PinSteps.Step step, Optional<Holder> holder) {}

    public CompletableFuture<ProfileVersion.PinResult> pin(EntryId id, long revision, String name) {
        if (name.isBlank() || name.length() > NAME_CHARACTERS) {
            throw new IllegalArgumentException("name of a pin: found " + name.length() + " characters, expected 1 to "
                    + NAME_CHARACTERS + ", not all blank");
        }
        PinFormat pin = new PinFormat(id, revision, name, loop.ids().serverName(), false);
        var unused = pin.content(Set.of()); // R10, before any I/O
        return loop.ask(answer -> new Attempt(pin, answer).next());
    }

    private final class Attempt {
        private final PinFormat pin;
        private final CompletableFuture<ProfileVersion.PinResult> answer;
        private int attempts;

        private Attempt(PinFormat pin, CompletableFuture<ProfileVersion.PinResult> answer) {
            this.pin = pin;
            this.answer = answer;
        }

        private Pinning<T> pinning() {
            return new Pinning<>(pin.revision(), pin.name(), pin.by());
        }

        private void next() {
            if (++attempts > MOST_ATTEMPTS) {
                fail(new DataSaveException.StorageFailed(
                        "pin of " + pin.profile() + ", revision " + pin.revision() + ": found it changed at each of "
                                + MOST_ATTEMPTS + " attempts",
                        null));
                return;
            }
            loop.port()
                    .call(
                            storage -> {
                                PinSteps.Step step = new PinSteps(storage, Pins.this::writeId)
                                        .pin(pin, pinning().note());
                                return new Found(
                                        step,
                                        step instanceof PinSteps.Step.Held held
                                                ? Whereabouts.named(storage, held.current())
                                                : Optional.empty());
                            },
                            this::found,
                            failure -> fail(Reads.wrapped(failure)));
        }

        private void found(Found found) {
            switch (found.step) {
                case PinSteps.Step.Done done ->
                    complete(new ProfileVersion.PinResult.Pinned(pin.revision(), pin.name()));
                case PinSteps.Step.Nothing nothing -> complete(new ProfileVersion.PinResult.NotKept());
                case PinSteps.Step.Raced raced -> next();
                case PinSteps.Step.Held held -> held(found.holder.orElseThrow());
            }
        }

        /** The server that has the profile writes it once more. Then the revision is history. */
        private void held(Holder by) {
            operator.act(
                    kind,
                    pin.profile(),
                    pinning(),
                    answer -> {
                        switch (answer) {
                            case Operator.Answer.Carried carried -> next();
                            case Operator.Answer.Absent absent -> next();
                            case Operator.Answer.HeldElsewhere(var other) ->
                                complete(new ProfileVersion.PinResult.StillCurrent(other));
                            case Operator.Answer.Expired expired ->
                                complete(new ProfileVersion.PinResult.StillCurrent(by));
                            case Operator.Answer.NotPossible notPossible ->
                                complete(new ProfileVersion.PinResult.StillCurrent(by));
                        }
                    },
                    this::fail);
        }

        private void complete(ProfileVersion.PinResult result) {
            loop.answer(answer, result);
        }

        private void fail(Throwable failure) {
            loop.fail(answer, failure);
        }
    }

    /** Gives the revision back to the policy, which keeps it for 24 h at least. False if it is not in the history. */
    public CompletableFuture<Boolean> unpin(EntryId id, long revision) {
        PinFormat pin = new PinFormat(id, revision, "", "", false);
        return loop.ask(answer -> unpin(pin, answer, 1));
    }

    private void unpin(PinFormat pin, CompletableFuture<Boolean> answer, int attempt) {
        loop.port()
                .call(
                        storage -> new PinSteps(storage, this::writeId).superseded(pin),
                        found -> unpin(pin, found, answer, attempt),
                        failure -> fail(answer, failure));
    }

    private void unpin(PinFormat pin, Optional<Entry> found, CompletableFuture<Boolean> answer, int attempt) {
        Retention retention = loop.retention(
                Addresses.profile(pin.profile()),
                () -> found.map(entry ->
                                Stored.of(entry).retention(kind.options().history(), ""))
                        .orElse(Retention.drop())); // without an author: as if another server wrote it
        loop.port()
                .call(
                        storage -> new PinSteps(storage, this::writeId).unpin(pin, found, retention),
                        step -> {
                            if (step instanceof PinSteps.Step.Raced && attempt < MOST_ATTEMPTS) {
                                unpin(pin, answer, attempt + 1);
                            } else {
                                boolean isDone = step instanceof PinSteps.Step.Done;
                                loop.answer(answer, isDone);
                            }
                        },
                        failure -> fail(answer, failure));
    }

    private void fail(CompletableFuture<?> answer, Throwable failure) {
        loop.fail(answer, Reads.wrapped(failure));
    }

    private String writeId() {
        return loop.ids().writeId();
    }
}
