package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.engine.Parser;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Entry;
import java.util.List;

/** What of this room reads what was stored or received. */
public final class DataParsers {
    private DataParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(
                // A stored value, of the schema version that the first two characters say.
                Parser.of("data", text -> {
                    int schema = text.isEmpty() ? 0 : text.charAt(0) - '0';
                    int reader = text.length() < 2 ? 0 : text.charAt(1) - '0';
                    String value = text.substring(Math.min(2, text.length()));
                    for (DataFormat<?> format : DataSamples.FORMATS) {
                        data(format, value, schema, reader);
                    }
                }));
    }

    private static <T> void data(DataFormat<T> format, String value, int schema, int reader) {
        Entry entry = Parser.entry(value, null);
        DataFormat.Decoded<T> found;
        try {
            found = format.decode(String.valueOf(entry.content().value()), schema, reader);
        } catch (NewerSchemaException | DataSaveException.InvalidData refused) {
            return;
        }
        String text = Parser.orRefused(
                DataSaveException.InvalidData.class, () -> format.encode(found.data(), found.leftover()));
        if (text != null) {
            DataFormat.Decoded<T> again = format.decode(text, found.schema(), found.oldestReader());
            assertThat(JsonText.same(format.encode(again.data(), again.leftover()), text))
                    .isTrue();
            assertThat(format.encode(format.copy(found.data()), found.leftover()))
                    .isEqualTo(text);
            if (!found.migrated()) {
                JsonObject kept = (JsonObject) JsonText.parse(text);
                ((JsonObject) JsonText.parse(value))
                        .entrySet().stream()
                                .filter(member -> !member.getValue().isJsonNull())
                                .forEach(
                                        member -> assertThat(kept.has(member.getKey()) || isFormerName(member.getKey()))
                                                .as(member.getKey())
                                                .isTrue());
            }
        }
    }

    private static boolean isFormerName(String name) {
        return name.equals("coins");
    }
}
