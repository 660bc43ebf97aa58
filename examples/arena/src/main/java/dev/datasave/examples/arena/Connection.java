package dev.datasave.examples.arena;

import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One player's connection. One thread reads, to notice at once when the player has gone. Another one carries out the commands, line by line. A third
 * one writes answers and notices, in the order in which they happened.
 */
final class Connection implements AutoCloseable {
    /** A client that leaves this many lines unread is cut off. */
    private static final int UNREAD = 4096;

    private final Arena arena;
    private final Socket socket;
    private final BufferedWriter out;
    private final BlockingQueue<Lines.Line> lines = new ArrayBlockingQueue<>(64);
    private final BlockingQueue<Optional<String>> told =
            new LinkedBlockingQueue<>(UNREAD); // empty: the end, after the last line
    private final Seat seat;

    Connection(Arena arena, Socket socket) throws IOException {
        this.arena = arena;
        this.socket = socket;
        this.out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        this.seat = new Seat(arena, this::tell);
    }

    /** Answers until the player quits or is gone, then releases the profile. */
    void serve() {
        Thread.startVirtualThread(this::read);
        Thread.startVirtualThread(this::write);
        try {
            boolean hasQuit = false;
            for (Lines.Line line = lines.take(); !(line instanceof Lines.Line.End); line = lines.take()) {
                if (!hasQuit) { // later lines are taken all the same, so that the reader never waits for room
                    Command command = Command.parse(line);
                    seat.obey(command);
                    hasQuit = command instanceof Command.Quit;
                    if (hasQuit) {
                        close();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            seat.leave();
            close();
        }
    }

    private void read() {
        Lines in = null;
        Lines.Line line = new Lines.Line.End();
        do {
            try {
                if (in == null) {
                    in = new Lines(new BufferedInputStream(socket.getInputStream()));
                }
                line = in.next();
            } catch (IOException gone) {
                line = new Lines.Line.End();
            }
            if (line instanceof Lines.Line.End && lines.isEmpty()) {
                seat.leave(); // nobody waits for the answer anymore
            }
            try {
                lines.put(line);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        } while (!(line instanceof Lines.Line.End));
    }

    private void tell(String line) {
        if (!told.offer(Optional.of(line))) {
            if (!socket.isClosed()) {
                arena.readerDropped(String.valueOf(socket.getRemoteSocketAddress()));
            }
            cut();
        }
    }

    private void write() {
        try {
            for (Optional<String> line = told.take(); line.isPresent(); line = told.take()) {
                out.write(line.get());
                out.write('\n');
                out.flush();
            }
        } catch (IOException gone) {
            // The reader notices the end of the input.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
        }
    }

    /** Ends the connection. Lines from before are still written. */
    @Override
    public void close() {
        if (!told.offer(Optional.empty())) {
            cut();
        }
    }

    private void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is of no use anymore.
        }
    }
}
