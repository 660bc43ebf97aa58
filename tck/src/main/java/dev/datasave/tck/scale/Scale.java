package dev.datasave.tck.scale;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The size of a simulated network, and how it is played on. Immutable.
 *
 * @param servers how many servers run
 * @param players how many players there are, of whom at most six in ten play at a time
 * @param minutes how long is played, in virtual time, besides the beginning and the disasters
 * @param valueBytes how long the JSON of a profile counts
 * @param autosave the period of autosaves, in seconds
 * @param heartbeat the period of heartbeats, in seconds; a lease is five times as long
 * @param seed what everything random is drawn from
 */
public record Scale(int servers, int players, int minutes, int valueBytes, int autosave, int heartbeat, long seed) {
    /** How long a player stays, on average, and how long on one server. */
    static final Duration STAY = Duration.ofMinutes(30);

    static final Duration VISIT = Duration.ofMinutes(5);

    /** How often a player who plays changes his data, and sends a message to another. */
    static final Duration BETWEEN_EDITS = Duration.ofSeconds(30);

    static final Duration BETWEEN_MESSAGES = Duration.ofMinutes(20);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them is out of range
     */
    public Scale {
        check("servers", servers, 4, 100_000);
        check("players", players, 10, 10_000_000);
        check("minutes", minutes, 1, 100_000);
        check("bytes", valueBytes, 10, 4_000_000);
        check("autosave", autosave, 1, 86_400);
        check("heartbeat", heartbeat, 1, 3_600);
    }

    private static void check(String what, int found, int least, int most) {
        if (found < least || found > most) {
            throw new IllegalArgumentException(
                    "scale: found " + what + "=" + found + ", expected " + least + " to " + most);
        }
    }

    /**
     * Reads a text such as {@code servers=10000,players=1000000}. What it does not name is {@code minutes=20}, {@code bytes=2048}, {@code autosave=30},
     * {@code heartbeat=2}, {@code seed=1}.
     *
     * @throws IllegalArgumentException if it can't be read, or a number is out of range
     */
    public static Scale parse(String text) {
        Map<String, Integer> numbers = new TreeMap<>(Map.of(
                "servers",
                100,
                "players",
                10_000,
                "minutes",
                20,
                "bytes",
                2048,
                "autosave",
                30,
                "heartbeat",
                2,
                "seed",
                1));
        for (String part : text.split(",", -1)) {
            String[] both = part.strip().split("=", -1);
            if (both.length != 2 || !numbers.containsKey(both[0]) || !both[1].matches("\\d{1,9}")) {
                throw new IllegalArgumentException("scale: found " + part.strip() + ", expected a number for one of "
                        + numbers.keySet() + ", as in servers=100");
            }
            numbers.put(both[0], Integer.parseInt(both[1]));
        }
        return new Scale(
                number(numbers, "servers"),
                number(numbers, "players"),
                number(numbers, "minutes"),
                number(numbers, "bytes"),
                number(numbers, "autosave"),
                number(numbers, "heartbeat"),
                number(numbers, "seed"));
    }

    private static int number(Map<String, Integer> numbers, String name) {
        return Objects.requireNonNull(numbers.get(name), name);
    }

    /** How many play at most. */
    int most() {
        return players * 6 / 10;
    }

    /** The part of that many that falls into a tenth of a second, if each does it once in that time on average. */
    static double inTick(int many, Duration once) {
        return many * 100.0 / once.toMillis();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
