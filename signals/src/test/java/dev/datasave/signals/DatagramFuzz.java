package dev.datasave.signals;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The long run of {@link Datagrams}, guided by coverage: with {@code JAZZER_FUZZ=1} in the environment (see docs/proof.md). */
class DatagramFuzz {
    @FuzzTest(maxDuration = "1m")
    void datagram(byte[] bytes) {
        Datagrams.check(bytes);
    }
}
