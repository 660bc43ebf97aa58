package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** JSON as RFC 8259 has it: no name twice in an object, no second document, no comments. Numbers keep their text. */
final class StrictJson {
    private StrictJson() {}

    /**
     * Parses one document.
     *
     * @throws IllegalArgumentException if it is none, with the problem and where it is, without payloads
     */
    static JsonElement parse(String text) {
        return parse(new StringReader(text));
    }

    /** Like {@link #parse(String)}. */
    static JsonElement parse(Reader text) {
        try (JsonReader reader = new JsonReader(text)) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement tree = read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("JSON: found more behind the document, expected its end");
            }
            return tree;
        } catch (EOFException e) {
            throw new IllegalArgumentException("JSON: found the end in the middle of the document", e);
        } catch (MalformedJsonException | NumberFormatException e) {
            throw new IllegalArgumentException("JSON: " + place(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("JSON: " + e.getMessage(), e);
        }
    }

    /** Gson's words without its advice; they name the place and no value. */
    private static String place(Exception e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf(" at line ");
        int end = message.indexOf('\n');
        return "found no valid JSON" + (at < 0 ? "" : message.substring(at, end < 0 ? message.length() : end));
    }

    /** Reads the next value. */
    static JsonElement read(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader);
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(read(reader));
                }
                reader.endArray();
                yield array;
            }
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> new JsonPrimitive(new LazilyParsedNumber(reader.nextString()));
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
            case END_DOCUMENT -> throw new EOFException("the end");
            case NAME, END_OBJECT, END_ARRAY ->
                throw new IllegalArgumentException("JSON: found no value at " + reader.getPath());
        };
    }

    private static JsonObject object(JsonReader reader) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (object.has(name)) {
                throw new IllegalArgumentException(
                        "JSON: found a name twice at " + reader.getPath() + ", expected each once");
            }
            object.add(name, read(reader));
        }
        reader.endObject();
        return object;
    }

    /**
     * The text of bytes.
     *
     * @throws IllegalArgumentException if they are not of that encoding
     */
    static String text(byte[] bytes, Charset encoding) {
        try {
            return encoding.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("encoding: found bytes that are no " + encoding, e);
        }
    }
}
