package dev.datasave.engine.handover;

import dev.datasave.engine.Parser;
import java.util.List;

/** What of this room reads what was stored or received. */
public final class HandoverParsers {
    private HandoverParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(
                Parser.of("claim", text -> {
                    Claim claim = Parser.orRefused(
                            IllegalArgumentException.class, () -> Claim.parse(Parser.entry(text, null)));
                    if (claim != null) {
                        Parser.again(claim.content(), Claim::parse, claim);
                        Parser.again(claim.refused(7).content(), Claim::parse, claim.refused(7));
                    }
                }),
                Parser.of("notice", text -> {
                    Notice notice = Parser.orRefused(
                            IllegalArgumentException.class, () -> Notice.parse(Parser.entry(text, null)));
                    if (notice != null) {
                        Parser.again(notice.content(), Notice::parse, notice);
                    }
                }));
    }
}
