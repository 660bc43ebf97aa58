package dev.datasave;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A player's data, owned by this server until it is released. Every method may be called from any thread.
 *
 * <ul>
 *   <li>{@link ProfileState#ACTIVE}: edits are accepted and saved in the background.
 *   <li>{@link ProfileState#SUSPENDED}: the server has lost touch with the storage; edits are refused, it may become active again.
 *   <li>{@link ProfileState#RELEASED}: for ever.
 * </ul>
 *
 * <p>{@link #update}, {@link #edit} and {@link #read} run under the profile's own lock; whether it is active is decided
 * there, by comparing clocks, never by a timer (P2). Changes are detected: there is nothing to mark as dirty. A listener added after its
 * event happened is called at once. Listeners run on the home executor if there is one, one at a time per profile; one that throws is
 * reported, one that takes longer than 5 s is passed over.
 *
 * @param <T> the data: deeply immutable (records of immutable parts), or mutable
 */
public interface Profile<T> {

    /** Which profile. */
    ProfileId id();

    /** The key. */
    default String key() {
        return id().key();
    }

    /**
     * The data as it is now; also after release. Mutable data that was handed out is compared at every autosave; change it
     * in {@link #edit} only, which excludes saving at the same time.
     */
    T data();

    /**
     * Replaces the data by what the function returns, and returns that. The function runs under the lock; if it throws, nothing changes.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws DataSaveException.NestedEdit inside another edit of this profile
     * @throws NullPointerException if the function returns null
     */
    T update(UnaryOperator<T> change);

    /**
     * Lets the function change mutable data in place, under the lock.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws DataSaveException.NestedEdit inside another edit of this profile
     * @throws IllegalStateException if the data is immutable: use {@link #update}
     */
    void edit(Consumer<? super T> change);

    /** {@link #update}, or false where that would throw {@link DataSaveException.NotActive}. */
    boolean tryUpdate(UnaryOperator<T> change);

    /** {@link #edit}, or false where that would throw {@link DataSaveException.NotActive}. */
    boolean tryEdit(Consumer<? super T> change);

    /** What the function makes of the data, under the lock; in every state. The function must not change the data. */
    <R extends @Nullable Object> R read(Function<? super T, ? extends R> function);

    /** The data of the newest revision known to be stored; a copy where the data is mutable. */
    T lastSavedData();

    /** The state at this moment. */
    ProfileState state();

    /** True if {@link #state()} is {@link ProfileState#ACTIVE}. */
    default boolean isActive() {
        return state() == ProfileState.ACTIVE;
    }

    /**
     * Fills in from the template what the data lacks, and never overwrites what is there; idempotent.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     */
    void reconcile();

    /**
     * Publishes the profile to {@link ProfileStore#findFirstProfile} and {@link ProfileStore#waitForProfile}: the second step after
     * loading, when the game has checked the data.
     */
    void cache();

    /** Saves the present state; completes when it is durable, {@link SaveResult.Saved} at once if it already is. */
    CompletableFuture<SaveResult> saveAsync();

    /**
     * Ends the session: inactive at once, {@code onLastSave} and {@code onRelease} run, then the final state and the release are one
     * write (P9). Completes when that is durable. Called again, it returns the same outcome.
     */
    CompletableFuture<SaveResult> releaseAsync();

    /**
     * Applies a grant exactly once, for instance of a purchase: however often it is asked for, on whatever server, and whatever dies in between. It is
     * stored before the future completes, so a shop may then be told that it was delivered. The function runs on a copy, like that of a
     * {@linkplain DataSave#transactAsync transaction}; its receipt is kept for ever, beside the data.
     *
     * @param receiptId what the shop names the purchase by; 1 to 300 bytes of UTF-8
     * @param grant the data with what was bought; if it throws, the future ends with that and nothing was done
     * @throws IllegalArgumentException if the id is empty, too long or not representable
     */
    CompletableFuture<GrantResult> grantOnceAsync(String receiptId, UnaryOperator<T> grant);

    /**
     * {@link #grantOnceAsync}, also where the grant was applied and a rollback has {@linkplain GrantResult.TakenBack taken it back} since.
     *
     * @throws IllegalArgumentException if the id is empty, too long or not representable
     */
    CompletableFuture<GrantResult> grantAgainAsync(String receiptId, UnaryOperator<T> grant);

    /** What is known of the profile beside its data. */
    ProfileInfo info();

    /**
     * Connects a person.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws IllegalArgumentException if a limit of R10 is exceeded
     */
    void addUserId(String userId);

    /**
     * Disconnects a person.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     */
    void removeUserId(String userId);

    /** The people connected. */
    Set<String> userIds();

    /** The metadata; unmodifiable. */
    Map<String, String> metadata();

    /**
     * Sets one pair of the metadata, or removes it where the value is null.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws IllegalArgumentException if a limit of R10 is exceeded
     */
    void metadata(String name, @Nullable String value);

    /** The score for ordered views, if there is one; computed from the present data in a store that is {@linkplain ProfileOptions#rankedBy ranked}. */
    OptionalDouble score();

    /**
     * Sets the score, or removes it where it is empty.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws IllegalArgumentException if it is not finite
     * @throws IllegalStateException if the store is {@linkplain ProfileOptions#rankedBy ranked by} its data
     */
    void score(OptionalDouble score);

    /** Called before each save in the background and each explicit one, so that the game can put in what it keeps elsewhere; edits are accepted. */
    void onSave(Runnable listener);

    /** Called once before the final save; edits from inside the listener are the last that are accepted. */
    void onLastSave(Consumer<ReleaseReason> listener);

    /** Called after each save that was stored, with its revision. */
    void onAfterSave(Consumer<SaveResult.Saved> listener);

    /** Called when the profile is suspended. */
    void onSuspended(Runnable listener);

    /** Called when it has become active again. */
    void onResumed(Runnable listener);

    /** Called once when the session has ended, right after {@code onLastSave}: the place to kick the player. */
    void onRelease(Consumer<ReleaseReason> listener);

    /**
     * Called for each message of that class which was sent to this profile (P11): for those that wait, oldest first, then for each as it comes, one after the
     * other. A handler that does not {@linkplain Message#acknowledge acknowledge} it, or throws, leaves it for a later handler, or the next load. Each
     * handler gets a message once. Messages of classes that nobody listens for stay.
     *
     * @param type the very class that was sent; messages travel under its simple name
     * @throws IllegalArgumentException if Gson can't handle the class, or it has no name
     */
    <M> void onMessage(Class<M> type, Consumer<? super Message<T, M>> handler);

    /**
     * Called with the data after an operator's rollback has replaced it (P13), so that the game can show it to the player. Without such a listener
     * the session ends with {@link ReleaseReason#ROLLED_BACK} instead, because the game's own copy would undo the rollback.
     */
    void onReplaced(Consumer<? super T> listener);
}
