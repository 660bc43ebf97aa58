package dev.datasave.bench;

import dev.datasave.HistoryPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The process at the other end of {@link HandoverBenchmark}. It ends when its input ends. */
final class OtherProcess {
    private OtherProcess() {}

    /** Arguments: {@code raw} or {@code datasave} and the file, or {@code server}, the schema, and where it listens for datagrams, if it does. */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        switch (args[0]) {
            case "raw" -> answerRaw(Path.of(args[1]), in);
            case "datasave" -> answer(Node.ofPlayers(Path.of(args[1]), "there", Duration.ofSeconds(30)), in);
            case "server" -> {
                Optional<String> signals = args.length > 2 ? Optional.of(args[2]) : Optional.empty();
                ServerTables tables = new ServerTables(System.getenv(OtherEnd.URL_VARIABLE), args[1], signals);
                answer(Node.ofPlayers(tables.open(), "there", HistoryPolicy.standard()), in);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void answer(Node<BenchData> server, BufferedReader in) throws IOException {
        try (server) {
            while (in.readLine() != null) {
                System.out.println(HandoverBenchmark.timedLoad(server));
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
