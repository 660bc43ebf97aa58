package dev.datasave.engine;

import dev.datasave.DataSaveException;
import dev.datasave.DataSaveListener.Acquired;
import dev.datasave.Holder;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import dev.datasave.WhenHeld;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one load.
 *
 * <ol>
 *   <li>Wait for this server's lease; end or await what it has of the profile itself.
 *   <li>Look ({@link Sight}). Free, absent, or held by a dead server: take it by one checked write (P4). Held by a living one: ask the options' policy, claim it
 *       (P5, {@link Contest}), look again at each signal and in growing intervals (P6).
 *   <li>Named as holder: open the data, ask the policy once more, compare the lease, deliver.
 * </ol>
 *
 * <p>The answer may come before the load is settled: a write whose outcome is unknown is followed up, and what nobody takes is freed. Loop only.
 */
final class Load<T> {
    private final Engine engine;
    private final Store<T> store;
    private final EntryId id;
    private final LoadOptions options;
    private final CompletableFuture<LoadResult<T>> future;
    private final List<Runnable> whenSettled = new ArrayList<>(1);
    private final long begun;
    private final Contest contest;
    private Token token;
    private Acquired how = Acquired.FREE;
    private Optional<Holder> lastHolder = Optional.empty();
    private @Nullable Throwable lastFailure;
    private boolean isAnswered;
    private boolean isSettled;
    private boolean isLooking;
    private boolean lookAgain;
    private boolean isTaking;
    private boolean isOwner;
    private @Nullable Sight taken;
    private boolean isAwaitingLease;
    private int looks;
    private Environment.Timer nextLook = () -> {};
    private Environment.Timer deadline = () -> {};

    Load(Engine engine, Store<T> store, EntryId id, LoadOptions options, CompletableFuture<LoadResult<T>> future) {
        this.engine = engine;
        this.store = store;
        this.id = id;
        this.options = options;
        this.future = future;
        this.begun = engine.environment().monotonicNanos();
        this.token = new Token(engine.lease().incarnation(), engine.ids().token());
        this.contest = new Contest(engine, id, store.format().readableSchema());
    }

    EntryId id() {
        return id;
    }

    Token token() {
        return token;
    }

    void start() {
        deadline = engine.environment().schedule(options.timeout(), this::timedOut);
        engine.lease().whenValid(this::look);
    }

    private void timedOut() {
        Throwable failure = lastFailure;
        if (failure == null && !engine.lease().isValid()) {
            failure = new DataSaveException.StorageFailed(
                    "server " + engine.serverName() + ": found no valid lease", null);
        }
        cancel(failure != null ? new NotLoadedReason.Unavailable(failure) : new NotLoadedReason.TimedOut(lastHolder));
    }

    /** A signal came: what is waited for may be there. */
    void wake() {
        if (contest.isClaiming() || lastHolder.isPresent()) {
            looks = 0;
            look();
        }
    }

    /** Answers with the reason at once; frees what was taken, or will turn out to be. */
    void cancel(NotLoadedReason reason) {
        answer(new LoadResult.NotLoaded<>(reason));
        if (!isTaking && !isOwner) {
            settle();
        }
    }

    /** The time for closing is over: whoever waits behind this load waits no longer. */
    void giveUp() {
        settle();
    }

    /** Runs when this load has left nothing behind that another could stumble over. */
    void whenSettled(Runnable step) {
        whenSettled.add(step);
    }

    private void answer(LoadResult<T> result) {
        if (!isAnswered) {
            isAnswered = true;
            deadline.cancel();
            nextLook.cancel();
            if (result instanceof LoadResult.NotLoaded<T> not) {
                store.loadFailed(id.key(), not.reason());
            }
            engine.environment().onUserThread(() -> future.complete(result));
        }
    }

    private void settle() {
        if (!isSettled) {
            isSettled = true;
            nextLook.cancel();
            contest.withdraw(token);
            engine.sessions().remove(this);
            whenSettled.forEach(Runnable::run);
        }
    }

    private void look() {
        if (isAnswered || isTaking || isOwner) {
            return;
        }
        nextLook.cancel();
        if (!engine.lease().isValid()) {
            lookWhenValid();
            return;
        }
        if (isLooking) {
            lookAgain = true;
            return;
        }
        isLooking = true;
        String own = engine.lease().incarnation();
        token = token.under(own);
        engine.port().call(storage -> Sight.of(storage, id, own), this::saw, failure -> {
            lastFailure = failure;
            isLooking = false;
            lookLater();
        });
    }

