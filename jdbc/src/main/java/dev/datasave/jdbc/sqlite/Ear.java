package dev.datasave.jdbc.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who listens under one name in this process, and the socket on which they do. Whatever arrives there is a signal, so nothing that is sent can be
 * wrong: at worst it wakes somebody needlessly.
 */
final class Ear {
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final int BUFFER = 256;

    private final String server;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private SocketFolder.@Nullable Bound socket;
    private long seen;

    /** One who listens. Each is another one, also if the same code is given twice. */
    static final class Listener {
        private final Runnable wake;

        Listener(Runnable wake) {
            this.wake = wake;
        }
    }

    /** {@code seen} is what was counted before anybody listened. */
    Ear(String server, long seen) {
        this.server = server;
        this.seen = seen;
    }

    String server() {
        return server;
    }

    List<Listener> listeners() {
        return listeners;
    }

    void wake() {
        for (Listener listener : listeners) {
            try {
                listener.wake.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a listener for signals threw an exception", e);
            }
        }
    }

    /** Looks at the count; true if there is a signal more. It may be less when the process that counts last is about to add one. */
    boolean sees(long count) {
        boolean isMore = count > seen;
        seen = count;
        return isMore;
    }

    void open(SocketFolder folder, Selector selector, Set<String> names) throws IOException {
        SocketFolder.Bound bound = folder.bind(server);
        names.add(bound.name());
        socket = bound;
        bound.channel().register(selector, SelectionKey.OP_ACCEPT, this);
    }

    /** Whether the socket can't be found any more. */
    boolean isLost(SocketFolder folder) {
        SocketFolder.Bound bound = socket;
        return bound == null || !folder.has(bound.name());
    }

    void close(SocketFolder folder, Selector selector, Set<String> names) throws IOException {
        SocketFolder.Bound bound = socket;
        socket = null;
        for (SelectionKey key : selector.keys()) {
            if (this.equals(key.attachment())) {
                key.channel().close();
            }
        }
        if (bound != null) {
            bound.channel().close();
            names.remove(bound.name());
            folder.remove(bound.name());
        }
    }

    /** Takes what has arrived at a socket or connection of an ear. {@code failed} is told if a socket can accept nobody any more. */
    static void ready(SelectionKey key, Consumer<Ear> heard, Consumer<IOException> failed) {
        Ear ear = (Ear) key.attachment();
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                accept(server, key.selector(), ear, failed);
            } else if (key.channel() instanceof SocketChannel caller && read(caller)) {
                heard.accept(ear);
            }
        } catch (IOException gone) {
            closeQuietly(key.channel());
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector, Ear ear, Consumer<IOException> failed) {
        try {
            for (SocketChannel caller = server.accept(); caller != null; caller = server.accept()) {
                caller.configureBlocking(false);
                caller.register(selector, SelectionKey.OP_READ, ear);
            }
        } catch (IOException e) {
            closeQuietly(server); // it would be ready again at once, and for ever
            failed.accept(e);
        }
    }

    private static boolean read(SocketChannel caller) throws IOException {
        int bytes = caller.read(ByteBuffer.allocate(BUFFER));
        if (bytes < 0) {
            caller.close();
        }
        return bytes > 0;
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection for signals could not be closed", e);
        }
    }
}
