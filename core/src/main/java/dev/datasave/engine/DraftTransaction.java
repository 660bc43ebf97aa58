package dev.datasave.engine;

import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What the function of a transaction sees: the drafts, for as long as it runs and on its thread. */
final class DraftTransaction implements Transaction {
    private final Engine engine;
    private final Drafts drafts;
    private final Thread worker = Thread.currentThread();
    private volatile boolean hasEnded;

    DraftTransaction(Engine engine, Drafts drafts) {
        this.engine = engine;
        this.drafts = drafts;
    }

    /** The function has returned. */
    void end() {
        hasEnded = true;
    }

    private void check() {
        if (hasEnded || !worker.equals(Thread.currentThread())) {
            throw new IllegalStateException("transaction: found it used " + (hasEnded ? "after" : "beside")
                    + " its function, expected only inside");
        }
    }

    @Override
    public <T> T data(Profile<T> profile) {
        check();
        return drafts.of(profile).data();
    }

    @Override
    public <T> T update(Profile<T> profile, UnaryOperator<T> change) {
        check();
        Draft<T> draft = drafts.of(profile);
        T after = Objects.requireNonNull(change.apply(draft.data()), "update returned null");
        draft.data(after);
        return after;
    }

    @Override
    public <T> void edit(Profile<T> profile, Consumer<? super T> change) {
        check();
        Draft<T> draft = drafts.of(profile);
        if (profile instanceof LiveProfile<T> live
                && live.session().store().format().immutable()) {
            throw new IllegalStateException(
                    "profile " + profile.id() + ": found edit of immutable data, expected update");
        }
        draft.touch();
        change.accept(draft.data());
    }

    @Override
    public void message(ProfileStore<?> store, String key, Object message) {
        check();
        drafts.send(engine.mail().outgoing(store, key, message, Optional.empty()));
    }

    @Override
    public void message(ProfileStore<?> store, String key, Object message, Duration expiry) {
        check();
        drafts.send(engine.mail().outgoing(store, key, message, Optional.of(expiry)));
    }
}
