package dev.datasave.cli.ops;

import dev.datasave.ops.Mandate;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code release}. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Lets the server that has a profile save it and give it up; the player is removed from the game.")
public final class ReleaseCommand extends OnProfile {
    @Option(
            names = "--steal",
            description =
                    "Take it without asking that server. What it has not saved is lost; only for a server that does not answer.")
    private boolean steal;

    /** For picocli. */
    public ReleaseCommand() {}

    @Override
    void check() {
        var unused = mandate();
    }

    @Override
    int run(Operations operations) {
        ProfileDesk desk = desk(operations);
        Mandate mandate = mandate();
        String question = steal
                ? "take " + named() + " without asking the server that has it? What it has not saved is lost."
                : "let its server give up " + named() + "?";
        if (!isConfirmed(question, Optional.empty())) {
            return NOT_DONE;
        }
        return told(steal ? desk.steal(mandate) : desk.release(mandate));
    }
}
