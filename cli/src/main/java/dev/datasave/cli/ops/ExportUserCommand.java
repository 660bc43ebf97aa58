package dev.datasave.cli.ops;

import dev.datasave.ConnectedEntry;
import dev.datasave.UserDataOptions;
import dev.datasave.ops.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code export-user}. */
@Command(
        name = "export-user",
        mixinStandardHelpOptions = true,
        description = "Writes everything that is stored about a person into a file.")
public final class ExportUserCommand extends AboutPerson {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The file: one JSON document, or a ZIP file if its name ends in .zip.")
    private Path to = Path.of("");

    /** For picocli. */
    public ExportUserCommand() {}

    @Override
    void check() {
        super.check();
        if (Files.exists(to)) {
            throw wrong("--to: found a file " + to + " already, expected none");
        }
    }

    @Override
    int run(Operations operations) throws IOException {
        boolean isZip = to.toString().endsWith(".zip");
        UserDataOptions options = options().format(isZip ? UserDataOptions.Format.ZIP : UserDataOptions.Format.JSON);
        List<ConnectedEntry> entries;
        try {
            entries = operations.person(user()).export(options, to, acting().mandate(this));
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException file) {
                throw file;
            }
            throw failed;
        }
        if (isJson()) {
            print(Shapes.shape()
                    .with("file", to)
                    .with("entries", Shapes.array(entries, Shapes::of))
                    .json());
        } else {
            say(entries.size() + " entries written to " + to);
        }
        return entries.isEmpty() ? NOT_DONE : DONE;
    }
}
