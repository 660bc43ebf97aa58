package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.Call;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sql.ErrorText;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.SummedWrite;
import dev.datasave.jdbc.sql.TransferView;
import dev.datasave.jdbc.sql.Writes;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few readers and one writer (see {@link GroupCommit}). Each is a platform thread with a connection, because native calls pin virtual threads and
 * can't be interrupted. One more connection stays open and idle: SQLite deletes the write-ahead log when the last connection closes, and {@link
 * WalSync} relies on the log staying the same file.
 */
public final class SqliteDialect implements Dialect {
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final int READERS = 4;

    private final SqliteFile file;
    private final Duration timeout;
    private final InstantSource clock;
    private final Link anchor;
    private final Deque<Link> idle = new ConcurrentLinkedDeque<>();
    private final ThreadPoolExecutor readers;
    private final GroupCommit writer;
    private final FileSignals signals;
    private final SqliteScrub scrub;

    private SqliteDialect(SqliteFile file, Duration timeout, InstantSource clock, Link anchor, FileSignals signals) {
        this.file = file;
        this.timeout = timeout;
        this.clock = clock;
        this.anchor = anchor;
        this.signals = signals;
        this.readers = new ThreadPoolExecutor(
                READERS,
                READERS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("datasave-sqlite-read-", 0).factory());
        this.readers.allowCoreThreadTimeOut(true);
        this.writer = new GroupCommit(file, new Checkpoints(this::inBackground));
        this.scrub = new SqliteScrub(file);
    }

    /** Opens the file, unless it is found damaged; otherwise like {@link #open(Path, Duration, Duration, boolean)}. */
    public static SqliteDialect open(Path path, Duration callTimeout, Duration openTimeout) {
        return open(path, callTimeout, openTimeout, true);
    }

    /** Opens the file within the second time-out. The call time-out limits every later call. A file that is found damaged is refused, or not. */
    public static SqliteDialect open(Path path, Duration callTimeout, Duration openTimeout, boolean refusesDamaged) {
        return open(path, callTimeout, openTimeout, refusesDamaged, InstantSource.system());
    }

    static SqliteDialect open(Path path, Duration callTimeout, Duration openTimeout, InstantSource clock) {
        return open(path, callTimeout, openTimeout, true, clock);
    }

    private static SqliteDialect open(
            Path path, Duration callTimeout, Duration openTimeout, boolean refusesDamaged, InstantSource clock) {
        SqliteFile file = new SqliteFile(path);
        NativeLibrary.load(file);
        long deadline = System.nanoTime() + openTimeout.toNanos();
        try {
            Link anchor = SqliteSchema.prepare(file, deadline, refusesDamaged);
            try {
                return new SqliteDialect(file, callTimeout, clock, anchor, new FileSignals(file));
            } catch (RuntimeException e) {
                close(anchor, e);
                throw e;
            }
        } catch (SQLException e) {
            if (SqliteFile.isBusy(e)) {
                throw new StorageFailed(
                        file + ": found it locked by another process for " + openTimeout
                                + " while opening it, expected a turn; a process that is stopped keeps its lock until"
                                + " it goes on or is killed",
                        e);
            }
            throw file.explain(e);
        }
    }

    @Override
    public <T> T read(Body<T> body) {
        Call<T> call = new Call<>(body, false, 0, timeout);
        try {
            readers.execute(() -> run(call));
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(file + " is closed", e);
        }
        return call.await(file);
    }

    private void run(Call<?> call) {
        if (!call.begin()) {
            return;
        }
        try {
            Runnable answer = SqliteFile.patiently(call.deadline(), () -> inTransaction(call));
            answer.run();
        } catch (SQLException | RuntimeException | Error e) {
            call.fail(e);
        }
    }

