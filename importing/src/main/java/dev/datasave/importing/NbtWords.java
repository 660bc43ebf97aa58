package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.LongStream;
import net.kyori.adventure.nbt.BinaryTag;
import net.kyori.adventure.nbt.BinaryTagType;
import net.kyori.adventure.nbt.BinaryTagTypes;
import net.kyori.adventure.nbt.ByteArrayBinaryTag;
import net.kyori.adventure.nbt.ByteBinaryTag;
import net.kyori.adventure.nbt.DoubleBinaryTag;
import net.kyori.adventure.nbt.FloatBinaryTag;
import net.kyori.adventure.nbt.IntArrayBinaryTag;
import net.kyori.adventure.nbt.IntBinaryTag;
import net.kyori.adventure.nbt.LongArrayBinaryTag;
import net.kyori.adventure.nbt.LongBinaryTag;
import net.kyori.adventure.nbt.ShortBinaryTag;

/** The words for types of tags in {@link NbtJson}. */
final class NbtWords {
    private static final Map<String, BinaryTagType<?>> TYPES = Map.ofEntries(
            Map.entry("end", BinaryTagTypes.END),
            Map.entry("byte", BinaryTagTypes.BYTE),
            Map.entry("short", BinaryTagTypes.SHORT),
            Map.entry("int", BinaryTagTypes.INT),
            Map.entry("long", BinaryTagTypes.LONG),
            Map.entry("float", BinaryTagTypes.FLOAT),
            Map.entry("double", BinaryTagTypes.DOUBLE),
            Map.entry("bytes", BinaryTagTypes.BYTE_ARRAY),
            Map.entry("string", BinaryTagTypes.STRING),
            Map.entry("list", BinaryTagTypes.LIST),
            Map.entry("compound", BinaryTagTypes.COMPOUND),
            Map.entry("ints", BinaryTagTypes.INT_ARRAY),
            Map.entry("longs", BinaryTagTypes.LONG_ARRAY));

    private NbtWords() {}

    /** The word for a type. */
    static String of(BinaryTagType<?> type) {
        return TYPES.entrySet().stream()
                .filter(word -> word.getValue().equals(type))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("NBT: found a list of " + type));
    }

    static BinaryTagType<?> type(String word) {
        BinaryTagType<?> type = TYPES.get(word);
        if (type == null) {
            throw new IllegalArgumentException("NBT: found the type " + word + ", expected one of " + TYPES.keySet());
        }
        return type;
    }

    /**
     * A tag of a type that JSON does not tell.
     *
     * @throws ArithmeticException or another one if the value does not fit
     */
    static BinaryTag tag(JsonElement data, String word) {
        return switch (word) {
            case "byte" -> ByteBinaryTag.byteBinaryTag(number(data).byteValueExact());
            case "short" -> ShortBinaryTag.shortBinaryTag(number(data).shortValueExact());
            case "int" -> IntBinaryTag.intBinaryTag(number(data).intValueExact());
            case "long" -> LongBinaryTag.longBinaryTag(number(data).longValueExact());
            case "float" -> FloatBinaryTag.floatBinaryTag(Float.parseFloat(text(data)));
            case "double" -> DoubleBinaryTag.doubleBinaryTag(Double.parseDouble(text(data)));
            case "bytes" -> ByteArrayBinaryTag.byteArrayBinaryTag(bytes(data));
            case "ints" ->
                IntArrayBinaryTag.intArrayBinaryTag(
                        longs(data).mapToInt(Math::toIntExact).toArray());
            case "longs" -> LongArrayBinaryTag.longArrayBinaryTag(longs(data).toArray());
            default -> throw new IllegalArgumentException("NBT: found the type " + word + ", expected one of a number");
        };
    }

    private static BigDecimal number(JsonElement data) {
        return new BigDecimal(text(data));
    }

    private static String text(JsonElement data) {
        if (data instanceof JsonPrimitive primitive) {
            return primitive.getAsString();
        }
        throw new NumberFormatException("no number");
    }

    private static byte[] bytes(JsonElement data) {
        long[] longs = longs(data).toArray();
        byte[] bytes = new byte[longs.length];
        for (int i = 0; i < longs.length; i++) {
            bytes[i] = BigDecimal.valueOf(longs[i]).byteValueExact();
        }
        return bytes;
    }

    private static LongStream longs(JsonElement data) {
        if (data instanceof JsonArray array) {
            return array.asList().stream().mapToLong(element -> number(element).longValueExact());
        }
        throw new NumberFormatException("no list of numbers");
    }
}
