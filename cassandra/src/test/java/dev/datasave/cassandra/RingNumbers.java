package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A benchmark, not a test: what the storage does on a ring of three, beside the bare {@code UPDATE … IF} and the bare SERIAL select of the same payload, in rounds that
 * alternate. Prints a table of medians.
 */
final class RingNumbers {
    private static final String VALUE = "{\"inventory\":\"" + "x".repeat(2_000) + "\"}";
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 2_000;

    private final Storage storage;
    private final CqlSession cql;
    private final PreparedStatement update;
    private final PreparedStatement select;
    private final int operations;
    private int fresh;

    private RingNumbers(TestRing ring, int operations) {
        this.storage = ring.open("numbers", () -> Duration.ZERO);
        this.cql = ring.cql();
        this.operations = operations;
        String keyspace = options();
        cql.execute("CREATE TABLE IF NOT EXISTS " + keyspace
                + ".bare (k text PRIMARY KEY, rev bigint, wid text, val text, updated timestamp)");
        if (!cql.checkSchemaAgreement()) {
            throw new IllegalStateException("the nodes do not agree on the tables");
        }
        this.update = cql.prepare(
                "UPDATE " + keyspace + ".bare SET rev=?, wid=?, val=?, updated=? WHERE k=? IF rev=? AND wid=?");
        this.select = cql.prepare("SELECT rev, wid, val, updated FROM " + keyspace + ".bare WHERE k=?");
    }

    private static String options() {
        return TestRing.options().values().keyspace();
    }

    /** One chain of work on entries of its own. */
    private interface Lane {
        void step(int number) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        int operations = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        RingNumbers numbers = new RingNumbers(TestRing.shared(), operations);
        numbers.perSecond(16, WARM_UP, lane -> numbers.ours());
        numbers.perSecond(16, WARM_UP, lane -> numbers.bare());
        System.out.println("| what | in flight | bare | ours | ratio | goal |\n|---|---|---|---|---|---|");
        for (int lanes : new int[] {16, 64}) {
            numbers.row("write, against UPDATE … IF", lanes, "0.75", lane -> numbers.bare(), lane -> numbers.ours());
        }
        numbers.row("read, against the SERIAL select", 16, "0.83", lane -> numbers.bareRead(), lane -> numbers.read());
        numbers.row("ALL of two, against UPDATE … IF", 16, "0.167", lane -> numbers.bare(), lane -> numbers.two());
        numbers.row(
                "storage part of a handover, against UPDATE … IF",
                1,
                "0.25",
                lane -> numbers.bare(),
                lane -> numbers.handover());
        System.exit(0);
    }

    private void row(String what, int lanes, String goal, Callables bare, Callables ours) throws Exception {
        double[] bareRates = new double[ROUNDS];
        double[] ourRates = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        int each = lanes == 1 ? operations / 5 : operations;
        for (int i = 0; i < ROUNDS; i++) {
            bareRates[i] = perSecond(lanes, each, bare);
            ourRates[i] = perSecond(lanes, each, ours);
            ratios[i] = ourRates[i] / bareRates[i];
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.0f/s | %.0f/s | %.2f (%.2f to %.2f) | %s |%n",
                what,
                lanes,
                median(bareRates),
                median(ourRates),
                median(ratios),
                Arrays.stream(ratios).min().orElse(0),
                Arrays.stream(ratios).max().orElse(0),
                goal);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private interface Callables {
        Lane lane(int number);
    }

    /** So many operations in all, in so many lanes; the first of each lane, which prepares it, is not counted. */
    private double perSecond(int lanes, int all, Callables what) throws InterruptedException, ExecutionException {
        List<Lane> prepared = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            prepared.add(what.lane(i));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(lanes)) {
            run(threads, prepared, 0, 1);
            long begun = System.nanoTime();
            run(threads, prepared, 1, 1 + all / lanes);
            return (all / lanes) * lanes * 1e9 / (System.nanoTime() - begun);
        }
    }

