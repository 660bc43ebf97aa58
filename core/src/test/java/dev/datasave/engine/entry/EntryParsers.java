package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.engine.Parser;
import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What of this room reads what was stored or received. */
public final class EntryParsers {
    private EntryParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(
                Parser.of("system", text -> {
                    Entry entry = Parser.entry("{}", text);
                    assertThat(Erased.isProfile(entry)).isIn(true, false);
                    EntryFormat format = Parser.orRefused(IllegalArgumentException.class, () -> EntryFormat.of(entry));
                    if (format != null) {
                        Entry again = Parser.entry("{}", format.text());
                        assertThat(EntryFormat.of(again)).isEqualTo(format);
                        JsonObject rest = format.rest();
                        if (rest != null) {
                            JsonObject kept = EntryFormat.object(
                                    format.next(Instant.EPOCH, true).text(), "kept");
                            rest.entrySet()
                                    .forEach(member -> assertThat(kept.get(member.getKey()))
                                            .isEqualTo(member.getValue()));
                        }
                        assertThat(Erased.of(Optional.of(entry)))
                                .isEqualTo(format.memory().erased());
                    }
                }),
                Parser.of("token", text -> {
                    Token token = Token.of(text);
                    assertThat(Token.parse(token.toString())).isEqualTo(token);
                }));
    }
}
