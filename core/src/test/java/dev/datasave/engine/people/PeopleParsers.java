package dev.datasave.engine.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import dev.datasave.ConnectedEntry;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.engine.Parser;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of this room reads what was stored or received. */
public final class PeopleParsers {
    private PeopleParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(
                Parser.of("export", text -> {
                    StringWriter out = new StringWriter();
                    try (JsonWriter json = new JsonWriter(out)) {
                        EntryJson export = new EntryJson(json, "u1");
                        Entry entry = Parser.entry(text, null);
                        EntryId id = entry.id();
                        export.begin(
                                new ConnectedEntry(
                                        id.store(),
                                        id.key(),
                                        Connection.USER_ID,
                                        3,
                                        false,
                                        Instant.EPOCH,
                                        Instant.EPOCH,
                                        Set.of(),
                                        Optional.empty()),
                                Optional.of(entry),
                                null);
                        export.revisions(List.of(entry));
                        export.belongings(Addresses.MESSAGES, List.of(entry));
                        export.belongings(Addresses.PINS, List.of(entry));
                        export.end();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    assertThat(JsonText.parse(out.toString(), JsonText.MAX_DEPTH + 9))
                            .isInstanceOf(JsonObject.class);
                }),
                Parser.of("pageOfConnected", text -> {
                    ConnectedPages.Place place =
                            Parser.orRefused(IllegalArgumentException.class, () -> ConnectedPages.Place.parse(text));
                    if (place != null) {
                        assertThat(ConnectedPages.Place.parse(place.toString())).isEqualTo(place);
                    }
                }));
    }
}
