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
 * One player's connection. One thread reads, so that it is noticed at once when the player has gone; another one obeys, line by
 * line; a third one writes what is to be told, answers and what others did, in the order in which it happened.
 */
final class Connection implements AutoCloseable {
    /** Who leaves that many lines unread does not read any more. */
    private static final int UNREAD = 4096;

    private final Socket socket;
    private final BufferedWriter out;
    private final BlockingQueue<Lines.Line> lines = new ArrayBlockingQueue<>(64);
    private final BlockingQueue<Optional<String>> told =
            new LinkedBlockingQueue<>(UNREAD); // empty: the last one was written
    private final Seat seat;

    Connection(Arena arena, Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        this.seat = new Seat(arena, this::tell);
    }

    /** Answers until the player quits or is gone; then the profile is released. */
    void serve() {
        Thread.startVirtualThread(this::read);
        Thread.startVirtualThread(this::write);
        try {
            boolean hasQuit = false;
            for (Lines.Line line = lines.take(); !(line instanceof Lines.Line.End); line = lines.take()) {
                if (!hasQuit) { // what comes after it is taken all the same, so that the reader does not wait for room
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
                seat.cancelJoin(); // nobody waits for the answer any more
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
            // The reader sees the end of the input.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
        }
    }

    /** What was told before is still written. */
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
            // Nothing that a closed connection could still do.
        }
    }
}
