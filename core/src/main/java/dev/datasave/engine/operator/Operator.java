package dev.datasave.engine.operator;

import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.EditOutcome.Where;
import dev.datasave.Holder;
import dev.datasave.LoadOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.Transaction;
import dev.datasave.WhenHeld;
import dev.datasave.engine.commit.Commit;
import dev.datasave.engine.commit.Commits;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.load.Loads;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Mail;
import dev.datasave.engine.mail.Request;
import dev.datasave.engine.mail.Requests;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.Sessions;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what operators do to profiles (P13). If the profile is loaded here, the act runs on its session. If nobody holds the profile, this
 * server takes it for a moment. If another server holds it, the act travels there, if it can. In each case it is one commit, whose revision notes
 * what was done and why. Loop only.
 */
public final class Operator {
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final Loop loop;
    private final Sessions sessions;
    private final Loads loads;
    private final Commits commits;
    private final Requests requests;

    public Operator(Loop loop, Sessions sessions, Loads loads, Commits commits, Mail mail) {
        this.loop = loop;
        this.sessions = sessions;
        this.loads = loads;
        this.commits = commits;
        this.requests = mail.requests();
        for (String type : OperatorAct.TYPES) {
            mail.requestHandler(type, request -> asked(request.session(), type, request));
        }
    }

    /** What became of an act. */
    sealed interface Answer {
        /** It reached a session, which answered. */
        record Carried(Where where, ActResult result) implements Answer {}

        /** Another server holds the profile. */
        record HeldElsewhere(Holder by) implements Answer {}

        /** There is no such profile. */
        record Absent() implements Answer {}

        /** The owner did not answer; the request is withdrawn. */
        record Expired() implements Answer {}

        /** The profile could not be obtained. */
        record NotPossible(NotLoadedReason reason) implements Answer {}
    }

    /** One act on its way to a session. Until {@code untilNanos}, a storage that fails is asked again. */
    private record Order<T>(
            Kind<T> kind,
            EntryId id,
            OperatorAct<T> act,
            long untilNanos,
            Consumer<Answer> done,
            Consumer<Throwable> failed) {
        /** The same for the profile of another key. */
        private Order<T> of(EntryId other) {
            return new Order<>(kind, other, act, untilNanos, done, failed);
        }
    }

    /** Carries out an act wherever the profile's session is. Either {@code done} or {@code failed} is told. */
    <T> void act(Kind<T> kind, EntryId id, OperatorAct<T> act, Consumer<Answer> done, Consumer<Throwable> failed) {
        long until = loop.environment().monotonicNanos() + DEADLINE.toNanos();
        act(new Order<>(kind, id, act, until, done, failed));
    }

    private <T> void act(Order<T> order) {
        EntryId id = order.id();
        Session<?> session = sessions.session(id);
        if (loads.isLoading(id)) {
            loads.whenSettled(id, () -> act(order));
        } else if (session != null && session.isEnding()) {
            session.whenEnded(() -> act(order));
        } else if (session == null) {
            look(order);
        } else {
            order.kind()
                    .own(session)
                    .ifPresentOrElse(
                            own -> carryOut(order, own, Where.HERE),
                            () -> again(order)); // held here for a moment for another purpose
        }
    }

    private <T> void again(Order<T> order) {
        if (loop.isClosing()) {
            order.done().accept(new Answer.NotPossible(new NotLoadedReason.Closing()));
        } else {
            loop.retry(0, () -> act(order));
        }
    }

    private <T> void look(Order<T> order) {
        loop.port()
                .call(
                        storage -> Departure.follow(
                                storage,
                                order.id(),
                                storage.read(List.of(order.id())).getFirst()),
                        found -> {
                            if (!found.id().equals(order.id())) {
                                act(order.of(found.id())); // it was moved (P15)
                            } else if (found.isThere()
                                    || (order.act().mayCreate() && found.entry().isPresent())) {
                                take(order);
                            } else {
                                order.done().accept(new Answer.Absent());
                            }
                        },
                        failure -> {
                            if (loop.environment().monotonicNanos() - order.untilNanos() < 0) {
                                again(order);
                            } else {
                                order.failed()
                                        .accept(new DataSaveException.StorageFailed(
                                                "profile " + order.id() + " can't be read", failure));
                            }
                        });
    }

    /** Takes the profile for a moment, if no living server holds it. */
    private <T> void take(Order<T> order) {
        if (loads.isLoading(order.id()) || sessions.session(order.id()) != null) {
            act(order);
            return;
        }
        loads.take(
                order.act().mayCreate() ? order.kind().creating() : order.kind(),
                order.id(),
                LoadOptions.defaults().whenHeld(WhenHeld.CANCEL),
                ReleaseReason.REPLACED,
                session -> carryOut(order, session, Where.UNHELD),
                reason -> {
                    switch (reason) {
                        case NotLoadedReason.Held(var by) -> travel(order, by);
                        case NotLoadedReason.Superseded superseded -> act(order);
                        case NotLoadedReason.Moved moved -> act(order);
                        default -> order.done().accept(new Answer.NotPossible(reason));
                    }
                },
                order.failed());
    }

    private <T> void travel(Order<T> order, Holder by) {
        Optional<OperatorAct.Travel> travel = order.act().travel();
        if (travel.isEmpty()) {
            order.done().accept(new Answer.HeldElsewhere(by));
            return;
        }
        CompletableFuture<Requests.Answer> asking;
        try {
            asking = requests.ask(order.id(), travel.get().type(), travel.get().payload(), DEADLINE);
        } catch (DataSaveException.InvalidData tooLarge) {
            ActResult refused = new ActResult.Refused(String.valueOf(tooLarge.getMessage()));
            order.done().accept(new Answer.Carried(Where.OWNER, refused));
            return;
        }
        var unused = asking.whenComplete((answer, failure) -> loop.environment().onLoop(() -> {
            switch (answer) {
                case null -> order.failed().accept(failure);
                case Requests.Answer.Outcome(var json) -> carried(order, json);
                case Requests.Answer.Expired expired -> order.done().accept(new Answer.Expired());
                case Requests.Answer.NotHeld notHeld -> act(order); // free, or its holder is dead
            }
        }));
    }

