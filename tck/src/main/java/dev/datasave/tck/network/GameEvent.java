package dev.datasave.tck.network;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a game sees. A state names what the data was: the hash of all edits up to it. */
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
     * @param stealAfter after how long it may steal; zero: at once
     */
    record Loading(Duration stealAfter) implements GameEvent {}

    /**
     * A load delivered a profile.
     *
     * @param state the state of its data
     */
    record Loaded(String state) implements GameEvent {}

    /**
     * A load that forces has waited for more than five seconds.
     *
     * @param time how long
     */
    record Waited(Duration time) implements GameEvent {}

    /**
     * A shop was told that a purchase was granted before.
     *
     * @param deed which
     * @param isPart whether it is said to be part of the data still
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
     * @param late whether nobody promises that it is stored: it was made in {@code onLastSave}, or the server fell asleep in it
     */
    record Edited(String from, String to, boolean late) implements GameEvent {}

    /**
     * A function of the game made new data, which may come to nothing: in a transaction, a grant, an operator's edit, or an edit.
     *
     * @param from the state before
     * @param to the state after
     * @param deed what was done, by a name of its own: no data ever holds it twice
     * @param made what came into the world by it: how many of each thing; what only changes hands is not made
     */
    record Derived(String from, String to, String deed, Map<String, Long> made) implements GameEvent {
        /** Copies the map. */
        public Derived {
            made = Map.copyOf(made);
        }
    }

    /**
     * A transaction, a grant, or what an operator did was answered as stored.
     *
     * @param deed which
     */
    record Done(String deed) implements GameEvent {}

    /**
     * It was answered that nothing was done, and never will be.
     *
     * @param deed what
     */
    record NotDone(String deed) implements GameEvent {}

    /**
     * A message is being sent to the profile that brings something into the world.
     *
     * @param gift the name that its content bears
     */
    record Sending(String gift) implements GameEvent {}

    /**
     * That was answered as stored.
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
     * An operator wants a message to be sent to the profile again that a rollback took back.
     *
     * @param message its id
     */
    record SendingAgain(String message) implements GameEvent {}

    /**
     * An operator wants the profile to be as it was.
     *
     * @param revision in which revision
     * @param why the reason, as it will stand in history
     */
    record RollingBack(long revision, String why) implements GameEvent {}

    /**
     * The profile is being removed.
     *
     * @param erased with all that is known of its person
     */
    record Removing(boolean erased) implements GameEvent {}

    /**
     * The profile's person is erased, it was answered.
     *
     * @param left what the storage still has of what it had when that was asked for
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
     * @param busy whether because a transaction has the profile; else it is not active
     */
    record EditRefused(boolean busy) implements GameEvent {}

    /**
     * A save or a release was answered as durable.
     *
     * @param what which of both
     * @param state the state when it was asked for
     * @param revision the revision that it named
     */
    record Saved(String what, String state, long revision) implements GameEvent {}

    /**
     * A save or a release was answered as not saved.
     *
     * @param what which of both
     * @param reason why
     */
    record NotSaved(String what, String reason) implements GameEvent {}

    /**
     * A session ended; the game was told.
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
     * The game was told that a state is in the spool.
     *
     * @param state which
     */
    record Spooled(String state) implements GameEvent {}

    /**
     * A future that was still open long after all faults had ended.
     *
     * @param what of what
     */
    record NeverAnswered(String what) implements GameEvent {}
}