    private Runnable inTransaction(Call<?> call) throws SQLException {
        Link link = idle.pollFirst();
        if (link == null) {
            link = file.connect("query_only = ON");
        }
        try {
            file.checkDatabase();
            Runnable answer = link.reading(call::evaluate);
            idle.addFirst(link);
            return answer;
        } catch (IllegalArgumentException e) {
            idle.addFirst(link);
            throw e;
        } catch (SQLException | RuntimeException | Error e) {
            close(link, e);
            throw e;
        }
    }

    private void inBackground(Checkpoints.Runner runner) {
        try {
            readers.execute(() -> {
                try (Link link = file.connect()) {
                    runner.end().complete(runner.body().run(link));
                } catch (SQLException | RuntimeException e) {
                    runner.end().completeExceptionally(e); // the next commits ask again
                }
            });
        } catch (RejectedExecutionException closing) {
            runner.end().completeExceptionally(closing);
        }
    }

    @Override
    public <T> T write(boolean powerSafe, int weight, Body<T> body) {
        Call<T> call = new Call<>(body, powerSafe, weight, timeout);
        writer.submit(call);
        return call.await(file);
    }

    @Override
    public List<Optional<Entry>> find(List<EntryId> ids) {
        return read(link -> SqliteReads.find(link, ids));
    }

    /** Reads on a connection of its own, in the caller's thread, for as long as it takes. */
    @Override
    public List<String> check() {
        try (Link link = file.connect("query_only = ON")) {
            return SqliteReads.check(link);
        } catch (SQLException e) {
            throw file.explain(e);
        }
    }

    /** The log of the file grows for as long as the view is open. */
    @Override
    public Storage.Transfer.View view() {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            Link link = file.connect("query_only = ON");
            try {
                boolean unused = SqliteFile.patiently(deadline, () -> {
                    link.run("begin_read");
                    link.execute("SELECT 1 FROM entry LIMIT 1"); // the moment is that of the first read
                    return true;
                });
                return new TransferView(link, file, link::close);
            } catch (SQLException | RuntimeException e) {
                close(link, e);
                throw e;
            }
        } catch (SQLException e) {
            throw file.explain(e);
        }
    }

    @Override
    public int add(List<Storage.Transfer.Revision> revisions) {
        return write(true, revisions.size(), link -> Writes.add(link, revisions, false));
    }

    /** Uses one transaction, which other calls may share: a refused write leaves nothing in it. */
    @Override
    public List<WriteResult> carryOut(List<Write> writes, Atomicity atomicity) {
        boolean powerSafe = writes.stream().anyMatch(write -> write.durability() == Write.Durability.POWER);
        List<SummedWrite> summed = writes.stream().map(SummedWrite::of).toList();
        return write(
                powerSafe,
                SqliteWrites.weight(writes),
                link -> new SqliteWrites(link, now(link)).carryOut(summed, atomicity));
    }

    /** A file has no clock of its own: it is the clock of the machine that all its processes share. */
    @Override
    public Instant now(Link link) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void purged() {
        scrub.purged();
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.values());
    }

    @Override
    public ErrorText errors() {
        return file;
    }

    /**
     * Lets calls in flight end, readers first. A thread that hangs in native code is left behind. So is the last connection, if the file was moved or
     * replaced: closing it would remove the log by its name, which may be another file's by now.
     */
    @Override
    public void close() {
        signals.close();
        writer.close();
        readers.shutdown();
        boolean ended;
        try {
            ended = readers.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
            ended &= writer.awaitEnd(timeout);
            scrub.close();
            ended &= scrub.awaitEnd(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = false;
        }
        StorageFailed failure = new StorageFailed(file + ": found an error while closing", null);
        for (Link link = idle.pollFirst(); link != null; link = idle.pollFirst()) {
            close(link, failure);
        }
        Optional<String> change = file.change();
        if (change.isPresent()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    file + ": left open, so that no file beside it is removed: " + change.get());
        } else if (ended) {
            close(anchor, failure);
        }
    }

    static void close(Link link, Throwable cause) {
        try {
            link.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
