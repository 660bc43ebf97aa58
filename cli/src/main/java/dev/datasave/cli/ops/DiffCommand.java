package dev.datasave.cli.ops;

import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import dev.datasave.ops.ProfileReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Shows what is different between two revisions of a profile.")
public final class DiffCommand extends OnStorage {
    private static final int WIDEST = 200;

    @Mixin
    private Named named = new Named();

    @Parameters(index = "2", paramLabel = "FROM", description = "The earlier revision.")
    private long from;

    @Parameters(
            index = "3",
            arity = "0..1",
            paramLabel = "TO",
            description = "The later revision. Default: the present one.")
    private @Nullable Long to;

    /** For picocli. */
    public DiffCommand() {}

    @Override
    int run(Operations operations) {
        ProfileDesk desk = named.in(operations, this);
        long end = to == null ? desk.report().map(ProfileReport::revision).orElse(0L) : to;
        Optional<JsonDiff> diff = desk.diff(from, end);
        if (diff.isEmpty()) {
            say(Gone.sentence(desk, named, desk.tree(from).isEmpty() ? from : end));
            return NOT_DONE;
        }
        if (isJson()) {
            print(Shapes.shape()
                    .with("from", from)
                    .with("to", end)
                    .with("changes", Shapes.of(diff.get()))
                    .json());
        } else {
            print(diff.get(), this);
        }
        return DONE;
    }

    static void print(JsonDiff diff, OnStorage command) {
        if (diff.isEmpty()) {
            command.say("no difference");
        }
        for (JsonChange change : diff.changes()) {
            command.out().println(Harmless.text(change.toString(), WIDEST));
        }
    }
}
