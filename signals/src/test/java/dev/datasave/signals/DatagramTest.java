package dev.datasave.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DatagramTest {
    private static final Datagram DATAGRAM = new Datagram(0x0102030405060708L, -2, 3);
    private static final byte[] KEY = new byte[Datagram.KEY_BYTES];

    @Test
    void theFormatStaysAsItIs() {
        assertThat(HexFormat.of().formatHex(DATAGRAM.signed(KEY).array()))
                .isEqualTo("44534947" + "01" + "0102030405060708" + "fffffffffffffffe" + "0000000000000003"
                        + "bbd3d9c2000673a45f59e3d0980768fe");
    }

    @Test
    void whatWasSignedIsReadAndSealed() {
        byte[] bytes = DATAGRAM.signed(KEY).array();
        assertThat(bytes).hasSize(Datagram.BYTES);
        assertThat(Datagram.read(ByteBuffer.wrap(bytes))).contains(DATAGRAM);
        assertThat(Datagram.isSealed(bytes, KEY)).isTrue();
        assertThat(Datagram.isSealed(bytes, new byte[] {1, 2, 3})).isFalse();
    }

    @Test
    void everyFlippedBitBreaksTheSealOrTheForm() {
        for (int bit = 0; bit < Datagram.BYTES * 8; bit++) {
            byte[] bytes = DATAGRAM.signed(KEY).array();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            boolean isAccepted = Datagram.read(ByteBuffer.wrap(bytes)).isPresent() && Datagram.isSealed(bytes, KEY);
            assertThat(isAccepted).as("bit " + bit).isFalse();
            Datagrams.check(bytes);
        }
    }

    @Test
    void everyOtherLengthIsIgnored() {
        byte[] bytes = DATAGRAM.signed(KEY).array();
        for (int length = 0; length < 100; length++) {
            if (length != Datagram.BYTES) {
                assertThat(Datagram.read(ByteBuffer.wrap(Arrays.copyOf(bytes, length))))
                        .isEmpty();
            }
        }
    }

    @Test
    void anythingMayArrive() {
        SplittableRandom random = new SplittableRandom(Long.getLong("datasave.seed", 14));
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(80) : Datagram.BYTES];
            random.nextBytes(bytes);
            if (random.nextBoolean() && bytes.length == Datagram.BYTES) {
                System.arraycopy(DATAGRAM.signed(KEY).array(), 0, bytes, 0, random.nextInt(Datagram.BYTES + 1));
            }
            Datagrams.check(bytes);
        }
    }

    @Test
    void anEarHearsEachDatagramOnceAndNothingOlder() {
        NetworkEar ear = new NetworkEar("a");
        for (long number : new long[] {1, 5, 6}) {
            assertThat(hears(ear, 7, number)).isTrue();
        }
        for (long number : new long[] {6, 5, 1, 0, -1, Long.MIN_VALUE}) {
            assertThat(hears(ear, 7, number)).isFalse();
        }
        assertThat(hears(ear, 8, 1)).as("another sender").isTrue();
    }

    @Test
    void anEarRemembersAFewHundredSenders() {
        NetworkEar ear = new NetworkEar("a");
        for (long sender = 0; sender < 10_000; sender++) {
            assertThat(hears(ear, sender, 1)).isTrue();
        }
        assertThat(hears(ear, 9_999, 1)).isFalse();
        assertThat(hears(ear, 0, 1)).as("forgotten long ago").isTrue();
    }

    private static boolean hears(NetworkEar ear, long sender, long number) {
        Datagram datagram = new Datagram(ear.number(), sender, number);
        return ear.hears(datagram.signed(ear.key()).array(), datagram);
    }
}
