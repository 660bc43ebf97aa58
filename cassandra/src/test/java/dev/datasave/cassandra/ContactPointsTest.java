package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.DataSaveException.StorageFailed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactPointsTest {

    @Test
    void hostsHaveAPortOrTheUsualOne() {
        assertThat(ContactPoints.parse("10.0.0.1, ring.example.net:9142,[2001:db8::5],[::1]:1"))
                .containsExactly(
                        InetSocketAddress.createUnresolved("10.0.0.1", 9042),
                        InetSocketAddress.createUnresolved("ring.example.net", 9142),
                        InetSocketAddress.createUnresolved("2001:db8::5", 9042),
                        InetSocketAddress.createUnresolved("::1", 1));
    }

    @Test
    void otherFormsAreRefused() {
        for (String bad : List.of("", "a,,b", "a:0", "a:70000", "a:b", "2001:db8::5", "[::1", "a b", "http://a")) {
            assertThatIllegalArgumentException()
                    .as(bad)
                    .isThrownBy(() -> ContactPoints.parse(bad))
                    .withMessageContaining("contact points");
        }
    }

    @Test
    void namesThatNobodyKnowsAreNamed() {
        assertThatExceptionOfType(StorageFailed.class)
                .isThrownBy(() -> ContactPoints.resolved(ContactPoints.parse("nobody.invalid")))
                .withMessageContaining("nobody.invalid");
        assertThat(ContactPoints.resolved(ContactPoints.parse("nobody.invalid,127.0.0.1:1")))
                .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    }
}
