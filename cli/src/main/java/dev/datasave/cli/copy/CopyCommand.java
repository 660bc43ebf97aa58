package dev.datasave.cli.copy;

import dev.datasave.cli.progress.Progress;
import dev.datasave.copy.CopyOutcome;
import dev.datasave.copy.CopyOutcome.Copied;
import dev.datasave.copy.CopyOutcome.Different;
import dev.datasave.copy.CopyOutcome.Planned;
import dev.datasave.copy.CopyOutcome.Refused;
import dev.datasave.copy.StorageCopy;
import dev.datasave.spi.Storage.Transfer.Tally;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code copy}. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Copies everything from one storage to another, or to the file of a backup, or a backup to a storage; then compares both sides."
                        + " Run the same command again if it was interrupted: it goes on. The exit code is 0 only if both sides are equal.",
        footer = {
            "",
            "A place is a JDBC URL (jdbc:sqlite:players.db, jdbc:postgresql://host/database) or a file that ends in .jsonl.gz.",
            "Passwords: DATASAVE_FROM_PASSWORD and DATASAVE_TO_PASSWORD in the environment."
        })
public final class CopyCommand implements Callable<Integer> {
    @Option(names = "--from", required = true, paramLabel = "PLACE", description = "What to copy.")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description = "Where to: an empty storage, or a file that does not exist.")
    private String to = "";

    @Option(names = "--from-schema", paramLabel = "NAME", description = "SqlOptions.schema of the source.")
    private String fromSchema = "datasave";

    @Option(names = "--to-schema", paramLabel = "NAME", description = "SqlOptions.schema of the target.")
    private String toSchema = "datasave";

    @Option(names = "--from-user", paramLabel = "USER", description = "Who connects to the source.")
    private @Nullable String fromUser;

    @Option(names = "--to-user", paramLabel = "USER", description = "Who connects to the target.")
    private @Nullable String toUser;

    @Option(
            names = "--while-held",
            description =
                    "Copy although servers live on the source. The copy is of the moment at which it begins: what players do afterwards is not in it."
                            + " Right for a backup, wrong for a move.")
    private boolean whileHeld;

    @Option(
            names = "--dry-run",
            description = "Only say what would be copied. A backup is read and checked completely.")
    private boolean dryRun;

    @Option(names = "--compare", description = "Only compare both sides; write nothing.")
    private boolean compare;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public CopyCommand() {}

    @Override
    public Integer call() throws IOException {
        Side source = new Side(from, fromSchema, fromUser, System.getenv("DATASAVE_FROM_PASSWORD"));
        Side target = new Side(to, toSchema, toUser, System.getenv("DATASAVE_TO_PASSWORD"));
        try {
            source.check("--from");
            target.check("--to");
            if (source.isFile() && target.isFile()) {
                throw new IllegalArgumentException(
                        "--to: found a second file, expected a storage on one side at least");
            } else if (source.name().equals(target.name())) {
                throw new IllegalArgumentException("--to: found the source, expected another place");
            }
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        try (Side.Opened opened = source.open(false);
                Side.Opened other = target.open(!compare);
                Rate rate = new Rate(Progress.ON_TERMINAL, spec.commandLine().getErr())) {
            StorageCopy plain = StorageCopy.of(opened.place(), other.place()).listener(rate::at);
            StorageCopy copy = whileHeld ? plain.whileHeld() : plain;
            CopyOutcome outcome = compare ? copy.compare() : dryRun ? copy.plan() : copy.run();
            rate.end();
            return print(outcome, rate, spec.commandLine().getOut());
        }
    }

    private int print(CopyOutcome outcome, Rate rate, PrintWriter out) {
        return switch (outcome) {
            case Copied(var stores, var added, var notes) -> {
                print(stores, out);
                out.println("added " + added + " revisions; both sides are equal" + rate.summary());
                notes.forEach(note -> out.println("note: " + note));
                yield 0;
            }
            case Planned(var stores, var resumes, var notes) -> {
                print(stores, out);
                out.println((resumes ? "would go on with an unfinished copy" : "would be copied")
                        + "; nothing was written");
                notes.forEach(note -> out.println("note: " + note));
                yield 0;
            }
            case Refused(var reasons) -> {
                out.println("nothing was written:");
                reasons.forEach(reason -> out.println("  " + reason));
                if (!whileHeld && reasons.stream().anyMatch(reason -> reason.contains(" lives and holds "))) {
                    out.println("Stop these servers first. --while-held copies a source on which they live: as it is at"
                            + " that moment, without what players do afterwards.");
                }
                yield 1;
            }
            case Different(var differences, var count) -> {
                out.println("the two sides differ in " + count + " revisions:");
                differences.forEach(difference -> out.println("  " + difference));
                if (!compare) {
                    out.println(
                            "The copy is not whole, and no server starts on it. If the source was changed since this copy"
                                    + " was begun, empty the target and copy again.");
                }
                yield 1;
            }
        };
    }

    private static void print(List<Tally> stores, PrintWriter out) {
        for (Tally tally : stores) {
            out.printf(
                    Locale.ROOT,
                    "%-24s %,12d entries %,12d superseded revisions%n",
                    tally.store(),
                    tally.entries(),
                    tally.superseded());
        }
    }
}
