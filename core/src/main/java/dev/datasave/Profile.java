package dev.datasave;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
 *   <li>{@link ProfileState#SUSPENDED}: the server has lost touch with the storage, or the profile can't be stored ({@link #suspension} says why);
 *       edits are refused, and the profile may become active again.
 *   <li>{@link ProfileState#RELEASED}: the session has ended; edits are refused for ever.
 * </ul>
 *
 * <p>{@link #update}, {@link #edit} and {@link #read} run under the profile's own lock. Whether the profile is active is decided under that lock, by
 * comparing clocks, never by a timer (P2). Changes are detected, so there is nothing to mark as dirty.
 *
 * <p>Listeners run on the home executor if there is one, one at a time per profile. One that is added after its event happened is called at once. If
 * a listener throws, that is reported; if it takes longer than 5 s, the engine goes on without it.
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
     * The current data, also after release. Change mutable data only inside {@link #edit}, so that it is not saved in the middle of the change. Once
     * mutable data was handed out by this method, every autosave compares it with the last saved state.
     */
    T data();

    /**
     * Replaces the data by the function's result, and returns that result. The function runs under the lock; if it throws, nothing changes.
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

    /** Like {@link #update}, but returns false where that would throw {@link DataSaveException.NotActive}. */
    boolean tryUpdate(UnaryOperator<T> change);

    /** Like {@link #edit}, but returns false where that would throw {@link DataSaveException.NotActive}. */
    boolean tryEdit(Consumer<? super T> change);

    /** Calls the function with the data, under the lock, and returns its result; works in every state. The function must not change the data. */
    <R extends @Nullable Object> R read(Function<? super T, ? extends R> function);

    /** The data of the newest revision known to be stored; a copy if the data is mutable. */
    T lastSavedData();

    /**
     * The user ids of the newest revision known to be stored; unmodifiable. {@link #userIds} also has what is not stored yet. Right after the load these
     * may still lack the user ids of the {@linkplain LoadOptions#userId load's options}.
     */
    Set<String> lastSavedUserIds();

    /** The metadata of the newest revision known to be stored; unmodifiable. {@link #metadata()} also has what is not stored yet. */
    Map<String, String> lastSavedMetadata();

    /** The state at this moment. */
    ProfileState state();

    /**
     * Why the profile is {@linkplain ProfileState#SUSPENDED suspended} at this moment, in words for the owner of the server, not for players: what the
     * storage has answered, or that it has not. Empty in every other state.
     */
    Optional<String> suspension();

    /** True if {@link #state()} is {@link ProfileState#ACTIVE}. */
    default boolean isActive() {
        return state() == ProfileState.ACTIVE;
    }

    /**
     * Fills in what the data lacks, from the template and then from the {@linkplain ProfileOptions#defaults(Class, java.util.function.Supplier) defaults} of its
     * classes, and never overwrites existing data. Idempotent.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     */
    void reconcile();

    /**
     * Publishes the profile to {@link ProfileStore#findFirstProfile} and {@link ProfileStore#waitForProfile}. Call it after loading, once the game
     * has checked the data.
     */
    void cache();

    /** Saves the current state. Completes when it is durable; at once with {@link SaveResult.Saved} if it already is. */
    CompletableFuture<SaveResult> saveAsync();

    /**
     * Ends the session (P9). The profile is inactive at once, {@code onLastSave} and {@code onRelease} run, and then one write stores the final state
     * and frees the profile. Completes when that write is durable. Another call returns the same outcome.
     */
    CompletableFuture<SaveResult> releaseAsync();

    /**
     * Applies a grant, for instance of a purchase, exactly once: however often it is called, on whatever server, and whatever crashes in between. The
     * grant is stored before the future completes, so a shop may then be told that it was delivered. The function runs on a copy, like that of a
     * {@linkplain DataSave#transactAsync transaction}. The grant's receipt is kept for ever, beside the data.
     *
     * @param receiptId the shop's id of the purchase, 1 to 300 bytes of UTF-8
     * @param grant returns the data with the purchase in it; if it throws, the future fails with that exception and nothing is changed
     * @throws IllegalArgumentException if the id is empty, too long or not representable
     */
    CompletableFuture<GrantResult> grantOnceAsync(String receiptId, UnaryOperator<T> grant);

    /**
     * Like {@link #grantOnceAsync}, but also applies a grant again that a rollback has {@linkplain GrantResult.TakenBack taken back}.
     *
     * @throws IllegalArgumentException if the id is empty, too long or not representable
     */
    CompletableFuture<GrantResult> grantAgainAsync(String receiptId, UnaryOperator<T> grant);

    /** The profile's revision, times, user ids and other facts beside its data. */
    ProfileInfo info();

    /**
     * Connects a person to the profile.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws IllegalArgumentException if a limit of R10 is exceeded
     */
    void addUserId(String userId);

    /**
     * Disconnects a person from the profile.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     */
    void removeUserId(String userId);

    /** The ids of the people connected to the profile. */
    Set<String> userIds();

    /** The profile's metadata; unmodifiable. */
    Map<String, String> metadata();

    /**
     * Sets one pair of the metadata, or removes it if the value is null.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws IllegalArgumentException if a limit of R10 is exceeded
     */
    void metadata(String name, @Nullable String value);

    /**
     * The score by which the profile is ranked, if it has one. In a {@linkplain ProfileOptions#rankedBy ranked} store it is computed from the current
     * data; empty if the ranking doesn't list that data.
     */
    OptionalLong score();

    /**
     * Sets the score, or removes it if the argument is empty. In a store that is {@linkplain ProfileOptions#rankedBy ranked by} its data, an empty
     * score is the same as {@link #listed listed(false)}, and any other is refused. A score that is set while the profile is not listed has no effect.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws IllegalStateException if the argument has a score, and the store is ranked by its data
     */
    void score(OptionalLong score);

    /** Whether the profile may stand in the store's ranking; true unless {@link #listed(boolean)} took it off. */
    boolean isListed();

    /**
     * Takes the profile off the store's ranking, or lets it back. A profile that is off the list has no score, whatever its data is, on every server
     * that loads it, until {@code listed(true)}, or until it is removed. A rollback does not change this. A score that was set by hand is gone then,
     * and a computed one is computed anew.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     */
    void listed(boolean whether);

    /**
     * Adds a listener that is called before each background save and each explicit save, so that the game can copy in what it keeps elsewhere. It may
     * edit the profile.
     */
    void onSave(Runnable listener);

    /** Adds a listener that is called once before the final save. Edits made inside it are the last ones that are accepted. */
    void onLastSave(Consumer<ReleaseReason> listener);

    /** Adds a listener that is called after each stored save, with its revision. */
    void onAfterSave(Consumer<SaveResult.Saved> listener);

    /** Adds a listener that is called when the profile is suspended; {@link #suspension} says why. */
    void onSuspended(Runnable listener);

    /** Adds a listener that is called when the profile has become active again. */
    void onResumed(Runnable listener);

    /** Adds a listener that is called once when the session has ended, right after {@code onLastSave}. It is the place to kick the player. */
    void onRelease(Consumer<ReleaseReason> listener);

    /**
     * Adds a handler that is called for each message of a class to this profile (P11): first for those that wait, oldest first, then for each as it
     * arrives, one after the other. A message that a handler does not {@linkplain Message#acknowledge acknowledge}, or throws at, waits for a later
     * handler or the next load. Each handler gets a message once. Messages of a class without a handler keep waiting.
     *
     * @param type the exact class that was sent; messages are stored under its {@link Message.Name}, or its simple name. A message with members that the
     *     class does not have is not for it, and waits for the right one
     * @throws IllegalArgumentException if Gson can't handle the class, or it has no name, or another class of this server has that name
     */
    <M> void onMessage(Class<M> type, Consumer<? super Message<T, M>> handler);

    /**
     * Adds a listener that is called with the new data after an operator's rollback has replaced the old (P13), so that the game can show it to the
     * player. Without such a listener a rollback ends the session with {@link ReleaseReason#ROLLED_BACK}, because the game's own copy of the old data
     * would undo it.
     */
    void onReplaced(Consumer<? super T> listener);
}
