package dev.datasave.examples.arena;

import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One player's connection. One thread reads, so that it is noticed at once when the player has gone; another one answers, line by
 * line. What happens to the profile meanwhile (a kick) is written by a third one in between.
 */
final class Connection implements AutoCloseable {
    private final Socket socket;
    private final BufferedWriter out;
    private final ReentrantLock outLock = new ReentrantLock();
    private final BlockingQueue<Lines.Line> lines = new ArrayBlockingQueue<>(64);
    private final Seat seat;

    Connection(Arena arena, Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        this.seat = new Seat(arena, line -> Thread.startVirtualThread(() -> send(line)));
    }

    /** Answers until the player quits or is gone; then the profile is released. */
    void serve() {
        Thread.startVirtualThread(this::read);
        try {
            boolean open = true;
            while (open) {
                Lines.Line line = lines.take();
                if (line instanceof Lines.Line.End) {
                    break;
                }
                Command command = Command.parse(line);
                send(seat.answer(command));
                open = !(command instanceof Command.Quit);
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

    private void send(String line) {
        outLock.lock();
        try {
            out.write(line);
            out.write('\n');
            out.flush();
        } catch (IOException gone) {
            close(); // the reader sees the end of the input
        } finally {
            outLock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing that a closed connection could still do.
        }
    }
}
