package dev.datasave.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A player's connection to one server. Answers come in the order of the questions; each is logged when it is read, also when nobody
 * waits for it any more: a promise is a promise.
 */
final class Wire implements AutoCloseable {
    private final ServerProcess server;
    private final PlayerLog log;
    private final Socket socket = new Socket();
    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Question> questions = new ArrayDeque<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean seated;
    private volatile boolean abandoned;
    private long session;
    private long money;
    private long op;

    private record Question(long askedAt, CompletableFuture<String> answer) {}

    Wire(ServerProcess server, PlayerLog log) throws IOException {
        this.server = server;
        this.log = log;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 2000);
        socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
        Thread.startVirtualThread(this::read);
    }

    ServerProcess server() {
        return server;
    }

    /** True from the answer to a join until a kick, a quit or the end of the connection, as far as it is known here. */
    boolean isSeated() {
        return seated;
    }

    /** Completes when the player is kicked or the connection ends. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** Nobody waits for its answers any more; a join that succeeds now is given back. */
    void abandon() {
        abandoned = true;
    }

    /** Gone without a word. */
    void leave() {
        seated = false;
        close();
    }

    /** Says a line; completes with the answer, or with nothing if the connection ends before. */
    CompletableFuture<Optional<String>> ask(String line) {
        Question question = new Question(System.nanoTime(), new CompletableFuture<>());
        lock.lock();
        try {
            questions.add(question);
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            close(); // the reader sees the end and answers all questions
        } finally {
            lock.unlock();
        }
        if (over.isDone() && socket.isClosed()) {
            question.answer().cancel(false);
        }
        return question.answer().handle((answer, failure) -> Optional.ofNullable(answer));
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard(line);
            }
        } catch (IOException e) {
            // The end of the connection, however it came.
        } finally {
            close();
            over.complete(null);
            lock.lock();
            try {
                questions.forEach(question -> question.answer().cancel(false));
                questions.clear();
            } finally {
                lock.unlock();
            }
        }
    }

    private void heard(String line) {
        if (line.startsWith("kicked ")) {
            seated = false;
            over.complete(null);
            return;
        }
        Question question;
        lock.lock();
        try {
            question = questions.poll();
        } finally {
            lock.unlock();
        }
        if (question != null) {
            note(line.split(" ", -1), question);
            question.answer().complete(line);
        }
    }

    private void note(String[] words, Question question) {
        switch (words[0]) {
            case "joined" -> {
                money = Long.parseLong(words[2]);
                session = Long.parseLong(words[3]);
                op = Long.parseLong(words[4]);
                log.add(new PlayerLog.Joined(server.label(), session, money, op, System.nanoTime()));
                seated = true;
                if (abandoned) {
                    close();
                }
            }
            case "earned" -> {
                money = Long.parseLong(words[1]);
                op = Long.parseLong(words[2]);
                log.add(new PlayerLog.Earned(server.label(), session, op, question.askedAt()));
            }
            case "saved" -> saved(words[1]);
            case "bye" -> {
                seated = false;
                if (words.length > 1) {
                    saved(words[1]);
                }
            }
            case "error" -> seated &= !(words[1].equals("not-joined") || words[1].equals("not-saved"));
            default -> {} // a refusal, or what people read
        }
    }

    private void saved(String revision) {
        log.add(new PlayerLog.Saved(server.label(), Long.parseLong(revision), money, op));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }
}
