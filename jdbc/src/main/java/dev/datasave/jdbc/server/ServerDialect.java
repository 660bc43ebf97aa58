package dev.datasave.jdbc.server;

import dev.datasave.jdbc.sql.Call;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sql.ErrorText;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Queries;
import dev.datasave.jdbc.sql.TransferView;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A server as a dialect. Each call runs on one of as many threads as there are connections, so its caller returns at the end of the call time-out
 * whatever the driver does (R8); the time-outs of driver and server end the work soon after. A call that only reads is repeated once on another
 * connection if its own was lost, because a pool finds out only at the next use that the server was restarted.
 */
public final class ServerDialect implements Dialect {
    private static final int MOST_DAMAGES = 100;

    private final Server server;
    private final LinkPool links;
    private final ServerSignals signals;
    private final ErrorText errors;
    private final Duration timeout;
    private final ThreadPoolExecutor threads;

    public ServerDialect(
            Server server, LinkPool links, ServerSignals signals, ErrorText errors, ServerOptions options) {
        this.server = server;
        this.links = links;
        this.signals = signals;
        this.errors = errors;
        this.timeout = options.callTimeout();
        this.threads = new ThreadPoolExecutor(
                options.connections(),
                options.connections(),
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("datasave-sql-", 0).factory());
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** The work of one call, with its attempts. */
    @FunctionalInterface
    private interface Work<T> {
        T run(Attempts attempts) throws SQLException;
    }

    private <T> T call(boolean reads, Work<T> work) {
        long deadline = System.nanoTime() + timeout.toNanos() * 9 / 10;
        Call<T> call = new Call<>(link -> work.run(new Attempts(server, link, deadline)), false, 0, timeout);
        try {
            threads.execute(() -> run(call, reads));
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(errors + " is closed", e);
        }
        return call.await(errors);
    }

    private void run(Call<?> call, boolean mayRepeat) {
        if (!call.begin()) {
            return;
        }
        try {
            links.use(call::evaluate).run();
        } catch (SQLException e) {
            boolean hasTime = call.deadline() - System.nanoTime() > 0;
            if (mayRepeat && hasTime && server.trouble(e) == Server.Trouble.LOST) {
                run(call, false);
            } else {
                call.fail(e);
            }
        } catch (RuntimeException | Error e) {
            call.fail(e);
        }
    }

    @Override
    public <T> T read(Body<T> body) {
        return call(true, attempts -> attempts.reading(body));
    }

    @Override
    public <T> T query(Body<T> body) {
        return call(true, attempts -> attempts.single(body));
    }

    @Override
    public <T> T write(boolean powerSafe, int weight, Body<T> body) {
        return call(false, attempts -> attempts.writing(body));
    }

    @Override
    public List<Optional<Entry>> find(List<EntryId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<EntryId, Entry> found = query(link -> server.find(link, ids, false));
        return ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
    }

    /** Every write survives a power cut, like everything that a server confirms. */
    @Override
    public List<WriteResult> carryOut(List<Write> writes, Atomicity atomicity) {
        if (writes.isEmpty()) {
            return List.of();
        }
        return call(false, attempts -> new Batches(server, attempts).carryOut(writes, atomicity));
    }

    @Override
    public List<String> check() {
        List<String> damages = new ArrayList<>();
        try {
            Queries.check(
                    this::query,
                    "check_entries",
                    row -> List.of(row.getString(1), row.getString(2)),
                    List.of("", ""),
                    damages,
                    MOST_DAMAGES);
            Queries.check(
                    this::query,
                    "check_history",
                    row -> List.of(row.getString(1), row.getString(2), row.getLong(3)),
                    List.of("", "", 0L),
                    damages,
                    MOST_DAMAGES);
            damages.addAll(indexDamages());
        } catch (SQLException e) {
            throw errors.explain(e);
        }
        return List.copyOf(damages.subList(0, Math.min(damages.size(), MOST_DAMAGES)));
    }

    private List<String> indexDamages() throws SQLException {
        LinkPool.Loan loan = links.lend();
        List<String> damages;
        try {
            damages = server.indexDamages(loan.link());
        } catch (SQLException | RuntimeException e) {
            loan.end(e);
            throw e;
        }
        loan.end();
        return damages;
    }

    @Override
    public Storage.Transfer.View view() {
        try {
            LinkPool.Loan loan = links.lend();
            try {
                loan.link().run("begin_view");
                Instant unused = server.now(loan.link()); // the moment is that of the first query
                return new TransferView(loan.link(), errors, loan::end);
            } catch (SQLException | RuntimeException e) {
                loan.end(e);
                throw e;
            }
        } catch (SQLException e) {
            throw errors.explain(e);
        }
    }

    @Override
    public int add(List<Storage.Transfer.Revision> revisions) {
        return write(true, revisions.size(), link -> server.add(link, revisions));
    }

    @Override
    public Instant now(Link link) throws SQLException {
        return server.now(link);
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public void relaxSignals() {
        signals.relax();
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.copyOf(server.capabilities());
        if (signals.push()) {
            all.add(Capability.PUSH);
        }
        return Set.copyOf(all);
    }

    @Override
    public ErrorText errors() {
        return errors;
    }

    /** Lets calls in flight end. */
    @Override
    public void close() {
        signals.close();
        threads.shutdown();
        try {
            boolean unused = threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        links.close();
    }
}