    private static void run(ExecutorService threads, List<Lane> lanes, int from, int to)
            throws InterruptedException, ExecutionException {
        List<Callable<Boolean>> work = new ArrayList<>();
        for (Lane lane : lanes) {
            work.add(() -> {
                for (int i = from; i < to; i++) {
                    lane.step(i);
                }
                return true;
            });
        }
        for (Future<Boolean> done : threads.invokeAll(work)) {
            done.get();
        }
    }

    private Lane bare() {
        String key = "k" + fresh++;
        return number -> {
            BoundStatement bound = number == 0
                    ? update.bind(1L, "w0", VALUE, Instant.now(), key, null, null)
                    : update.bind(
                            number + 1L, "w" + number, VALUE, Instant.now(), key, (long) number, "w" + (number - 1));
            if (!cql.execute(bound.setConsistencyLevel(ConsistencyLevel.QUORUM)
                            .setSerialConsistencyLevel(ConsistencyLevel.SERIAL)
                            .setIdempotent(false))
                    .wasApplied()) {
                throw new IllegalStateException("a bare update was refused");
            }
        };
    }

    private Lane bareRead() throws RuntimeException {
        String key = "k" + fresh++;
        return number -> {
            if (number == 0) {
                cql.execute(update.bind(1L, "w0", VALUE, Instant.now(), key, null, null)
                        .setConsistencyLevel(ConsistencyLevel.QUORUM)
                        .setSerialConsistencyLevel(ConsistencyLevel.SERIAL));
            }
            if (cql.execute(select.bind(key).setConsistencyLevel(ConsistencyLevel.SERIAL))
                            .one()
                    == null) {
                throw new IllegalStateException("a bare read found nothing");
            }
        };
    }

    private Write write(EntryId id, int number, String writeId, Content content) {
        return new Write(
                id,
                number,
                number == 0 ? null : "w" + (number - 1),
                writeId,
                content,
                Write.Durability.PROCESS,
                Retention.drop(),
                false);
    }

    private void write(List<Write> writes, Atomicity atomicity) {
        for (WriteResult result : storage.write(writes, atomicity)) {
            if (!(result instanceof WriteResult.Written)) {
                throw new IllegalStateException("found " + result + ", expected it written");
            }
        }
    }

    private static Content held(String holder) {
        return new Content(VALUE, Set.of(), java.util.Map.of(), holder, null, "{\"loads\":1}");
    }

    private Lane ours() {
        EntryId id = new EntryId("Numbers", "k" + fresh++);
        Content content = held("server/session");
        return number -> write(List.of(write(id, number, "w" + number, content)), Atomicity.EACH);
    }

    private Lane two() {
        EntryId one = new EntryId("Numbers", "k" + fresh++);
        EntryId other = new EntryId("Numbers", "k" + fresh++);
        Content content = held("server/session");
        return number -> write(
                List.of(write(one, number, "w" + number, content), write(other, number, "w" + number, content)),
                Atomicity.ALL);
    }

    private Lane read() {
        EntryId id = new EntryId("Numbers", "k" + fresh++);
        Content content = held("server/session");
        return number -> {
            if (number == 0) {
                write(List.of(write(id, 0, "w0", content)), Atomicity.EACH);
            }
            if (storage.read(List.of(id)).getFirst().isEmpty()) {
                throw new IllegalStateException("a read found nothing");
            }
        };
    }

    /** The holder writes the next holder's name, and that one reads it. */
    private Lane handover() {
        EntryId id = new EntryId("Numbers", "k" + fresh++);
        return number -> {
            write(List.of(write(id, number, "w" + number, held("server/s" + number))), Atomicity.EACH);
            Optional<String> holder = storage.read(List.of(id))
                    .getFirst()
                    .map(entry -> entry.content().holder());
            if (!holder.equals(Optional.of("server/s" + number))) {
                throw new IllegalStateException("found " + holder + ", expected server/s" + number);
            }
        };
    }
}
