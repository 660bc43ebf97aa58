package dev.datasave.tck.network;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An event that a game sees. A state identifies the data: it is the hash of all edits up to it. */
public sealed interface GameEvent {
    /**
     * A server starts.
     *
     * @param outageGrace how long its sessions may stay suspended
     */
    record Starting(Duration outageGrace) implements GameEvent {}

    /**
     * A part of the engine met what it does not expect.
     *
     * @param what what it met
     */
    record EngineFault(String what) implements GameEvent {}

    /**
     * A load began.
     *
     * @param stealAfter the time after which it may steal; zero: at once
     */
    record Loading(Duration stealAfter) implements GameEvent {}

    /**
     * A load delivered a profile.
     *
     * @param state the state of its data
     */
    record Loaded(String state) implements GameEvent {}

    /**
     * A forcing load has waited for more than five seconds.
     *
     * @param time how long
     */
    record Waited(Duration time) implements GameEvent {}

    /**
     * A shop was told that a purchase was granted before.
     *
     * @param deed which
     * @param isPart whether the answer says that it is still part of the data
     */
    record WasGranted(String deed, boolean isPart) implements GameEvent {}

    /**
     * A load ended without a profile.
     *
     * @param reason why
     */
    record NotLoaded(String reason) implements GameEvent {}

    /**
     * An edit was accepted.
     *
     * @param from the state before
     * @param to the state after
     * @param late whether nothing promises that it is stored, because it was made in {@code onLastSave} or the server fell asleep in it
     */
    record Edited(String from, String to, boolean late) implements GameEvent {}

    /**
     * A function of the game made new data, in a transaction, a grant, an operator's edit, or an edit. The data may be dropped.
     *
     * @param from the state before
     * @param to the state after
     * @param deed the unique name of the deed: no data ever holds it twice
     * @param made the things that it created, and how many of each; things that only change hands do not count
     */
    record Derived(String from, String to, String deed, Map<String, Long> made) implements GameEvent {
        /** Copies the map. */
        public Derived {
            made = Map.copyOf(made);
        }
    }

    /**
     * A transaction, a grant, or an operator's act was confirmed as stored.
     *
     * @param deed which
     */
    record Done(String deed) implements GameEvent {}

    /**
     * A deed was denied: it was answered that nothing was done, and never will be.
     *
     * @param deed which
     */
    record NotDone(String deed) implements GameEvent {}

    /**
     * A message that creates something is being sent to the profile.
     *
     * @param gift the name in its content
     */
    record Sending(String gift) implements GameEvent {}

    /**
     * A message to the profile was confirmed as stored.
     *
     * @param message the message's id
     */
    record Sent(String message) implements GameEvent {}

    /**
     * A message to the profile is being withdrawn.
     *
     * @param message its id
     */
    record Withdrawing(String message) implements GameEvent {}

    /**
     * An operator asks to send a message to the profile again that a rollback took back.
     *
     * @param message its id
     */
    record SendingAgain(String message) implements GameEvent {}

    /**
     * An operator asks to roll the profile back.
     *
     * @param revision to which revision
     * @param why the reason, as it will stand in history
     */
    record RollingBack(long revision, String why) implements GameEvent {}

    /**
     * An operator asks to move the profile.
     *
     * @param to the new key
     */
    record Moving(String to) implements GameEvent {}

    /**
     * It was answered that the profile is under the new key.
     *
     * @param to the new key
     */
    record Moved(String to) implements GameEvent {}

    /**
     * The profile is being removed.
     *
     * @param erased whether its person is erased, too
     */
    record Removing(boolean erased) implements GameEvent {}

    /**
     * It was answered that the profile's person is erased.
     *
     * @param left the data from before the request that the storage still holds
     */
    record Erased(List<String> left) implements GameEvent {
        /** Copies the list. */
        public Erased {
            left = List.copyOf(left);
        }
    }

    /**
     * An edit was refused.
     *
     * @param busy true if a transaction has the profile, false if the profile is not active
     */
    record EditRefused(boolean busy) implements GameEvent {}

    /**
     * An edit was refused because the profile is suspended.
     *
     * @param why what the profile gave as the reason
     */
    record Suspended(String why) implements GameEvent {}

    /**
     * A save or a release was answered as durable.
     *
     * @param what save or release
     * @param state the state when it was asked for
     * @param revision the revision that it named
     */
    record Saved(String what, String state, long revision) implements GameEvent {}

    /**
     * A save or a release was answered as not saved.
     *
     * @param what save or release
     * @param reason why
     */
    record NotSaved(String what, String reason) implements GameEvent {}

    /**
     * The game was told that a session ended.
     *
     * @param reason why
     */
    record Released(String reason) implements GameEvent {}

    /**
     * The game was told of a lost update.
     *
     * @param reason how its session ended
     */
    record LostUpdate(String reason) implements GameEvent {}

    /**
     * The game made data that can't be stored, or mended such data.
     *
     * @param isBad whether it can't be stored from here on
     */
    record Spoiled(boolean isBad) implements GameEvent {}

    /**
     * The game was told of a lost update, because its state can't be stored.
     *
     * @param state which
     */
    record Unstorable(String state) implements GameEvent {}

    /**
     * {@code onAfterSave} was called.
     *
     * @param revision the revision that it named
     */
    record AfterSave(long revision) implements GameEvent {}

    /**
     * The game was told that a state is in the spool.
     *
     * @param state which
     */
    record Spooled(String state) implements GameEvent {}

    /**
     * A future was still open long after the end of all faults.
     *
     * @param what what the future is for
     */
    record NeverAnswered(String what) implements GameEvent {}
}
