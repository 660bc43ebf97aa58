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
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A player's connection to one server. Answers come in the order of the questions. Each is logged when it is read, even if nobody waits for it any
 * more: a promise is a promise.
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
    private final Queue<Offer> offers = new ConcurrentLinkedQueue<>();
    private long session;
    private long op;

    /** @param op the number of the deed, 0 for a command without one */
    private record Question(long askedAt, long op, CompletableFuture<String> answer) {}

    /** An item that another player offers, and the item wanted for it. */
    record Offer(String by, String item, String wanted) {}

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

    /** True from the answer to a join until a kick, a quit or the end of the connection, as far as the driver knows. */
    boolean isSeated() {
        return seated;
    }

    /** Completes when the player is kicked or the connection ends. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** Stops waiting for answers; a join that still succeeds is given back. */
    void abandon() {
        abandoned = true;
    }

    /** Leaves without a word. */
    void leave() {
        seated = false;
        close();
    }

    /** The trades that others have offered here, oldest first. */
    Queue<Offer> offers() {
        return offers;
    }

    /** Sends a deed that is in the log; completes like {@link #ask(String)}. */
    CompletableFuture<Optional<String>> ask(Deed deed) {
        return ask(deed.line(), deed.op());
    }

    /** Sends a line; completes with the answer, or with nothing if the connection ends before. */
    CompletableFuture<Optional<String>> ask(String line) {
        return ask(line, 0);
    }

    private CompletableFuture<Optional<String>> ask(String line, long asked) {
        Question question = new Question(System.nanoTime(), asked, new CompletableFuture<>());
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
        if (line.startsWith("notice ")) {
            noticed(line.split("[ :]+", -1));
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
                session = Long.parseLong(words[3]);
                op = Long.parseLong(words[4]);
                log.add(new PlayerLog.Joined(server.label(), session, Long.parseLong(words[2]), op, System.nanoTime()));
                seated = true;
                if (abandoned) {
                    close();
                }
            }
            case "earned", "paid" -> done(words[2], OptionalLong.of(Long.parseLong(words[1])), question);
            case "found", "gifted", "traded" -> done(words[3], OptionalLong.empty(), question);
            case "offered" ->
                log.refused(question.op(), words[0]); // if the other player agrees, it becomes that player's deed
            case "saved" -> {
                saved(words[1]);
                log.alive(session, System.nanoTime());
            }
            case "bye" -> {
                seated = false;
                if (words.length > 1) {
                    saved(words[1]);
                }
            }
            case "error" -> error(words[1], question);
            default -> {} // a refusal, or a text for people
        }
    }

    private void noticed(String[] words) {
        if (words[2].equals("offers")) {
            offers.add(new Offer(words[1], words[3], words[5]));
        }
    }

    private void done(String number, OptionalLong money, Question question) {
        op = Long.parseLong(number);
        log.add(new PlayerLog.Done(server.label(), session, op, money, question.askedAt(), System.nanoTime()));
        log.alive(session, System.nanoTime());
    }

    /** Every error says that nothing was done, except {@code failed}, which leaves it unknown. */
    private void error(String code, Question question) {
        seated &= !(code.equals("not-joined") || code.equals("not-saved"));
        if (question.op() > 0 && !code.equals("failed")) {
            log.refused(question.op(), code);
        }
    }

    private void saved(String revision) {
        log.add(new PlayerLog.Saved(server.label(), Long.parseLong(revision), op));
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
