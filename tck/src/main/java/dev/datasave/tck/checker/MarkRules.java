package dev.datasave.tck.checker;

import dev.datasave.spi.Entry;
import dev.datasave.tck.network.Journal.Written;
import java.time.Duration;
import java.util.Optional;

/**
 * The rules for what operators' edits change beside the data (P13): the revision that states the reason of such an edit has its metadata, and they stay
 * until another edit changes them.
 */
public final class MarkRules {
    /** The name of the metadata that such an edit sets to its reason. */
    public static final String MARK = "mark";

    /** The end of such an edit's reason. */
    public static final String MARKED = " marked";

    private final Findings found;

    MarkRules(Findings found) {
        this.found = found;
    }

    void written(Written written) {
        Optional<Entry> before = written.before().filter(entry -> !entry.isTombstone());
        Optional<Entry> after = written.after().filter(entry -> !entry.isTombstone());
        if (after.isEmpty() || found.wasSetBackSince(Duration.ZERO)) {
            return;
        }
        Optional<String> asked = found.replacements.why(written).filter(why -> why.endsWith(MARKED));
        Optional<String> expected = asked.or(() -> before.flatMap(MarkRules::mark));
        if (!mark(after.get()).equals(expected)) {
            found.report(
                    written,
                    "P13",
                    "stored the mark " + mark(after.get()).orElse("of nobody") + ", expected "
                            + expected.orElse("none"));
        }
    }

    private static Optional<String> mark(Entry entry) {
        return Optional.ofNullable(entry.content().metadata().get(MARK));
    }
}
