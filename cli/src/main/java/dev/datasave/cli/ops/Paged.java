package dev.datasave.cli.ops;

import dev.datasave.Paging;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which part of a long list is wanted. */
final class Paged {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at most, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Go on where a list ended: what it printed as its next cursor.")
    private @Nullable String after;

    Paging paging(OnStorage command) {
        try {
            return Paging.first(limit).after(after);
        } catch (IllegalArgumentException e) {
            throw command.wrong("--limit: " + e.getMessage());
        }
    }

    /** Says that there is more. */
    static void next(OnStorage command, @Nullable String cursor) {
        if (cursor != null) {
            command.out().println("… more: --after " + Harmless.shell(cursor));
        }
    }
}
