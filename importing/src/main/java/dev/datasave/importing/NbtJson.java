package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.kyori.adventure.nbt.BinaryTag;
import net.kyori.adventure.nbt.ByteArrayBinaryTag;
import net.kyori.adventure.nbt.ByteBinaryTag;
import net.kyori.adventure.nbt.CompoundBinaryTag;
import net.kyori.adventure.nbt.DoubleBinaryTag;
import net.kyori.adventure.nbt.FloatBinaryTag;
import net.kyori.adventure.nbt.IntArrayBinaryTag;
import net.kyori.adventure.nbt.IntBinaryTag;
import net.kyori.adventure.nbt.ListBinaryTag;
import net.kyori.adventure.nbt.LongArrayBinaryTag;
import net.kyori.adventure.nbt.LongBinaryTag;
import net.kyori.adventure.nbt.ShortBinaryTag;
import net.kyori.adventure.nbt.StringBinaryTag;

/**
 * Minecraft's NBT as a JSON tree and back, without loss. The tree has two members:
 *
 * <ul>
 *   <li>{@code data}: what a person expects. Compounds are objects, lists and arrays are lists, strings are text, all numbers are numbers. A float or double that
 *       JSON does not have, or that databases rewrite, is text: {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}, {@code "-0.0"}.
 *   <li>{@code types}: what {@code data} does not tell. The same shape, with only the members that need it. A word is the type of a number ({@code byte, short, long,
 *       float, double}) or of an array ({@code bytes, ints, longs}). An object is about a compound's members. For a list, {@code {"*": …}} is about each element, and a list is about each
 *       in turn, with null where nothing is to be said.
 * </ul>
 *
 * <p>What has no type is what its JSON says: a number is an int, text a string, an object a compound, a list a list. So what a game adds to {@code data} needs no type.
 */
public final class NbtJson {
    private static final String DATA = "data";
    private static final String TYPES = "types";
    private static final String EACH = "*";
    private static final String END = "end";

    private NbtJson() {}

    /** The tree of a compound. */
    public static JsonObject toJson(CompoundBinaryTag tag) {
        Typed typed = typed(tag);
        JsonObject tree = new JsonObject();
        tree.add(DATA, typed.data);
        tree.add(TYPES, typed.types.isJsonNull() ? new JsonObject() : typed.types);
        return tree;
    }

    /** A value, and what it does not tell; null if that is nothing. */
    private record Typed(JsonElement data, JsonElement types) {
        static Typed plain(JsonElement data) {
            return new Typed(data, JsonNull.INSTANCE);
        }

        static Typed number(Number number, String type) {
            return new Typed(new JsonPrimitive(number), new JsonPrimitive(type));
        }
    }

    private static Typed typed(BinaryTag tag) {
        return switch (tag) {
            case CompoundBinaryTag compound -> compound(compound);
            case ListBinaryTag list -> list(list);
            case StringBinaryTag text -> Typed.plain(new JsonPrimitive(text.value()));
            case IntBinaryTag number -> Typed.plain(new JsonPrimitive(number.value()));
            case ByteBinaryTag number -> Typed.number(number.value(), "byte");
            case ShortBinaryTag number -> Typed.number(number.value(), "short");
            case LongBinaryTag number -> Typed.number(number.value(), "long");
            case FloatBinaryTag number ->
                new Typed(decimal(Float.toString(number.value())), new JsonPrimitive("float"));
            case DoubleBinaryTag number ->
                new Typed(decimal(Double.toString(number.value())), new JsonPrimitive("double"));
            case ByteArrayBinaryTag bytes -> {
                JsonArray array = new JsonArray();
                for (byte one : bytes.value()) { // not its iterator, which leaves out the last one in 4.26.1
                    array.add(one);
                }
                yield new Typed(array, new JsonPrimitive("bytes"));
            }
            case IntArrayBinaryTag ints -> {
                JsonArray array = new JsonArray();
                for (int one : ints.value()) { // not its iterator, which leaves out the last one in 4.26.1
                    array.add(one);
                }
                yield new Typed(array, new JsonPrimitive("ints"));
            }
            case LongArrayBinaryTag longs -> {
                JsonArray array = new JsonArray();
                for (long one : longs.value()) { // not its iterator, which leaves out the last one in 4.26.1
                    array.add(one);
                }
                yield new Typed(array, new JsonPrimitive("longs"));
            }
            default -> throw new IllegalArgumentException("NBT: found a tag of type " + tag.type());
        };
    }

