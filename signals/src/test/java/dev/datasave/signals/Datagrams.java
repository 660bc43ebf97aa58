package dev.datasave.signals;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Whatever arrives at the socket is read or ignored; nothing is thrown, and nothing counts as sealed but what the key has sealed. */
final class Datagrams {
    private static final byte[] KEY = new byte[Datagram.KEY_BYTES];

    private Datagrams() {}

    static void check(byte[] bytes) {
        Datagram.read(ByteBuffer.wrap(bytes)).ifPresent(datagram -> {
            byte[] honest = datagram.signed(KEY).array();
            if (Datagram.isSealed(bytes, KEY) != Arrays.equals(bytes, honest)) {
                throw new AssertionError("found " + Arrays.toString(bytes) + " sealed, expected only "
                        + Arrays.toString(honest) + " to be");
            }
        });
    }
}
