package dev.datasave.jdbc.server;

import dev.datasave.jdbc.sql.Backoff;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sql.Link;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Optional;

/**
 * The transactions of one call on its connection. One that the database has certainly rolled back, as after a deadlock, is repeated until the call's
 * time is over; after any other error, nothing is known and nothing is repeated (R8).
 */
final class Attempts {
    private final Server server;
    private final Link link;
    private final long deadline;

    Attempts(Server server, Link link, long deadline) {
        this.server = server;
        this.link = link;
        this.deadline = deadline;
    }

    /** Runs a body that is a transaction of its own. */
    <T> T alone(Dialect.Body<T> body) throws SQLException {
        return repeating(() -> body.run(link));
    }

    /** Runs one statement, in one round trip if the connection allows that. */
    <T> T single(Dialect.Body<T> body) throws SQLException {
        return repeating(() -> server.isPooled() ? link.writing(body) : body.run(link));
    }

    <T> T reading(Dialect.Body<T> body) throws SQLException {
        return repeating(() -> link.reading(body));
    }

    <T> T writing(Dialect.Body<T> body) throws SQLException {
        return repeating(() -> link.writing(body));
    }

    /** Runs a body that says by an empty answer that its transaction is to be rolled back. */
    <T> Optional<T> tentatively(Dialect.Body<Optional<T>> body) throws SQLException {
        return repeating(() -> {
            link.beginWrite();
            Optional<T> result;
            try {
                result = body.run(link);
                if (result.isPresent()) {
                    link.commit();
                }
            } catch (SQLException | RuntimeException | Error e) {
                link.rollBack(e);
                throw e;
            }
            if (result.isEmpty()) {
                link.run("rollback");
            }
            return result;
        });
    }

    /** Fails if the call has no time left for another attempt. */
    void checkTime(String what) throws SQLTimeoutException {
        if (deadline - System.nanoTime() <= 0) {
            throw new SQLTimeoutException(what + " until the end of the call time-out");
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws SQLException;
    }

    private <T> T repeating(Step<T> step) throws SQLException {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                return step.run();
            } catch (SQLException e) {
                if (server.trouble(e) != Server.Trouble.NOT_DONE
                        || e.getSuppressed().length > 0
                        || deadline - System.nanoTime() <= 0) {
                    throw e;
                }
            }
            backoff.pause();
        }
    }
}
