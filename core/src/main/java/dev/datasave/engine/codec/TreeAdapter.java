package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A Gson tree inside of other data. A JSON null in it is a value like any other, and so it is kept. */
final class TreeAdapter extends TypeAdapter<@Nullable JsonElement> {
    private final Class<?> raw;
    private final TypeAdapter<JsonElement> delegate;

    @SuppressWarnings("unchecked") // Gson's adapter of trees checks the class itself
    TreeAdapter(Gson gson, Class<?> raw) {
        this.raw = raw;
        this.delegate = (TypeAdapter<JsonElement>) gson.getAdapter(raw);
    }

    /** Whether null comes back as another value: a JSON null. */
    boolean knowsNull() {
        return raw.isAssignableFrom(JsonNull.class);
    }

    @Override
    public @Nullable JsonElement read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL && !knowsNull()) {
            in.nextNull();
            return null;
        }
        return delegate.read(in);
    }

    @Override
    public void write(JsonWriter out, @Nullable JsonElement tree) throws IOException {
        String path = tree == null || Adapters.isLenient(out) ? null : JsonText.find(tree, JsonText::isNotFinite);
        if (path != null) {
            throw JsonText.notFinite(path);
        }
        delegate.write(out, tree);
    }
}
