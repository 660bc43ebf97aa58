package dev.datasave.cli.database;

import java.io.IOException;
import java.sql.SQLException;

/** A database server. It writes through to the disk, as a real one does. */
public non-sealed interface DatabaseServer extends StartedDatabase {

    /** The port on which it listens at this machine. */
    int port();

    @Override
    default Place place() {
        return place(port());
    }

    /** Where it is reached through another port, which leads to its own. */
    Place place(int through);

    /** Kills all its processes at once (SIGKILL). */
    void kill() throws IOException, InterruptedException;

    /** Starts it on the same data and port, after it was killed; it has recovered when this returns. */
    void startAgain() throws IOException;

    /** Tells it to end in order, without waiting for its clients, and starts it again. */
    void restart() throws IOException, InterruptedException;

    /** Stops all its processes where they are (SIGSTOP). */
    void freeze() throws IOException, InterruptedException;

    /** Lets its processes go on (SIGCONT). */
    void thaw() throws IOException, InterruptedException;

    /** Cuts the connection of one client; returns how many that were, 0 if there was none. */
    int cutOne() throws SQLException;
}
