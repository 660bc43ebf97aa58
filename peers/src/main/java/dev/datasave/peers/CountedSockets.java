package dev.datasave.peers;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;

/** The sockets of a connection to PostgreSQL whose traffic is counted. The driver makes one by its name in the URL. */
public final class CountedSockets extends SocketFactory {
    private final Traffic traffic;

    /** The sockets whose traffic counts under this name. */
    public CountedSockets(String name) {
        traffic = Traffic.of(name);
    }

    @Override
    public Socket createSocket() {
        return new Counted(traffic);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("a connected socket: expected an unconnected one");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostName(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(host.getHostName(), port);
    }

    private static final class Counted extends Socket {
        private final Traffic traffic;
        private final AtomicBoolean asked = new AtomicBoolean();

        private Counted(Traffic traffic) {
            this.traffic = traffic;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new Answers(super.getInputStream(), traffic, asked);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new Questions(super.getOutputStream(), traffic, asked);
        }
    }

    private static final class Answers extends FilterInputStream {
        private final Traffic traffic;
        private final AtomicBoolean asked;

        private Answers(InputStream in, Traffic traffic, AtomicBoolean asked) {
            super(in);
            this.traffic = traffic;
            this.asked = asked;
        }

        @Override
        public int read() throws IOException {
            int found = super.read();
            count(found < 0 ? -1 : 1);
            return found;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int found = in.read(into, offset, length);
            count(found);
            return found;
        }

        private void count(int found) {
            if (found > 0) {
                traffic.bytes().add(found);
                if (asked.compareAndSet(true, false)) {
                    traffic.roundTrips().increment();
                }
            }
        }
    }

    private static final class Questions extends FilterOutputStream {
        private final Traffic traffic;
        private final AtomicBoolean asked;
        private final WireMessages messages;

        private Questions(OutputStream out, Traffic traffic, AtomicBoolean asked) {
            super(out);
            this.traffic = traffic;
            this.asked = asked;
            this.messages = new WireMessages(traffic.statements());
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            traffic.bytes().add(length);
            asked.set(true);
            messages.take(from, offset, length);
            out.write(from, offset, length);
        }
    }
}
