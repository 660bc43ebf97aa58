package dev.datasave.engine.history;

import dev.datasave.engine.Parser;
import java.util.List;
import java.util.Set;

/** What of this room reads what was stored or received. */
public final class HistoryParsers {
    private HistoryParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(Parser.of("pin", text -> {
            PinFormat pin =
                    Parser.orRefused(IllegalArgumentException.class, () -> PinFormat.of(Parser.entry(text, null)));
            if (pin != null) {
                Parser.again(pin.content(Set.of()), PinFormat::of, pin);
            }
        }));
    }
}
