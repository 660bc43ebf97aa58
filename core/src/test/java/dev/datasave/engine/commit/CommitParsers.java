package dev.datasave.engine.commit;

import dev.datasave.engine.Parser;
import java.util.List;

/** What of this room reads what was stored or received. */
public final class CommitParsers {
    private CommitParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(Parser.of(
                "receipt",
                text -> Parser.orRefused(
                        IllegalArgumentException.class, () -> Receipts.Receipt.of(Parser.entry(text, null)))));
    }
}
