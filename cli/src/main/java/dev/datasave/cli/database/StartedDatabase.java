package dev.datasave.cli.database;

/**
 * A database that a command has started for itself, and may maltreat. Closing ends it; its files stay in the folder that it was given. If this process dies, it
 * is killed.
 */
public sealed interface StartedDatabase extends AutoCloseable permits DatabaseServer, DatabaseRing {

    /** Its name and version, for people. */
    String name();

    /** Where it is reached. */
    Place place();

    @Override
    void close();
}
