package dev.datasave.minestom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server gives a client to take along to the next one: who he is and when that was, signed. It is a hint that he is on his way, and proves nothing
 * else: a client can show it to whom it likes, as often as it likes, or not at all.
 */
record HopCookie(UUID player, Instant made) {
    /** The name of the cookie. */
    static final String NAME = "datasave:hop";

    private static final Duration GOOD_FOR = Duration.ofSeconds(30);
    private static final String FORM = "hop1";

    byte[] signed(byte[] secret) {
        String text = FORM + " " + player + " " + made;
        return (text + " " + signature(text, secret)).getBytes(UTF_8);
    }

    /** The cookie, if it is one, signed with this secret, and not older than half a minute, nor made in the future. */
    static Optional<HopCookie> read(byte[] bytes, byte[] secret, Instant now) {
        String[] parts = new String(bytes, UTF_8).split(" ", -1);
        if (parts.length != 4 || !parts[0].equals(FORM)) {
            return Optional.empty();
        }
        String expected = signature(parts[0] + " " + parts[1] + " " + parts[2], secret);
        if (!MessageDigest.isEqual(expected.getBytes(UTF_8), parts[3].getBytes(UTF_8))) {
            return Optional.empty();
        }
        try {
            HopCookie cookie = new HopCookie(UUID.fromString(parts[1]), Instant.parse(parts[2]));
            Duration age = Duration.between(cookie.made, now).abs();
            return age.compareTo(GOOD_FOR) <= 0 ? Optional.of(cookie) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    private static String signature(String text, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HmacSHA256: every Java has it", impossible);
        }
    }
}
