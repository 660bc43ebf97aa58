package dev.datasave.engine.mail;

import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.HistoryPolicy;
import dev.datasave.Holder;
import dev.datasave.Message;
import dev.datasave.engine.commit.Commits;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Polling;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.Sessions;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws, edits and expires messages (P11). If a session holds the profile, on whatever server, that session makes the change ({@link HeldEdit}),
 * so that it can't race with an acknowledgement. If no session holds it, the change is made by a write that a load can't miss ({@link UnheldEdit}).
 * Loop only, except {@link #change}.
 */
final class MessageEdits {
    private static final String REQUEST = "~message";
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Loop loop;
    private final Mail mail;
    private final Sessions sessions;
    private final Commits commits;
    private final Function<String, HistoryPolicy> policies;

    MessageEdits(Loop loop, Mail mail, Sessions sessions, Commits commits, Function<String, HistoryPolicy> policies) {
        this.loop = loop;
        this.mail = mail;
        this.sessions = sessions;
        this.commits = commits;
        this.policies = policies;
        mail.requestHandler(REQUEST, this::asked);
    }

    /** Changes a message wherever its profile is loaded. From any thread. */
    CompletableFuture<Message.Change> change(EntryId profile, EntryId message, MessageEdit edit) {
        return loop.ask(future -> new Attempt(profile, message, edit, future, false).begin());
    }

    private void asked(Request request) {
        JsonObject json = JsonFields.object("payload", request.payload());
        EntryId message = Mail.entryId(request.session().id(), JsonFields.text(json, "id"));
        MessageEdit edit = MessageEdit.of(json);
        own(request.session(), message, edit, request, new HeldEdit.Done() {
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

    /** Expires a message in the session that holds its profile. */
    void expireHere(Session<?> session, StoredMessage waiting) {
        own(session, waiting.entry().id(), new MessageEdit.Expire(), null, new HeldEdit.Done() {
                    @Override
                    public void decided(boolean isChanged) {
                        expired(isChanged, waiting);
                    }

                    @Override
                    public void notNow(Optional<Throwable> failure) {
                        mail.boxes().later(session);
                    }
                })
                .start();
    }

    /** Expires a message if no server holds its profile. */
    void expireFree(StoredMessage waiting) {
        new UnheldEdit(
                        loop,
                        policies,
                        waiting.profile(),
                        waiting.entry().id(),
                        new MessageEdit.Expire(),
                        new UnheldEdit.Done() {
                            @Override
                            public void decided(boolean isChanged) {
                                expired(isChanged, waiting);
                            }

                            @Override
                            public void held(Holder by) {} // the holder expires it

                            @Override
                            public void moved(EntryId to) {
                                mail.forwarding().follow(waiting.entry().id(), waiting.profile(), Optional.empty());
                            }

                            @Override
                            public void failed(Throwable failure) {} // the next sweep tries again
                        })
                .start();
    }

    private <T> HeldEdit<T> own(
            Session<T> session, EntryId message, MessageEdit edit, @Nullable Request request, HeldEdit.Done done) {
        return new HeldEdit<>(session, loop, mail.boxes(), commits, message, edit, request, done);
    }

    private void expired(boolean isChanged, StoredMessage waiting) {
        if (isChanged) {
            Message.Pending dead = waiting.asPending(true);
            loop.events().tell(listener -> listener.messageExpired(Addresses.profile(waiting.profile()), dead));
        }
    }

    /** One change with a caller that waits for it. */
    private final class Attempt implements HeldEdit.Done, UnheldEdit.Done {
        private final EntryId profile;
        private final EntryId message;
        private final MessageEdit edit;
        private final CompletableFuture<Message.Change> future;
        private final boolean isLast;
        private long deadlineNanos;
        private int looks;

        /** @param isLast whether no former key of the profile has the message */
        Attempt(
                EntryId profile,
                EntryId message,
                MessageEdit edit,
                CompletableFuture<Message.Change> future,
                boolean isLast) {
            this.profile = profile;
            this.message = message;
            this.edit = edit;
            this.future = future;
            this.isLast = isLast;
        }

        void begin() {
            deadlineNanos = loop.environment().monotonicNanos() + DEADLINE.toNanos();
            next();
        }

        private void next() {
            Session<?> session = sessions.session(profile);
            if (session != null && session.takesMail()) {
                own(session, message, edit, null, this).start();
            } else {
                new UnheldEdit(loop, policies, profile, message, edit, this).start();
            }
        }

        private void again(Holder by) {
            Environment environment = loop.environment();
            if (leftNanos() <= 0) {
                answer(new Message.Change.NotReached(by));
            } else {
                environment.schedule(Polling.next(looks++, environment), this::next);
            }
        }

        private long leftNanos() {
            return deadlineNanos - loop.environment().monotonicNanos();
        }

        @Override
        public void decided(boolean isChanged) {
            if (isChanged) {
                answer(new Message.Change.Done());
            } else if (isLast) {
                answer(new Message.Change.NotPending());
            } else {
                seek();
            }
        }

        /** It may have come late under a former key of the profile (P15): then it is brought, and all begins anew. */
        private void seek() {
            loop.port()
                    .call(
                            storage -> new Settling(storage, loop.ids()::writeId).seek(profile, message),
                            this::sought,
                            failure -> {
                                if (leftNanos() <= 0) {
                                    failed(Messages.wrapped("looking for a message failed", failure));
                                } else {
                                    loop.retry(looks++, this::seek);
                                }
                            });
        }

        private void sought(Settling.Sought found) {
            mail.forwarding().brought(found.late());
            if (found.isThere() || found.isMoved()) {
                new Attempt(profile, message, edit, future, found.isThere()).begin();
            } else {
                answer(new Message.Change.NotPending());
            }
        }

        /** The profile is here, but not active now. */
        @Override
        public void notNow(Optional<Throwable> failure) {
            Throwable broken = failure.filter(thrown -> !(thrown instanceof DataSaveException.StorageFailed))
                    .orElse(null);
            if (broken != null) {
                failed(broken);
            } else {
                Session<?> session = sessions.session(profile);
                again(loop.ids()
                        .self(
                                session == null
                                        ? loop.clock().now()
                                        : session.stored().updated()));
            }
        }

        @Override
        public void held(Holder by) {
            if (by.incarnation().equals(loop.ids().incarnation()) || leftNanos() <= 0) {
                again(by); // it is being loaded, or released
                return;
            }
            JsonObject payload = edit.json();
            payload.addProperty("id", StoredMessage.idOf(message));
            var unused = mail.requests()
                    .ask(profile, REQUEST, payload, Duration.ofNanos(leftNanos()))
                    .whenComplete((answer, failure) -> loop.environment().onLoop(() -> answered(by, answer, failure)));
        }

        @Override
        public void moved(EntryId to) {
            new Attempt(to, Mail.entryId(to, StoredMessage.idOf(message)), edit, future, isLast).begin();
        }

        private void answered(Holder by, Requests.@Nullable Answer answer, @Nullable Throwable failure) {
            switch (answer) {
                case null -> failed(failure == null ? new IllegalStateException("found no answer") : failure);
                case Requests.Answer.Outcome(JsonObject outcome) -> decided(outcome);
                case Requests.Answer.NotHeld nobody -> next();
                case Requests.Answer.Expired late -> answer(new Message.Change.NotReached(by));
            }
        }

        private void decided(JsonObject outcome) {
            try {
                decided(JsonFields.flag(outcome, HeldEdit.CHANGED));
            } catch (IllegalArgumentException unreadable) {
                failed(unreadable);
            }
        }

        private void answer(Message.Change result) {
            loop.answer(future, result);
        }

        @Override
        public void failed(Throwable failure) {
            loop.fail(future, failure);
        }
    }
}
