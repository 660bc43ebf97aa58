package dev.datasave.cli.copy;

import dev.datasave.copy.CopyPlace;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One side of a copy as the command line names it.
 *
 * @param place a JDBC URL, or the path of a backup
 * @param schema the name under which the tables stand, on a database server
 * @param user who connects, instead of who stands in the URL
 * @param password of this user, from the environment
 */
record Side(
        String place,
        String schema,
        @Nullable String user,
        @Nullable String password) {
    private static final String SQLITE = "jdbc:sqlite:";
    /** A page of 8 MiB may take longer than a save. */
    private static final Duration CALL = Duration.ofMinutes(1);

    boolean isFile() {
        return !place.startsWith("jdbc:");
    }

    /** A place that is open. */
    record Opened(CopyPlace place, @Nullable Storage storage) implements AutoCloseable {
        @Override
        public void close() {
            if (storage != null) {
                storage.close();
            }
        }
    }

    /** Opens it; a missing SQLite file is created only where it is to be filled. */
    Opened open(boolean creates) throws NoSuchFileException {
        if (isFile()) {
            return new Opened(CopyPlace.file(Path.of(place)), null);
        }
        if (!creates && place.startsWith(SQLITE) && !Files.exists(Path.of(place.substring(SQLITE.length())))) {
            throw new NoSuchFileException(place.substring(SQLITE.length()));
        }
        SqlOptions options = SqlOptions.defaults().callTimeout(CALL).schema(schema);
        if (user != null) {
            options = options.login(user, password == null ? "" : password);
        }
        Storage storage = SqlStorage.open(place, options);
        return new Opened(CopyPlace.storage(name(), storage), storage);
    }

    /** The place without secrets, and the same whatever the working directory is. */
    String name() {
        if (isFile()) {
            return Path.of(place).toAbsolutePath().normalize().toString();
        } else if (place.startsWith(SQLITE)) {
            return SQLITE
                    + Path.of(place.substring(SQLITE.length())).toAbsolutePath().normalize();
        }
        int settings = place.indexOf('?');
        return (settings < 0 ? place : place.substring(0, settings)) + " schema " + schema;
    }

    /**
     * Checks what can be checked without opening.
     *
     * @throws IllegalArgumentException if it is no place that can be copied
     */
    void check(String option) {
        boolean known = place.startsWith("jdbc:") || place.endsWith(".jsonl.gz");
        if (!known) {
            throw new IllegalArgumentException(option + ": found " + place
                    + ", expected a JDBC URL, or the path of a backup that ends in .jsonl.gz");
        }
    }
}
