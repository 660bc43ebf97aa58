package dev.datasave.cli.ops;

import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.ops.ProfileDesk;
import java.util.List;

/** Says that a revision is not there, and which ones are. */
final class Gone {
    private static final int NAMED = 10;

    private Gone() {}

    static String sentence(ProfileDesk desk, Named named, long revision) {
        List<String> kept = desk.history(ProfileVersion.Range.all(), Paging.first(NAMED)).items().stream()
                .map(version -> Long.toString(version.revision()))
                .toList();
        return named + ": revision " + revision + " never was, or is not kept any more; "
                + (kept.isEmpty() ? "there is none" : "the newest that are there: " + String.join(", ", kept));
    }
}
