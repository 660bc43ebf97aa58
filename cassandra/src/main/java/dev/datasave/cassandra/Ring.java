package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import dev.datasave.DataSaveException.StorageFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the nodes, and the statements prepared there. Calls block; they are made on virtual threads. At most 128 statements are under way at
 * once, because more would only queue in the nodes.
 *
 * <p>Conditional statements are neither repeated by the driver nor sent to two nodes. Their commit is at QUORUM, their agreement at SERIAL, and so it is
 * for every server: two levels beside each other would not see each other.
 */
final class Ring implements AutoCloseable {
    private static final int IN_FLIGHT = 128;
    private static final int MOST_READS = 10;
    private static final int MOST_PREPARATIONS = 40;
    private static final int LONGEST_PAUSE_MILLIS = 250;

    private final CqlSession session;
    private final String name;
    private final Duration timeout;
    private final Map<String, Prepared> statements;
    private final Turns turns = new Turns();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);

    private record Prepared(Cql.Kind kind, PreparedStatement statement) {}

    /** Prepares all statements. */
    Ring(CqlSession session, String name, String keyspace, Duration timeout) {
        this.session = session;
        this.name = name;
        this.timeout = timeout;
        this.statements = prepared(keyspace);
    }

    private Map<String, Prepared> prepared(String keyspace) {
        Map<String, Cql.Text> texts = Cql.statements(keyspace);
        for (int count = 0; ; count++) {
            Map<String, CompletionStage<PreparedStatement>> asked = new HashMap<>();
            texts.forEach((key, text) -> asked.put(key, session.prepareAsync(text.cql())));
            try {
                Map<String, Prepared> prepared = new HashMap<>();
                texts.forEach((key, text) -> prepared.put(
                        key, new Prepared(text.kind(), await(name, Objects.requireNonNull(asked.get(key))))));
                return Map.copyOf(prepared);
            } catch (StorageFailed failure) {
                // Nodes that agree on a new table may still need a moment to know it.
                if (!(failure.getCause() instanceof InvalidQueryException) || count == MOST_PREPARATIONS) {
                    throw failure;
                }
                pause(count);
            }
        }
    }

    /** The ring in messages. */
    String name() {
        return name;
    }

    /** A statement with its values; in those that insert rows with many columns, null leaves the column out. */
    BoundStatement bind(String statement, @Nullable Object... values) {
        Prepared found = statements.get(statement);
        if (found == null) {
            throw new IllegalStateException("statement " + statement + ": found none");
        }
        BoundStatement bound = found.statement().bind(values);
        if (statement.equals("keep") || statement.equals("intent")) {
            for (int i = 0; i < values.length; i++) {
                bound = values[i] == null ? bound.unset(i) : bound;
            }
        }
        return levels(bound, found.kind());
    }

    private <S extends Statement<S>> S levels(S statement, Cql.Kind kind) {
        return switch (kind) {
            case CONDITIONAL ->
                statement
                        .setConsistencyLevel(DefaultConsistencyLevel.QUORUM)
                        .setSerialConsistencyLevel(DefaultConsistencyLevel.SERIAL)
                        .setIdempotent(false)
                        .setTimeout(timeout);
            case SERIAL ->
                statement
                        .setConsistencyLevel(DefaultConsistencyLevel.SERIAL)
                        .setIdempotent(true)
                        .setTimeout(timeout);
            case WRITE, READ ->
                statement
                        .setConsistencyLevel(DefaultConsistencyLevel.QUORUM)
                        .setIdempotent(true)
                        .setTimeout(timeout);
        };
    }

    /** What became of a conditional statement: applied, or what stood in its conditions' columns. */
    record Outcome(boolean applied, @Nullable Row row) {

        @Nullable
        Long number(String column) {
            return row == null || !row.getColumnDefinitions().contains(column) || row.isNull(column)
                    ? null
                    : (Long) row.getLong(column);
        }

        @Nullable
        String text(String column) {
            return row == null || !row.getColumnDefinitions().contains(column) ? null : row.getString(column);
        }
    }

    /** Carries out conditional statements of one partition in one step. Throws if the outcome is unknown. */
    Outcome conditional(List<BoundStatement> statements) {
        Statement<?> all = statements.size() == 1
                ? statements.getFirst()
                : levels(
                        BatchStatement.newInstance(BatchType.UNLOGGED, new ArrayList<>(statements)),
                        Cql.Kind.CONDITIONAL);
        AsyncResultSet found =
                turns.inTurn(Objects.requireNonNull(statements.getFirst().getRoutingKey()), () -> execute(all));
        boolean applied = found.wasApplied();
        return new Outcome(applied, applied ? null : found.one());
    }

    /** The only row, or nothing. */
    Optional<Row> first(BoundStatement statement) {
        return Optional.ofNullable(read(statement).one());
    }

    /** All rows, page by page as far as they are asked for. */
    RowReader rows(BoundStatement statement, int pageSize) {
        return new RowReader(this, statement.setPageSize(pageSize));
    }

    /** Reads. A read at SERIAL that contends with writes ends with a time-out; nothing is lost by reading again. */
    AsyncResultSet read(BoundStatement statement) {
        for (int count = 0; ; count++) {
            try {
                return execute(statement);
            } catch (StorageFailed failure) {
                if (!isContention(failure) || count == MOST_READS) {
                    throw failure;
                }
                pause(count);
            }
        }
    }

    /** Whether a statement failed because others want the same entry. */
    static boolean isContention(StorageFailed failure) {
        return failure.getCause() instanceof WriteTimeoutException
                || failure.getCause() instanceof ReadTimeoutException;
    }

    /** Waits a short random time, longer at each repetition. */
    static void pause(int count) {
        try {
            int most = Math.min(LONGEST_PAUSE_MILLIS, 5 << Math.min(count, 10));
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, most + 1));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Carries out a plain write. */
    void write(BoundStatement statement) {
        execute(statement);
    }

    AsyncResultSet execute(Statement<?> statement) {
        try {
            inFlight.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            return await(name, session.executeAsync(statement));
        } finally {
            inFlight.release();
        }
    }

    AsyncResultSet next(AsyncResultSet page) {
        return await(name, page.fetchNextPage());
    }

    /** Waits for an answer of the driver, and words its failure. */
    static <T> T await(String name, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw explained(name, e.getCause());
        }
    }

    private static StorageFailed interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new StorageFailed("Cassandra: the call was ended before its outcome was known", cause);
    }

    /** Errors that stay until somebody mends them are told as lasting. */
    static StorageFailed explained(String name, @Nullable Throwable cause) {
        String found = name + ": found "
                + (cause == null ? "a failure" : cause.getClass().getSimpleName() + ", " + cause.getMessage());
        boolean lasts = cause instanceof QueryValidationException
                || (cause instanceof AllNodesFailedException all
                        && !all.getAllErrors().isEmpty()
                        && all.getAllErrors().values().stream()
                                .allMatch(each -> !each.isEmpty()
                                        && each.stream().allMatch(QueryValidationException.class::isInstance)));
        return lasts ? StorageFailed.lasting(found, cause) : new StorageFailed(found, cause);
    }

    CqlSession session() {
        return session;
    }

    /** Closes the connections. */
    @Override
    public void close() {
        session.close();
    }
}
