package dev.datasave.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CableTest {
    private ServerSocket database;
    private Cable cable;
    private Socket here;
    private Socket there;

    @BeforeEach
    void connect() throws IOException {
        database = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        cable = Cable.to(database.getLocalPort());
        here = new Socket(InetAddress.getLoopbackAddress(), cable.port());
        there = database.accept();
        there.setSoTimeout(200);
        here.setSoTimeout(200);
    }

    @AfterEach
    void close() throws IOException {
        cable.close();
        here.close();
        there.close();
        database.close();
    }

    private static void awaits(Socket socket, int value) throws IOException {
        socket.setSoTimeout(20_000);
        assertThat(socket.getInputStream().read()).isEqualTo(value);
        socket.setSoTimeout(200);
    }

    private static void hearsNothing(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void everythingIsPassedOnInBothDirectionsAndSoIsTheEnd() throws IOException {
        here.getOutputStream().write(1);
        awaits(there, 1);
        there.getOutputStream().write(2);
        awaits(here, 2);
        here.close();
        awaits(there, -1);
    }

    @Test
    void whatIsSentWhileTheCableIsCutArrivesOnceItIsMended() throws IOException {
        cable.cut(EnumSet.allOf(Cable.Way.class));
        here.getOutputStream().write(1);
        there.getOutputStream().write(2);
        hearsNothing(there);
        hearsNothing(here);
        cable.cut(Set.of());
        awaits(there, 1);
        awaits(here, 2);
    }

    @Test
    void oneDirectionCanBeCutAlone() throws IOException {
        cable.cut(Set.of(Cable.Way.FROM_DATABASE));
        here.getOutputStream().write(1);
        awaits(there, 1);
        there.getOutputStream().write(2);
        hearsNothing(here);
        cable.cut(Set.of(Cable.Way.TO_DATABASE));
        awaits(here, 2);
        here.getOutputStream().write(3);
        hearsNothing(there);
    }

    @Test
    void everythingTakesLongerAndWhatIsLostIsSentAgain() throws IOException {
        cable.weather(new Cable.Weather(Duration.ofMillis(50), 100));
        long start = System.nanoTime();
        here.getOutputStream().write(1);
        awaits(there, 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }
}
