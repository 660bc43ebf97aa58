package dev.datasave.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Seeded inputs for a parser: what it can read, with a few of the things in it that parsers stumble over. */
final class Mutations {
    private static final List<String> AWKWARD = List.of(
            "null",
            "true",
            "0",
            "-0",
            "-1",
            "1.0",
            "1.5",
            "1e2",
            "2147483648",
            "4294967297",
            "-9223372036854775808",
            "9223372036854775808",
            "1e400",
            "1e999999999",
            "1e-999999999",
            "1e99999999999999999999",
            "9".repeat(400),
            "9".repeat(20_000),
            "NaN",
            "-Infinity",
            "\"\"",
            "\"NaN\"",
            "\"5\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\x\"",
            "\"~\"",
            "\"" + "x".repeat(500) + "\"",
            "{}",
            "[]",
            "[[]]",
            "[1]",
            "[1,2]",
            "[1,2,3]",
            "[null]",
            "{\"a\":1,\"a\":2}",
            "{\"\":{}}",
            "{\"a\":" + "[".repeat(253) + "]".repeat(253) + "}",
            "[".repeat(255) + "]".repeat(255),
            "[".repeat(256) + "]".repeat(256),
            "{\"a\":".repeat(5000),
            "[".repeat(20_000),
            "{\"unknown\":[{\"deep\":1.50}]}",
            "\ud83d\ude00",
            "'",
            "\\",
            "['" + "a ".repeat(9_000) + "']",
            "/*x*/",
            "\n",
            ",",
            ":");

    private Mutations() {}

    static byte[] of(List<byte[]> seeds, Random random) {
        byte[] bytes = seeds.get(random.nextInt(seeds.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = mutated(bytes, seeds, random);
        }
        return bytes;
    }

    private static byte[] mutated(byte[] bytes, List<byte[]> seeds, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(12));
        return switch (random.nextInt(8)) {
            case 0 -> spliced(bytes, at, end, new byte[0]);
            case 1 -> spliced(bytes, at, at, awkward(random));
            case 2 -> spliced(bytes, at, end, new byte[] {(byte) random.nextInt(256)});
            case 3 -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int from = random.nextInt(other.length + 1);
                yield spliced(bytes, at, end, Arrays.copyOfRange(other, from, other.length));
            }
            case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            default -> value(bytes, at, random);
        };
    }

    /** A JSON value, the first one behind that place, becomes another. */
    private static byte[] value(byte[] bytes, int at, Random random) {
        int start = at;
        while (start < bytes.length && bytes[start] != ':' && bytes[start] != '[') {
            start++;
        }
        start = Math.min(start + 1, bytes.length);
        int end = start;
        if (end < bytes.length && bytes[end] == '"') {
            end++;
            while (end < bytes.length && bytes[end] != '"') {
                end++;
            }
            end = Math.min(end + 1, bytes.length);
        } else {
            while (end < bytes.length && bytes[end] != ',' && bytes[end] != '}' && bytes[end] != ']') {
                end++;
            }
        }
        return spliced(bytes, start, end, awkward(random));
    }

    private static byte[] awkward(Random random) {
        return AWKWARD.get(random.nextInt(AWKWARD.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        byte[] result = new byte[from + with.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
        return result;
    }
}
