package dev.datasave.cli.ops;

import dev.datasave.JsonDiff;
import dev.datasave.ops.ActOutcome;
import dev.datasave.ops.Mandate;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** What commands share that change a profile: they show what would be changed, ask, and say what came of it. */
abstract class OnProfile extends OnStorage {
    @Mixin
    private Named named = new Named();

    @Mixin
    private Acting acting = new Acting();

    Named named() {
        return named;
    }

    Mandate mandate() {
        return acting.mandate(this);
    }

    ProfileDesk desk(Operations operations) {
        return named.in(operations, this);
    }

    /** Shows what would be changed, and asks. */
    boolean isConfirmed(String question, Optional<JsonDiff> preview) {
        if (!isJson()) {
            preview.ifPresent(diff -> DiffCommand.print(diff, this));
        }
        return acting.isConfirmed(question, this);
    }

    /** Says what came of an act, and returns the exit code. */
    int told(ActOutcome outcome) {
        if (isJson()) {
            print(Shapes.of(outcome));
            return outcome instanceof ActOutcome.Done ? DONE : NOT_DONE;
        }
        say(named + ": " + outcome.sentence());
        switch (outcome) {
            case ActOutcome.Done done -> {
                done.takenBack().ifPresent(back -> {
                    back.messages()
                            .forEach(id -> say("the effect of message " + id
                                    + " is taken back; messages --resend sends it again"));
                    back.receipts().forEach(id -> say("the grant " + id + " is taken back"));
                });
                done.undo().ifPresent(undo -> say("to undo it: rollback " + named + " to revision " + undo));
            }
            case ActOutcome.Conflict conflict ->
                conflict.since()
                        .ifPresentOrElse(
                                since -> {
                                    say("this has changed since:");
                                    DiffCommand.print(since, this);
                                },
                                () -> say("what has changed since can't be shown, because revision " + conflict.seen()
                                        + " is not kept any more"));
            case ActOutcome.NotFound not -> {}
            case ActOutcome.Refused refused -> {}
            case ActOutcome.NoAnswer silent -> {}
        }
        return outcome instanceof ActOutcome.Done ? DONE : NOT_DONE;
    }
}