    /** No token of this server may be written anywhere before its lease: it would count as dead (P4). */
    private void lookWhenValid() {
        if (!isAwaitingLease) {
            isAwaitingLease = true;
            engine.lease().whenValid(() -> {
                isAwaitingLease = false;
                look();
            });
        }
    }

    private void lookLater() {
        if (isAnswered) {
            return;
        }
        nextLook = engine.environment().schedule(Polling.next(looks++, engine.environment()), this::look);
    }

    private void saw(Sight sight) {
        isLooking = false;
        lastFailure = null;
        if (isAnswered) {
            return;
        }
        if (lookAgain) {
            lookAgain = false;
            look();
            return;
        }
        Token holder = sight.profile()
                .map(entry -> Token.parse(entry.content().holder()))
                .orElse(null);
        if (holder == null) {
            take(sight, Acquired.FREE);
        } else if (holder.isSameSession(token)) {
            how = contest.isClaiming() ? Acquired.HANDOVER : how;
            if (holder.incarnation().equals(token.incarnation())) {
                own(sight.profile().orElseThrow(), null);
            } else {
                take(sight, how); // named under an incarnation whose lease was lost meanwhile (P3)
            }
        } else if (holder.incarnation().equals(token.incarnation())) {
            take(sight, Acquired.FREE); // this server's own leftover: whatever it still used was awaited before
        } else if (sight.lease().isEmpty()) {
            take(sight, Acquired.TAKEOVER);
        } else {
            held(sight, holder);
        }
    }

    private void held(Sight sight, Token holder) {
        Entry profile = sight.profile().orElseThrow();
        Holder by =
                new Holder(sight.lease().map(Leases::serverName).orElse("?"), holder.incarnation(), profile.updated());
        boolean isNew = !Optional.of(by.incarnation()).equals(lastHolder.map(Holder::incarnation));
        lastHolder = Optional.of(by);
        if (EntryFormat.of(profile).oldestReader() > store.format().readableSchema()) {
            cancel(new NotLoadedReason.NewerSchema(
                    EntryFormat.of(profile).oldestReader(), store.format().readableSchema()));
            return;
        }
        if (!isNew && contest.isWaiting(sight, holder) && looks % 8 != 0) {
            lookLater();
            return;
        }
        ask(lastHolder, answer -> {
            switch (answer) {
                case CANCEL -> cancel(new NotLoadedReason.Held(by));
                case REPEAT -> lookLater();
                case STEAL -> take(sight, Acquired.STEAL);
                case FORCE_LOAD -> contend(sight, holder);
            }
        });
    }

    private void contend(Sight sight, Token holder) {
        switch (contest.next(sight, holder, token, options.stealAfter())) {
            case Contest.Wait wait -> lookLater();
            case Contest.Steal steal -> take(sight, Acquired.STEAL);
            case Contest.Lost lost -> cancel(lost.reason());
            case Contest.Place place ->
                contest.place(place, () -> {
                    looks = 0;
                    lookLater();
                });
        }
    }

    private void ask(Optional<Holder> holder, Consumer<WhenHeld> then) {
        engine.environment().onUserThread(() -> {
            try {
                WhenHeld answer =
                        java.util.Objects.requireNonNull(options.policy().apply(holder), "whenHeld answered null");
                engine.environment().onLoop(() -> {
                    if (!isAnswered) {
                        then.accept(answer);
                    } else if (isOwner) {
                        free();
                    }
                });
            } catch (RuntimeException | Error thrown) {
                engine.environment().onLoop(() -> refuse(new NotLoadedReason.Unavailable(thrown)));
            }
        });
    }

    /** Opens the data off the loop, then writes this load as the holder on top of what was seen. */
    private void take(Sight sight, Acquired newHow) {
        isTaking = true;
        how = newHow;
        open(sight.profile(), opened -> {
            if (isAnswered) {
                isTaking = false;
                settle();
            } else if (!engine.lease().isValid()) {
                isTaking = false;
                look();
            } else {
                writeSelf(sight, opened);
            }
        });
    }

    private void open(Optional<Entry> profile, Consumer<Opened<T>> then) {
        engine.environment().onUserThread(() -> {
            try {
                Opened<T> opened = store.open(id, profile);
                engine.environment().onLoop(() -> then.accept(opened));
            } catch (RuntimeException | Error thrown) {
                NotLoadedReason reason = Store.reasonOf(
                        thrown, profile.filter(entry -> !entry.isTombstone()).isPresent());
                engine.environment().onLoop(() -> {
                    isTaking = false;
                    refuse(reason);
                });
            }
        });
    }

