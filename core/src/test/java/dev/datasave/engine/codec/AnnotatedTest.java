package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.datasave.Codec;
import dev.datasave.engine.json.JsonText;
import java.io.IOException;
import java.lang.reflect.Type;
import org.junit.jupiter.api.Test;

/** Members with adapters of the game's own, of each kind that Gson knows: also of types that would be refused without one. */
class AnnotatedTest {
    interface Shape {}

    record Circle(int radius) implements Shape {}

    static final class OfShape extends TypeAdapter<Shape> {
        @Override
        public Shape read(JsonReader in) throws IOException {
            return new Circle(in.nextInt());
        }

        @Override
        public void write(JsonWriter out, Shape shape) throws IOException {
            out.value(((Circle) shape).radius());
        }
    }

    static final class Factory implements TypeAdapterFactory {
        @Override
        @SuppressWarnings("unchecked") // the member is a shape
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            return (TypeAdapter<T>) new OfShape();
        }
    }

    static final class None implements TypeAdapterFactory {
        @Override
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            return null;
        }
    }

    static final class Both implements JsonSerializer<Shape>, JsonDeserializer<Shape> {
        @Override
        public JsonElement serialize(Shape shape, Type type, JsonSerializationContext context) {
            return new JsonPrimitive(((Circle) shape).radius());
        }

        @Override
        public Shape deserialize(JsonElement tree, Type type, JsonDeserializationContext context) {
            return new Circle(tree.getAsInt());
        }
    }

    record Shapes(
            @JsonAdapter(OfShape.class) Shape adapter,
            @JsonAdapter(Factory.class) Shape factory,
            @JsonAdapter(Both.class) Shape both,
            @JsonAdapter(OfShape.class) Shape none) {}

    record Unknown(@JsonAdapter(None.class) Shape shape) {}

    @Test
    void adapterOfAMemberIsUsed() {
        Shapes shapes = new Shapes(new Circle(1), new Circle(2), new Circle(3), null);
        Codec<Shapes> codec = Codec.gson(Shapes.class);
        JsonElement tree = codec.encode(shapes);
        assertThat(tree).isEqualTo(JsonText.parse("{\"adapter\":1,\"factory\":2,\"both\":3}"));
        assertThat(codec.decode(tree)).isEqualTo(shapes);
    }

    @Test
    void adapterThatDoesNotKnowTheTypeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.gson(Unknown.class))
                .withMessageContaining("with an adapter that does not know its type");
    }
}
