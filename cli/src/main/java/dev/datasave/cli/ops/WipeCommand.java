package dev.datasave.cli.ops;

import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import dev.datasave.ops.ProfileReport;
import java.util.Optional;
import picocli.CommandLine.Command;

/** The command {@code wipe}. */
@Command(
        name = "wipe",
        mixinStandardHelpOptions = true,
        description =
                "Removes the data of a profile: its player begins anew, with the template, at the next join. A player who is online is removed"
                        + " from the game. Messages that wait for the profile go with it. A rollback brings its data back, as long as its history is kept.")
public final class WipeCommand extends OnProfile {
    /** For picocli. */
    public WipeCommand() {}

    @Override
    void check() {
        var unused = mandate();
    }

    @Override
    int run(Operations operations) {
        ProfileDesk desk = desk(operations);
        Optional<ProfileReport> report = desk.report();
        if (report.isEmpty() || report.get().isRemoved()) {
            say(named() + ": found " + (report.isEmpty() ? "nothing under this key" : "that it was removed already")
                    + ", expected a profile");
            return NOT_DONE;
        }
        String question = "remove the data of " + named() + ", " + report.get().bytes() + " bytes?";
        return isConfirmed(question, Optional.empty()) ? told(desk.wipe(mandate())) : NOT_DONE;
    }
}
