package dev.datasave.examples.arena;

import dev.datasave.ProfileId;
import dev.datasave.Transaction;

/** The answer to a deal. The function of a transaction may run more than once, so the last answer counts. */
final class Outcome {
    private volatile String said = "";

    /** Accepts the deal; this is the answer once it is stored. */
    boolean yes(String answer) {
        said = answer;
        return true;
    }

    /** Refuses the deal, and says why. */
    boolean no(String code, String message) {
        said = Answers.error(code, message);
        return false;
    }

    /** True if the number of the command is new; otherwise refuses the deal. */
    boolean isNew(Booking booking, PlayerData data) {
        return booking.op() > data.lastOp()
                || no("old-op", "found op " + booking.op() + ", expected more than " + data.lastOp());
    }

    String answer() {
        return said;
    }

    /** The answer for the result of the transaction. The deal is done only if it is stored. */
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

    /** The answer for shared records, which no deal of the arena changes. */
    private static String otherEntry(ProfileId entry) {
        return Answers.error("busy", "found " + entry + " being changed by others, try again");
    }
}
