package dev.datasave.jdbc.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a storage uses a server: the options of the face, as values.
 *
 * @param callTimeout within which every call ends (R8)
 * @param openTimeout within which opening ends
 * @param connections the most connections of the pool
 * @param schema the name under which the tables stand, so that several games can share a database
 * @param user who connects, or null if the URL says it
 * @param password his password, or null
 * @param listeningUrl where signals are listened to, if the URL itself leads to a pooler
 */
public record ServerOptions(
        Duration callTimeout,
        Duration openTimeout,
        int connections,
        String schema,
        @Nullable String user,
        @Nullable String password,
        @Nullable String listeningUrl) {

    public ServerOptions callTimeout(Duration newValue) {
        return new ServerOptions(newValue, openTimeout, connections, schema, user, password, listeningUrl);
    }

    public ServerOptions openTimeout(Duration newValue) {
        return new ServerOptions(callTimeout, newValue, connections, schema, user, password, listeningUrl);
    }

    public ServerOptions connections(int newValue) {
        return new ServerOptions(callTimeout, openTimeout, newValue, schema, user, password, listeningUrl);
    }

    public ServerOptions schema(String newValue) {
        return new ServerOptions(callTimeout, openTimeout, connections, newValue, user, password, listeningUrl);
    }

    public ServerOptions listeningUrl(String newValue) {
        return new ServerOptions(callTimeout, openTimeout, connections, schema, user, password, newValue);
    }

    public ServerOptions login(String newUser, String newPassword) {
        return new ServerOptions(callTimeout, openTimeout, connections, schema, newUser, newPassword, listeningUrl);
    }

    /** The part of the call time-out that the server has: it answers before the caller gives up. */
    public long serverMillis() {
        return callTimeout.toMillis() * 9 / 10;
    }

    /** The call time-out in whole seconds, rounded up, as drivers count. */
    public long callSeconds() {
        return callTimeout.plusMillis(999).toSeconds();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "schema " + schema + ", at most " + connections + " connections";
    }
}
