package dev.datasave.cli.ops;

import dev.datasave.ops.Mandate;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pin}. */
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        description = "Keeps a revision of a profile for ever, under a name; or lets it go again.")
public final class PinCommand extends OnProfile {
    @Parameters(index = "2", paramLabel = "REVISION", description = "The revision.")
    private long revision;

    @Option(names = "--name", paramLabel = "NAME", description = "The name under which it is kept.")
    private @Nullable String name;

    @Option(
            names = "--remove",
            description = "Let it go: the history policy applies to it again, after 24 hours at the earliest.")
    private boolean remove;

    /** For picocli. */
    public PinCommand() {}

    @Override
    void check() {
        var unused = mandate();
        if (remove == (name != null)) {
            throw wrong("pin: found " + (remove ? "--name and --remove" : "neither --name nor --remove")
                    + ", expected one of them");
        }
    }

    @Override
    int run(Operations operations) {
        ProfileDesk desk = desk(operations);
        Mandate mandate = mandate();
        return told(name == null ? desk.unpin(revision, mandate) : desk.pin(revision, name, mandate));
    }
}
