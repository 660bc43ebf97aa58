package dev.datasave.cli.ops;

import dev.datasave.JsonDiff;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description =
                "Gives a profile the data of an older revision, also if it was removed. A player who is online is removed from the game,"
                        + " unless the game listens for replaced data.")
public final class RollbackCommand extends OnProfile {
    @Parameters(index = "2", paramLabel = "REVISION", description = "The older revision.")
    private long revision;

    @Option(
            names = "--seen",
            paramLabel = "REVISION",
            description = "The revision that you saw: if the profile was written since, nothing is done.")
    private @Nullable Long seen;

    /** For picocli. */
    public RollbackCommand() {}

    @Override
    void check() {
        var unused = mandate();
        if (revision < 1) {
            throw wrong("REVISION: found " + revision + ", expected at least 1");
        }
    }

    @Override
    int run(Operations operations) {
        ProfileDesk desk = desk(operations);
        Optional<JsonDiff> preview = desk.rollbackPreview(revision);
        if (preview.isEmpty()) {
            say(Gone.sentence(desk, named(), revision));
            return NOT_DONE;
        }
        if (!isConfirmed("roll " + named() + " back to revision " + revision + "?", preview)) {
            return NOT_DONE;
        }
        return told(desk.rollBack(revision, seen == null ? OptionalLong.empty() : OptionalLong.of(seen), mandate()));
    }
}
