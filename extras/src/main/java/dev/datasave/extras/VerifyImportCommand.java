package dev.datasave.extras;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code verify-import}. */
@Command(
        name = "verify-import",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Compares a source with what is stored: data, user ids, metadata, and older states in history. Writes nothing. The exit code is 0 only if everything"
                        + " that the source has is stored, or was changed after it had been imported.",
        footer = {"", "Passwords: DATASAVE_FROM_PASSWORD and DATASAVE_TO_PASSWORD in the environment."})
final class VerifyImportCommand implements Callable<Integer> {
    @Mixin
    private final ImportOptions options = new ImportOptions();

    @Override
    public Integer call() throws IOException {
        return options.with(
                ImportOptions.Target.MUST_EXIST, (ready, log) -> log.end(ready.verify(), "nothing was written"));
    }
}
