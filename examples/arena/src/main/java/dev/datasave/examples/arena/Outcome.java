package dev.datasave.examples.arena;

import dev.datasave.ProfileId;
import dev.datasave.Transaction;

/** What to answer to a deal. Its function may run more than once: what it said last counts. */
final class Outcome {
    private volatile String said = "";

    /** The deal can be done, and this is the answer once it is stored. */
    boolean yes(String answer) {
        said = answer;
        return true;
    }

    /** The deal can't be done, and this is why. */
    boolean no(String code, String message) {
        said = Answers.error(code, message);
        return false;
    }

    /** Whether the number of what is asked for is a new one; says no if it isn't. */
    boolean isNew(Booking booking, PlayerData data) {
        return booking.op() > data.lastOp()
                || no("old-op", "found op " + booking.op() + ", expected more than " + data.lastOp());
    }

    String answer() {
        return said;
    }

    /** The answer, now that it is known what became of the deal; only if it is stored, it is done. */
    String to(Transaction.Result result) {
        return switch (result) {
            case Transaction.Result.Committed() -> said;
            case Transaction.Result.Declined() -> said;
            case Transaction.Result.NotActive(var profile, var state) ->
                Answers.error(
                        "not-active",
                        "found the profile of " + profile.key() + " " + ArenaEvents.word(state)
                                + ", expected it active");
            case Transaction.Result.Busy(var profile) ->
                Answers.error("busy", "found the profile of " + profile.key() + " being saved, try again");
            case Transaction.Result.TooManyMessages(var profile, var limit) ->
                Answers.error(
                        "mailbox-full",
                        "found more than " + limit + " gifts that wait for " + profile.key() + ", try again");
            case Transaction.Result.Held(var entry, var by) -> otherEntry(entry);
            case Transaction.Result.Contended(var entry) -> otherEntry(entry);
        };
    }

    /** Happens with shared records only, and no deal of the arena changes one. */
    private static String otherEntry(ProfileId entry) {
        return Answers.error("busy", "found " + entry + " being changed by others, try again");
    }
}