    /** Ends without a profile; frees it if this load already owns it. */
    private void refuse(NotLoadedReason reason) {
        answer(new LoadResult.NotLoaded<>(reason));
        if (isOwner) {
            free();
        } else if (!isTaking) {
            settle();
        }
    }

    private void writeSelf(Sight sight, Opened<T> opened) {
        Optional<Entry> live = sight.profile().filter(entry -> !entry.isTombstone());
        EntryFormat system = live.map(entry -> EntryFormat.of(entry).next(entry.updated(), false))
                .orElse(EntryFormat.fresh(opened.schema(), opened.oldestReader()))
                .withLoad(contest.seen(sight));
        Set<String> users = new HashSet<>(options.userIds());
        live.ifPresent(entry -> users.addAll(entry.content().userIds()));
        Content before = live.map(Entry::content).orElseGet(opened::content);
        String author = engine.lease().incarnation();
        token = token.under(author);
        Content content;
        try {
            content = new Content(
                    before.value(), users, before.metadata(), token.toString(), before.score(), system.text());
        } catch (IllegalArgumentException tooMany) {
            isTaking = false;
            refuse(new NotLoadedReason.Unavailable(tooMany));
            return;
        }
        Retention retention = engine.retention(
                profileId(), () -> Stored.retention(live, store.options().history(), author));
        Write write = Write.put(id, sight.profile(), engine.ids().write(author), content)
                .superseding(retention);
        engine.queue()
                .submit(
                        write,
                        true,
                        decision -> took(sight, write, opened, decision),
                        failure -> lastFailure = failure);
    }

    private void took(Sight sight, Write write, Opened<T> opened, SaveQueue.Decision decision) {
        isTaking = false;
        Content content = write.content();
        if (!decision.written() || decision.current().isPresent() || content == null) {
            if (isAnswered) {
                settle();
            } else {
                look();
            }
            return;
        }
        java.time.Instant updated = decision.updated() == null ? java.time.Instant.EPOCH : decision.updated();
        java.time.Instant created = sight.profile()
                .filter(entry -> !entry.isTombstone())
                .map(Entry::created)
                .orElse(updated);
        if (how == Acquired.STEAL) {
            sight.profile()
                    .map(entry -> Token.parse(entry.content().holder()))
                    .ifPresent(robbed -> engine.inbox().leaveNotice(id, robbed));
        }
        taken = sight;
        own(new Entry(id, decision.revision(), write.writeId(), content, created, updated), opened);
    }

    /** The storage names this load as the holder. */
    private void own(Entry entry, @Nullable Opened<T> opened) {
        isOwner = true;
        if (isAnswered) {
            free();
        } else if (opened == null) {
            open(Optional.of(entry), fresh -> own(entry, fresh));
        } else {
            boolean fromTheLiving = how == Acquired.HANDOVER || how == Acquired.STEAL;
            ask(fromTheLiving ? lastHolder : Optional.empty(), answer -> {
                if (answer == WhenHeld.CANCEL) {
                    refuse(new NotLoadedReason.Cancelled());
                } else {
                    engine.lease().whenValid(() -> deliver(entry, opened));
                }
            });
        }
    }

    private void deliver(Entry entry, Opened<T> opened) {
        if (isAnswered) {
            free();
            return;
        }
        Optional<Executor> home = options.homeExecutor()
                .or(() -> store.options().homeExecutor())
                .or(() -> engine.settings().homeExecutor());
        Session<T> session = new Session<>(engine, store, entry, token, opened, home);
        if (taken != null) {
            session.chain().takenFrom(taken.profile());
        }
        try {
            session.state().connect(options.userIds());
        } catch (IllegalArgumentException tooMany) {
            refuse(new NotLoadedReason.Unavailable(tooMany));
            return;
        }
        isAnswered = true;
        deadline.cancel();
        settle();
        engine.sessions().opened(session);
        Token named = Token.parse(entry.content().holder());
        if (named == null || !named.incarnation().equals(engine.lease().incarnation())) {
            session.reattach(); // the lease was lost between the write and now (P3)
        }
        Duration took = Duration.ofNanos(engine.environment().monotonicNanos() - begun);
        Acquired acquired = how;
        engine.events().tell(listener -> listener.acquired(profileId(), acquired, took));
        engine.environment().onUserThread(() -> {
            if (!future.complete(new LoadResult.Loaded<>(session.profile()))) {
                var unused = session.releaseAsync(ReleaseReason.RELEASED);
            }
        });
    }

    /** Owned, but nobody wants it. */
    private void free() {
        engine.orphans().passOn(id, token, null, this::settle);
    }

    private ProfileId profileId() {
        return new ProfileId(id.store(), id.key());
    }
}
