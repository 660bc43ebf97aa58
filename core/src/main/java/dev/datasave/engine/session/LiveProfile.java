package dev.datasave.engine.session;

import dev.datasave.DataSaveException;
import dev.datasave.GrantResult;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileInfo;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.live.LiveState;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The game's side of a session. It forwards calls to the data under its lock and to the loop's side, {@link Session}. */
public final class LiveProfile<T> implements Profile<T> {
    private final Session<T> session;

    LiveProfile(Session<T> session) {
        this.session = session;
    }

    private LiveState<T> live() {
        return session.state();
    }

    public Session<T> session() {
        return session;
    }

    @Override
    public ProfileId id() {
        return session.profileId();
    }

    @Override
    public T data() {
        return live().handOut();
    }

    @Override
    public T update(UnaryOperator<T> change) {
        return live().update(Objects.requireNonNull(change, "update"));
    }

    @Override
    public void edit(Consumer<? super T> change) {
        live().edit(Objects.requireNonNull(change, "edit"));
    }

    @Override
    public boolean tryUpdate(UnaryOperator<T> change) {
        return tried(() -> live().update(change));
    }

    @Override
    public boolean tryEdit(Consumer<? super T> change) {
        return tried(() -> live().edit(change));
    }

    /**
     * Makes the change; false if this profile is not active. If the change edits another profile that is not active, that exception goes to the game.
     */
    private boolean tried(Runnable change) {
        try {
            change.run();
            return true;
        } catch (DataSaveException.NotActive refused) {
            if (refused.profile().equals(id())) {
                return false;
            }
            throw refused;
        }
    }

    @Override
    public <R extends @Nullable Object> R read(Function<? super T, ? extends R> function) {
        return live().read(function);
    }

    @Override
    public T lastSavedData() {
        return live().lastSaved();
    }

    @Override
    public Set<String> lastSavedUserIds() {
        return live().savedMeta().userIds();
    }

    @Override
    public Map<String, String> lastSavedMetadata() {
        return live().savedMeta().metadata();
    }

    @Override
    public ProfileState state() {
        return live().state();
    }

    @Override
    public Optional<String> suspension() {
        return live().suspension();
    }

    @Override
    public void reconcile() {
        live().reconcile();
    }

    @Override
    public void cache() {
        session.publish();
    }

    @Override
    public CompletableFuture<SaveResult> saveAsync() {
        return session.saveAsync();
    }

    @Override
    public CompletableFuture<SaveResult> releaseAsync() {
        return session.releaseAsync(ReleaseReason.RELEASED);
    }

    @Override
    public CompletableFuture<GrantResult> grantOnceAsync(String receiptId, UnaryOperator<T> grant) {
        return session.sessions().features().grant(session, receiptId, grant, false);
    }

    @Override
    public CompletableFuture<GrantResult> grantAgainAsync(String receiptId, UnaryOperator<T> grant) {
        return session.sessions().features().grant(session, receiptId, grant, true);
    }

    @Override
    public ProfileInfo info() {
        return session.info();
    }

    @Override
    public void addUserId(String userId) {
        Objects.requireNonNull(userId, "user id");
        live().change(meta -> meta.withUserIds(Set.of(userId)));
    }

    @Override
    public void removeUserId(String userId) {
        live().change(meta -> meta.withoutUserId(userId));
    }

    @Override
    public Set<String> userIds() {
        return live().meta().userIds();
    }

    @Override
    public Map<String, String> metadata() {
        return live().meta().metadata();
    }

    @Override
    public void metadata(String name, @Nullable String value) {
        Objects.requireNonNull(name, "name of metadata");
        live().change(meta -> meta.withMetadata(name, value));
    }

    @Override
    public OptionalLong score() {
        DataFormat<T> format = session.kind().format();
        Meta meta = format.isRanked() ? live().read(data -> format.ranked(id(), data, live().meta())) : live().meta();
        return meta.shownScore();
    }

    @Override
    public void score(OptionalLong score) {
        Objects.requireNonNull(score, "score");
        DataFormat<T> format = session.kind().format();
        if (!format.isRanked()) {
            live().change(meta -> meta.withScore(format.score(score, meta.score())));
        } else if (score.isEmpty()) {
            listed(false);
        } else {
            throw new IllegalStateException("score of profile " + id()
                    + ": found one to set, expected none in a store that is ranked by its data");
        }
    }

    @Override
    public boolean isListed() {
        return live().meta().isListed();
    }

    @Override
    public void listed(boolean whether) {
        live().change(meta -> meta.withListed(whether));
    }

    @Override
    public void onSave(Runnable listener) {
        session.listeners().addSave(listener);
    }

    @Override
    public void onLastSave(Consumer<ReleaseReason> listener) {
        ReleaseReason ended = session.listeners().addLastSave(listener);
        if (ended != null) {
            session.tell("onLastSave", () -> listener.accept(ended));
        }
    }

    @Override
    public void onAfterSave(Consumer<SaveResult.Saved> listener) {
        session.listeners().addAfterSave(listener);
    }

    @Override
    public void onSuspended(Runnable listener) {
        session.listeners().addSuspended(listener);
        if (state() == ProfileState.SUSPENDED) {
            session.tell("onSuspended", listener);
        }
    }

    @Override
    public void onResumed(Runnable listener) {
        session.listeners().addResumed(listener);
    }

    @Override
    public void onRelease(Consumer<ReleaseReason> listener) {
        ReleaseReason ended = session.listeners().addRelease(listener);
        if (ended != null) {
            session.tell("onRelease", () -> listener.accept(ended));
        }
    }

    @Override
    public <M> void onMessage(Class<M> type, Consumer<? super Message<T, M>> handler) {
        Objects.requireNonNull(handler, "handler");

        session.sessions().features().hear(session, type, handler);
    }

    @Override
    public void onReplaced(Consumer<? super T> listener) {
        session.listeners().addReplaced(listener);
    }

    @Override
    public String toString() {
        return "Profile " + id() + " " + state();
    }
}
