package dev.datasave.cassandra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The name under which one try of a write adds its index rows. No two tries share one, so each can remove its own rows without touching another's. It tells
 * when it was made: a row that no entry stands for is garbage once it is old.
 */
final class Gen {
    /** Older than any write that may still be under way. */
    static final Duration GARBAGE_AFTER = Duration.ofHours(1);

    private static final int RADIX = 36;

    private Gen() {}

    static String next(Instant now) {
        UUID random = UUID.randomUUID();
        return of(
                now, Long.toUnsignedString(random.getMostSignificantBits() ^ random.getLeastSignificantBits(), RADIX));
    }

    /** The one of a try that has a name already, which may add its rows more than once. */
    static String of(Instant made, String unique) {
        return Long.toString(made.toEpochMilli(), RADIX) + "-" + unique;
    }

    static Instant made(String gen) {
        return Instant.ofEpochMilli(Long.parseLong(gen.substring(0, gen.indexOf('-', 1)), RADIX));
    }

    static boolean isGarbage(String gen, Instant now) {
        return made(gen).plus(GARBAGE_AFTER).isBefore(now);
    }

    /** A short text that differs where these texts do. */
    static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(bytes);
                digest.update((byte) 0);
            }
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest.digest())
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A number from 0 on that depends on the text alone, the same for ever. */
    static int bucket(String text, int buckets) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % buckets);
    }
}
