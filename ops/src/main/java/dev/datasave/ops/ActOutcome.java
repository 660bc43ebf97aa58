package dev.datasave.ops;

import dev.datasave.JsonDiff;
import dev.datasave.RollbackOutcome;
import java.util.Optional;
import java.util.OptionalLong;

/** What became of an act on a profile. In every case but {@link Done} nothing was changed. */
public sealed interface ActOutcome {

    /**
     * It is done and stored.
     *
     * @param what what was done, in a few words
     * @param where which server did it
     * @param revision the revision that contains it; empty if the act makes none
     * @param undo the revision to roll back to in order to undo it; empty if that is not possible
     * @param takenBack the grants and messages whose effect a rollback has taken out of the data
     */
    record Done(
            String what,
            Where where,
            OptionalLong revision,
            OptionalLong undo,
            Optional<RollbackOutcome.TakenBack> takenBack)
            implements ActOutcome {}

    /**
     * Somebody has written the profile since the operator looked: another operator, or the game.
     *
     * @param seen the revision that the operator saw
     * @param found the present revision
     * @param since what has changed between the two; empty if the revision that was seen is not kept any more
     */
    record Conflict(long seen, long found, Optional<JsonDiff> since) implements ActOutcome {}

    /**
     * There is nothing to act on.
     *
     * @param what what was looked for, and what was found
     */
    record NotFound(String what) implements ActOutcome {}

    /**
     * It can't be done like that.
     *
     * @param why what was found, and what was expected
     */
    record Refused(String why) implements ActOutcome {}

    /**
     * The server that has the profile does not answer, and will not do it later either.
     *
     * @param server its label, or {@code ?}
     */
    record NoAnswer(String server) implements ActOutcome {}

    /** Which server has carried out an act. */
    enum Where {
        /** The server that has the profile loaded. */
        OWNER,
        /** This tool, while no server had the profile. */
        HERE
    }

    /** In one sentence. */
    default String sentence() {
        return switch (this) {
            case Done done ->
                done.what()
                        + (done.revision().isPresent()
                                ? ", revision " + done.revision().getAsLong()
                                : "")
                        + (done.where() == Where.OWNER ? ", by the server that has the profile" : "");
            case Conflict conflict ->
                "nothing was changed: found revision " + conflict.found() + ", expected " + conflict.seen()
                        + ", as it was seen";
            case NotFound(var what) -> what;
            case Refused(var why) -> why;
            case NoAnswer(var server) ->
                "nothing was changed: server " + server + ", which has the profile, did not answer in time";
        };
    }
}
