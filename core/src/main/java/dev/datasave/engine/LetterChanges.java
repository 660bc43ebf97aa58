package dev.datasave.engine;

import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.Holder;
import dev.datasave.MessageChange;
import dev.datasave.PendingMessage;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Withdrawing, editing and expiring of messages (P11): by the session that holds the profile ({@link OwnChange}), on whatever server it is, so that it can't
 * race with an acknowledgement; or, while nobody holds it, by a write that a load can't overlook ({@link FreeChange}). Loop only, except {@link #change}.
 */
final class LetterChanges {
    private static final String REQUEST = "~message";
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Engine engine;

    LetterChanges(Engine engine, Mail mail) {
        this.engine = engine;
        mail.requestHandler(REQUEST, this::asked);
    }

    /** LetterChanges a message wherever its profile is. From any thread. */
    CompletableFuture<MessageChange> change(EntryId profile, EntryId message, LetterChange change) {
        return engine.ask(future -> new Attempt(profile, message, change, future).begin());
    }

    private void asked(Request request) {
        JsonObject json = Parts.object("payload", request.payload());
        EntryId message = Mail.entryId(request.session().id(), Parts.text(json, "id"));
        LetterChange change = LetterChange.of(json);
        new OwnChange<>(request.session(), message, change, request, new OwnChange.Done() {
                    @Override
                    public void decided(boolean isChanged) {
                        request.over(true);
                    }

                    @Override
                    public void notNow(Optional<Throwable> failure) {
                        request.over(false);
                    }
                })
                .start();
    }

    /** The time of a message is over, in the session that holds its profile. */
    void expireHere(Session<?> session, Letter letter) {
        new OwnChange<>(session, letter.entry().id(), new LetterChange.Expire(), null, new OwnChange.Done() {
                    @Override
                    public void decided(boolean isChanged) {
                        expired(isChanged, letter);
                    }

                    @Override
                    public void notNow(Optional<Throwable> failure) {
                        engine.mail().boxes().later(session);
                    }
                })
                .start();
    }

    /** The time of a message is over, and perhaps nobody holds its profile. */
    void expireFree(Letter letter) {
        new FreeChange(engine, letter.profile(), letter.entry().id(), new LetterChange.Expire(), new FreeChange.Done() {
                    @Override
                    public void decided(boolean isChanged) {
                        expired(isChanged, letter);
                    }

                    @Override
                    public void held(Holder by) {} // its owner's to do

                    @Override
                    public void failed(Throwable failure) {} // the next sweep comes
                })
                .start();
    }

    private void expired(boolean isChanged, Letter letter) {
        if (isChanged) {
            PendingMessage message = letter.asPending();
            PendingMessage dead = new PendingMessage(
                    message.id(),
                    message.type(),
                    message.payload(),
                    message.from(),
                    message.sent(),
                    message.expires(),
                    true);
            engine.events().tell(listener -> listener.messageExpired(Addresses.profile(letter.profile()), dead));
        }
    }

    /** One change that somebody waits for. */
    private final class Attempt implements OwnChange.Done, FreeChange.Done {
        private final EntryId profile;
        private final EntryId message;
        private final LetterChange change;
        private final CompletableFuture<MessageChange> future;
        private long deadlineNanos;
        private int looks;

        Attempt(EntryId profile, EntryId message, LetterChange change, CompletableFuture<MessageChange> future) {
            this.profile = profile;
            this.message = message;
            this.change = change;
            this.future = future;
        }

        void begin() {
            deadlineNanos = engine.environment().monotonicNanos() + DEADLINE.toNanos();
            next();
        }

        private void next() {
            Session<?> session = engine.sessions().session(profile);
            if (session != null && session.takesMail()) {
                new OwnChange<>(session, message, change, null, this).start();
            } else {
                new FreeChange(engine, profile, message, change, this).start();
            }
        }

        private void again(Holder by) {
            Environment environment = engine.environment();
            if (leftNanos() <= 0) {
                answer(new MessageChange.NotReached(by));
            } else {
                environment.schedule(Polling.next(looks++, environment), this::next);
            }
        }

        private long leftNanos() {
            return deadlineNanos - engine.environment().monotonicNanos();
        }

        @Override
        public void decided(boolean isChanged) {
            answer(isChanged ? new MessageChange.Done() : new MessageChange.NotPending());
        }

        /** It is here, and not active now. */
        @Override
        public void notNow(Optional<Throwable> failure) {
            Throwable broken = failure.filter(thrown -> !(thrown instanceof DataSaveException.StorageFailed))
                    .orElse(null);
            if (broken != null) {
                failed(broken);
            } else {
                Session<?> session = engine.sessions().session(profile);
                again(engine.ids()
                        .self(
                                session == null
                                        ? engine.clock().now()
                                        : session.stored().updated()));
            }
        }

        @Override
        public void held(Holder by) {
            if (by.incarnation().equals(engine.ids().incarnation()) || leftNanos() <= 0) {
                again(by); // it is being loaded, or released
                return;
            }
            JsonObject payload = change.json();
            payload.addProperty("id", Letter.idOf(message));
            var unused = engine.requests()
                    .ask(profile, REQUEST, payload, Duration.ofNanos(leftNanos()))
                    .whenComplete(
                            (answer, failure) -> engine.environment().onLoop(() -> answered(by, answer, failure)));
        }

        private void answered(Holder by, Requests.@Nullable Answer answer, @Nullable Throwable failure) {
            switch (answer) {
                case null -> failed(failure == null ? new IllegalStateException("no answer") : failure);
                case Requests.Answer.Outcome(JsonObject outcome) -> decided(outcome);
                case Requests.Answer.NotHeld nobody -> next();
                case Requests.Answer.Expired late -> answer(new MessageChange.NotReached(by));
            }
        }

        private void decided(JsonObject outcome) {
            try {
                decided(Parts.flag(outcome, OwnChange.CHANGED));
            } catch (IllegalArgumentException unreadable) {
                failed(unreadable);
            }
        }

        private void answer(MessageChange result) {
            engine.environment().onUserThread(() -> future.complete(result));
        }

        @Override
        public void failed(Throwable failure) {
            engine.environment().onUserThread(() -> future.completeExceptionally(failure));
        }
    }
}