    /** Another version may have written an answer that can't be read here. Then the asker is told so and does not wait. */
    private static void carried(Order<?> order, JsonObject outcome) {
        ActResult result;
        try {
            result = ActResult.of(outcome);
        } catch (IllegalArgumentException unreadable) {
            order.failed().accept(unreadable);
            return;
        }
        order.done().accept(new Answer.Carried(Where.OWNER, result));
    }

    /** Another server asks for an act on a session that is here. */
    private <T> void asked(Session<T> session, String type, Request request) {
        OperatorAct<T> act = new Edits<>(loop, this, session.kind())
                .act(session.id(), type, JsonFields.object("payload", request.payload()))
                .orElseGet(() -> OperatorAct.refusing("server " + loop.ids().serverName() + " does not know the edit"));
        answer(session, act, request);
    }

    private <T> void answer(Session<T> session, OperatorAct<T> act, Request request) {
        carryOut(session, act, Optional.of(request), new Verdict() {
            @Override
            public void answered(ActResult result) {
                request.over(true);
            }

            @Override
            public void notActive(ProfileState state) {
                request.over(false);
            }

            @Override
            public void failed(Throwable failure) {
                if (failure instanceof DataSaveException.InvalidData) {
                    answer(session, OperatorAct.refusing(String.valueOf(failure.getMessage())), request);
                } else {
                    request.over(false);
                }
            }
        });
    }

    private <T> void carryOut(Order<T> order, Session<T> session, Where where) {
        carryOut(session, order.act(), Optional.empty(), new Verdict() {
            @Override
            public void answered(ActResult result) {
                leave(session, where, () -> order.done().accept(new Answer.Carried(where, result)));
            }

            @Override
            public void notActive(ProfileState state) {
                if (state == ProfileState.SUSPENDED) {
                    failed(new DataSaveException.NotActive(session.profileId(), state));
                } else {
                    act(order); // its session has ended in between
                }
            }

            @Override
            public void failed(Throwable failure) {
                if (failure instanceof DataSaveException.InvalidData) {
                    answered(new ActResult.Refused(String.valueOf(failure.getMessage())));
                } else {
                    leave(session, where, () -> order.failed().accept(failure));
                }
            }
        });
    }

    /** Gives back a session that was taken for a moment. */
    private void leave(Session<?> session, Where where, Runnable then) {
        if (where == Where.HERE) {
            then.run();
            return;
        }
        var unused = session.ended(ReleaseReason.RELEASED)
                .thenRun(() -> loop.environment().onLoop(then));
    }

    /** Is told how a session answers an act: one of the methods is called, once, on the loop. */
    interface Verdict {
        void answered(ActResult result);

        void notActive(ProfileState state);

        void failed(Throwable failure);
    }

    /** Carries out an act on a session that is here. If another server asks for it, the same commit answers its request. */
    <T> void carryOut(Session<T> session, OperatorAct<T> act, Optional<Request> request, Verdict verdict) {
        act.prepare(
                loop.port(),
                session,
                ready -> {
                    AtomicReference<ActResult> result = new AtomicReference<>();
                    AtomicReference<@Nullable ActResult> refusal = new AtomicReference<>();
                    Commit.Work work = drafts -> {
                        Draft<T> draft = drafts.of(session);
                        if (request.filter(asked -> !asked.isOpen(drafts)).isPresent()) {
                            result.set(new ActResult.Refused("it was withdrawn"));
                            return false;
                        }
                        ActResult off = refusal.get();
                        ActResult said = off != null ? off : ready.apply(drafts, draft);
                        result.set(said);
                        request.ifPresent(asked -> asked.close(drafts, draft, said.toJson()));
                        return request.isPresent() || said.isApplied();
                    };
                    Set<EntryId> reads = new HashSet<>(ready.reads());
                    request.ifPresent(asked -> reads.add(asked.entry()));
                    Commit commit = commits.of(List.of(session), reads, work, new Judging(result, ready, verdict));
                    if (ready.savesBefore()) {
                        commit.savingBefore(() -> refusal.set(ready.refusal()));
                    }
                    commit.start();
                },
                verdict::failed);
    }

    private record Judging(AtomicReference<ActResult> result, OperatorAct.Ready<?> ready, Verdict verdict)
            implements Commit.Done {
        @Override
        public void result(Transaction.Result outcome) {
            switch (outcome) {
                case Transaction.Result.Committed committed -> {
                    if (result.get().isApplied()) {
                        ready.stored();
                    }
                    verdict.answered(result.get());
                }
                case Transaction.Result.Declined declined -> verdict.answered(result.get());
                case Transaction.Result.NotActive(var profile, var state) -> verdict.notActive(state);
                case Transaction.Result.Busy busy -> verdict.notActive(ProfileState.SUSPENDED);
                case Transaction.Result.TooManyMessages(var profile, var limit) ->
                    failed(new DataSaveException.InvalidData(
                            "profile " + profile + ": found " + limit + " messages waiting, expected fewer", null));
                case Transaction.Result.Held other -> unexpected(other);
                case Transaction.Result.Contended other -> unexpected(other);
            }
        }

        private void unexpected(Transaction.Result result) {
            verdict.failed(new IllegalStateException("an operator's act: found " + result));
        }

        @Override
        public void failed(Throwable failure) {
            verdict.failed(failure);
        }
    }
}
