package dev.datasave.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final String KEY = "ab".repeat(Datagram.KEY_BYTES);

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5:25900, 10.0.0.5, 25900",
        "10.0.0.5, 10.0.0.5, 0",
        "db.example.net:1, db.example.net, 1",
        ":25900, '', 25900",
        "[2001:db8::5]:65535, 2001:db8::5, 65535",
        "[fe80::1%eth0], fe80::1%eth0, 0",
    })
    void hostAndPortAreRead(String text, String host, int port) {
        assertThat(Endpoint.parse("x", text)).isEqualTo(new Endpoint(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "25900",
                "a b:1",
                "2001:db8::5",
                "[::1",
                "host:",
                "host:65536",
                "host:-1",
                "host:1:2",
                "udp://a"
            })
    void anyOtherFormIsRefused(String text) {
        assertThatThrownBy(() -> Endpoint.parse("networkSignals", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("networkSignals: found \"" + text
                        + "\", expected host:port, [IPv6 address]:port or :port, with a port from 0 to 65535");
    }

    @Test
    void aPeerIsReadAsItWasWritten() throws Exception {
        List<InetSocketAddress> addresses = List.of(
                new InetSocketAddress(InetAddress.getByName("10.0.0.5"), 25900),
                new InetSocketAddress(InetAddress.getByName("2001:db8::5"), 1));
        PublishedEar peer = new PublishedEar(addresses, -3, new PublishedEar.Key(new byte[Datagram.KEY_BYTES]));
        PublishedEar read = PublishedEar.of(peer.toJson()).orElseThrow();
        assertThat(read.addresses()).isEqualTo(addresses);
        assertThat(read.ear()).isEqualTo(-3);
        assertThat(read.key().bytes()).isEqualTo(new byte[Datagram.KEY_BYTES]);
        assertThat(peer.toString()).doesNotContain("00000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"udp\":[],\"ear\":\"0000000000000001\",\"key\":\"KEY\"}",
                "{\"udp\":[\"localhost:1\"],\"ear\":\"0000000000000001\",\"key\":\"KEY\"}",
                "{\"udp\":[\"999.1.1.1:1\"],\"ear\":\"0000000000000001\",\"key\":\"KEY\"}",
                "{\"udp\":[\"1.1.1.1:0\"],\"ear\":\"0000000000000001\",\"key\":\"KEY\"}",
                "{\"udp\":[\"[::zz]:1\"],\"ear\":\"0000000000000001\",\"key\":\"KEY\"}",
                "{\"udp\":[\"1.1.1.1:1\"],\"ear\":\"x\",\"key\":\"KEY\"}",
                "{\"udp\":[\"1.1.1.1:1\"],\"ear\":\"0000000000000001\",\"key\":\"ab\"}",
                "{\"udp\":[\"1.1.1.1:1\"],\"ear\":1,\"key\":[]}",
                "{\"udp\":[\"1.1.1.1:1\",\"1.1.1.1:1\",\"1.1.1.1:1\",\"1.1.1.1:1\",\"1.1.1.1:1\",\"1.1.1.1:1\",\"1.1.1.1:1\","
                        + "\"1.1.1.1:1\",\"1.1.1.1:1\"],\"ear\":\"0000000000000001\",\"key\":\"KEY\"}",
            })
    void whatNoReleaseHasWrittenIsNoPeer(String json) {
        assertThat(PublishedEar.of(json.replace("KEY", KEY))).isEmpty();
    }
}