    private static JsonElement decimal(String text) {
        return List.of("NaN", "Infinity", "-Infinity", "-0.0").contains(text)
                ? new JsonPrimitive(text)
                : new JsonPrimitive(new LazilyParsedNumber(text));
    }

    private static Typed compound(CompoundBinaryTag compound) {
        JsonObject data = new JsonObject();
        JsonObject types = new JsonObject();
        for (Map.Entry<String, ? extends BinaryTag> member : compound) {
            Typed typed = typed(member.getValue());
            data.add(member.getKey(), typed.data);
            if (!typed.types.isJsonNull()) {
                types.add(member.getKey(), typed.types);
            }
        }
        return new Typed(data, types.isEmpty() ? JsonNull.INSTANCE : types);
    }

    private static Typed list(ListBinaryTag list) {
        JsonArray data = new JsonArray();
        JsonArray types = new JsonArray();
        for (BinaryTag element : list) {
            Typed typed = typed(element);
            data.add(typed.data);
            types.add(typed.types);
        }
        if (data.isEmpty()) {
            String type = NbtWords.of(list.elementType());
            return new Typed(data, type.equals(END) ? JsonNull.INSTANCE : each(new JsonPrimitive(type)));
        }
        boolean isAlike = types.asList().stream().allMatch(types.get(0)::equals);
        return new Typed(data, !isAlike ? types : types.get(0).isJsonNull() ? JsonNull.INSTANCE : each(types.get(0)));
    }

    private static JsonObject each(JsonElement type) {
        JsonObject each = new JsonObject();
        each.add(EACH, type);
        return each;
    }

    /**
     * The compound of a tree.
     *
     * @throws IllegalArgumentException if it is none, with the place; also if a number does not fit its type
     */
    public static CompoundBinaryTag toNbt(JsonObject tree) {
        if (tree.get(DATA) instanceof JsonObject data) {
            JsonElement types = tree.has(TYPES) ? tree.get(TYPES) : JsonNull.INSTANCE;
            return (CompoundBinaryTag) tag(data, types, "$.data");
        }
        throw new IllegalArgumentException("NBT: found no object at $.data, expected one");
    }

    private static BinaryTag tag(JsonElement data, JsonElement type, String path) {
        try {
            if (type instanceof JsonPrimitive word) {
                return NbtWords.tag(data, word.getAsString());
            }
        } catch (ArithmeticException | NumberFormatException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "NBT: found a value at " + path + " that is no " + type.getAsString() + ", expected one", e);
        }
        return switch (data) {
            case JsonObject members -> {
                CompoundBinaryTag.Builder compound = CompoundBinaryTag.builder();
                members.asMap()
                        .forEach(
                                (name, value) -> compound.put(name, tag(value, member(type, name), path + "." + name)));
                yield compound.build();
            }
            case JsonArray elements -> list(elements, type, path);
            case JsonPrimitive text when text.isString() -> StringBinaryTag.stringBinaryTag(text.getAsString());
            case JsonPrimitive number when number.isNumber() -> tag(number, new JsonPrimitive("int"), path);
            default -> throw new IllegalArgumentException("NBT: found " + data + " at " + path + ", which NBT has not");
        };
    }

    private static BinaryTag list(JsonArray elements, JsonElement type, String path) {
        if (elements.isEmpty()) {
            return member(type, EACH) instanceof JsonPrimitive word
                    ? ListBinaryTag.listBinaryTag(NbtWords.type(word.getAsString()), List.of())
                    : ListBinaryTag.empty();
        }
        List<BinaryTag> tags = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            JsonElement its = type instanceof JsonArray each
                    ? i < each.size() ? each.get(i) : JsonNull.INSTANCE
                    : member(type, EACH);
            tags.add(tag(elements.get(i), its, path + "[" + i + "]"));
        }
        boolean isAlike =
                tags.stream().allMatch(tag -> tag.type().equals(tags.getFirst().type()));
        return isAlike
                ? ListBinaryTag.listBinaryTag(tags.getFirst().type(), tags)
                : ListBinaryTag.heterogeneousListBinaryTag().add(tags).build();
    }

    private static JsonElement member(JsonElement types, String name) {
        return types instanceof JsonObject members && members.has(name) ? members.get(name) : JsonNull.INSTANCE;
    }
}
