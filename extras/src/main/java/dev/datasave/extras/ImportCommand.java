package dev.datasave.extras;

import dev.datasave.importing.ImportReport;
import dev.datasave.importing.ProfileImport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Brings players' data of another system into a profile store. The source is only read. Run the same command again if it was interrupted: it goes on."
                        + " The exit code is 0 only if every item was imported.",
        footer = {"", "Passwords: DATASAVE_FROM_PASSWORD and DATASAVE_TO_PASSWORD in the environment."})
final class ImportCommand implements Callable<Integer> {
    @Mixin
    private final ImportOptions options = new ImportOptions();

    @Option(names = "--dry-run", description = "Only say what would be imported; write nothing. Begin with this.")
    private boolean dryRun;

    @Option(
            names = "--replace",
            description = "Write over profiles that are there, too. What they were is kept in history for 30 days.")
    private boolean replace;

    @Override
    public Integer call() throws IOException {
        return options.with(dryRun ? ImportOptions.Target.ONLY_READ : ImportOptions.Target.WRITTEN, (plain, log) -> {
            ProfileImport ready = replace ? plain.replacing() : plain;
            ImportReport report = dryRun ? ready.plan() : ready.run();
            return log.end(report, dryRun ? "nothing was written" : "compare with verify-import");
        });
    }
}
