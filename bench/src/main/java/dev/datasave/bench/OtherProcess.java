package dev.datasave.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The process at the other end of {@link HandoverBenchmark}. It ends when its input ends. */
final class OtherProcess {
    private OtherProcess() {}

    /** Arguments: the file, and {@code raw} or {@code datasave}. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (args[1].equals("raw")) {
            answerRaw(file, in);
        } else {
            answer(file, in);
        }
    }

    private static void answer(Path file, BufferedReader in) throws IOException {
        try (Node<PlayerData> node = Node.ofPlayers(file, "there", Duration.ofSeconds(30))) {
            while (in.readLine() != null) {
                System.out.println(HandoverBenchmark.timedLoad(node));
            }
        }
    }

    /** Answers each commit of the other process with a commit of its own. */
    private static void answerRaw(Path file, BufferedReader in) throws IOException, SQLException {
        try (RawSqlite raw = new RawSqlite(file, true, 1, 1)) {
            in.readLine();
            long seen = raw.version();
            System.out.println("ready");
            AtomicBoolean ended = new AtomicBoolean();
            Thread.startVirtualThread(() -> {
                awaitEnd(in);
                ended.set(true);
            });
            for (seen = raw.awaitOther(seen, ended::get); seen >= 0; seen = raw.awaitOther(seen, ended::get)) {
                raw.updateFirst(); // its own commits do not change the version
            }
        }
    }

    private static void awaitEnd(BufferedReader in) {
        try {
            while (in.readLine() != null) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
