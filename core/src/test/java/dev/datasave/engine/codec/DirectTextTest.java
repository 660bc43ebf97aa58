package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.codec.DataRows.Fate;
import dev.datasave.engine.codec.DataRows.Group;
import dev.datasave.engine.codec.DataRows.Row;
import dev.datasave.engine.json.JsonText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The text that is written without a tree is that of the tree, or there is none. */
class DirectTextTest {
    record Named(String name, double value) {}

    record Sealed(@JsonAdapter(OfName.class) String name) {}

    @JsonAdapter(OfName.class)
    record Own(String name) {}

    record Holder(List<Own> own) {}

    /** Writes what a tree would make one member of, or refuse. */
    static final class OfName extends TypeAdapter<Object> {
        @Override
        public void write(JsonWriter out, Object name) throws IOException {
            out.beginObject().name("a").value(1).name("a").value(2).endObject();
        }

        @Override
        public Object read(JsonReader in) throws IOException {
            return in.nextString();
        }
    }

    private static <T> @Nullable String text(Class<T> type, T data) {
        return GsonCodec.of(type) instanceof GsonCodec<T> codec ? codec.text(data) : null;
    }

    @Test
    void plainDataIsWritten() {
        assertThat(text(Named.class, new Named("a\"ü", 1.5))).isEqualTo("{\"name\":\"a\\\"ü\",\"value\":1.5}");
    }

    @Test
    void whatCantBeStoredIsLeftToTheTree() {
        assertThat(text(Named.class, new Named("a", Double.NaN))).isNull();
        assertThat(text(Named.class, new Named("a\0", 1))).isNull();
        assertThat(text(Named.class, new Named("\ud800", 1))).isNull();
        assertThat(text(Named.class, new Named("x".repeat(5 << 20), 1))).isNull();
    }

    @Test
    void adaptersOfTheGameAreLeftToTheTree() {
        assertThat(text(Sealed.class, new Sealed("a"))).isNull();
        assertThat(text(Own.class, new Own("a"))).isNull();
        assertThat(text(Holder.class, new Holder(List.of(new Own("a"))))).isNull();
    }

    /** All types that the page about data names. */
    @Test
    void theTextIsThatOfTheTree() {
        int written = 0;
        for (Group group : DataRows.all()) {
            for (Row row : group.rows()) {
                written += isWritten(row) ? 1 : 0;
            }
        }
        assertThat(written).isGreaterThan(50);
    }

    private static <T extends Record> boolean isWritten(Row row) {
        @SuppressWarnings("unchecked") // the row's type
        Class<T> type = (Class<T>) row.type();
        if (row.fate() == Fate.REFUSED_AT_OPENING || row.value() == null) {
            return false;
        }
        T data = DataPageTest.made(type, row.value());
        String written = text(type, data);
        if (row.fate() == Fate.REFUSED_AT_SAVING) {
            assertThat(written).as(row.toString()).isNull();
        } else if (written != null) {
            assertThat(written).isEqualTo(JsonText.write(GsonCodec.of(type).encode(data)));
        }
        return written != null;
    }
}
