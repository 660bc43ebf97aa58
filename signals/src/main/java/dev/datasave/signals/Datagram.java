package dev.datasave.signals;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What wakes an ear. It carries no content, only the proof that its sender has read the ear's key in the database. 45 bytes in network order:
 *
 * <pre>
 *  0  4  the letters DSIG
 *  4  1  version 1
 *  5  8  the ear's number
 * 13  8  the sender's number, random for each storage that was opened
 * 21  8  how many datagrams this sender has sent: 1, 2, 3, …
 * 29 16  the first half of the HMAC-SHA-256 of everything before, with the ear's key
 * </pre>
 *
 * @param ear whom it wakes
 * @param sender who sent it
 * @param number the sender's count
 */
record Datagram(long ear, long sender, long number) {
    static final int BYTES = 45;
    /** Of an ear's key, in bytes. */
    static final int KEY_BYTES = 32;

    private static final int MAGIC = 0x44534947;
    private static final byte VERSION = 1;
    private static final int SIGNED = 29;
    private static final String ALGORITHM = "HmacSHA256";

    /** The bytes to send. */
    ByteBuffer signed(byte[] key) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(MAGIC).put(VERSION).putLong(ear).putLong(sender).putLong(number);
        return bytes.put(seal(key, bytes.array()), 0, BYTES - SIGNED).flip();
    }

    /** Reads what has arrived; empty if it has another form. Nothing is believed before {@link #isSealed}. */
    static Optional<Datagram> read(ByteBuffer bytes) {
        if (bytes.remaining() != BYTES || bytes.getInt() != MAGIC || bytes.get() != VERSION) {
            return Optional.empty();
        }
        return Optional.of(new Datagram(bytes.getLong(), bytes.getLong(), bytes.getLong()));
    }

    /** Whether these received bytes are this datagram, sealed with that key. */
    static boolean isSealed(byte[] received, byte[] key) {
        byte[] found = new byte[BYTES - SIGNED];
        System.arraycopy(received, SIGNED, found, 0, found.length);
        byte[] expected = new byte[found.length];
        System.arraycopy(seal(key, received), 0, expected, 0, expected.length);
        return MessageDigest.isEqual(found, expected); // takes the same time for every wrong one
    }

    private static byte[] seal(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(bytes, 0, SIGNED);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
