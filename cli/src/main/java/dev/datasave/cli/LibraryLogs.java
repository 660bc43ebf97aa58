package dev.datasave.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What libraries log goes through {@code java.util.logging}, as DataSave's own log does. Here they log their errors alone: what a pool or a driver warns of while
 * a database is away, DataSave tells in its own words, once. A configuration of one's own ({@code -Djava.util.logging.config.file}) is left as it is.
 */
final class LibraryLogs {
    /** Kept, because {@code java.util.logging} forgets loggers that nobody has, and their levels with them. */
    private static final List<Logger> LIBRARIES = List.of(
            Logger.getLogger("com.datastax"),
            Logger.getLogger("com.zaxxer.hikari"),
            Logger.getLogger("io.javalin"),
            Logger.getLogger("io.netty"),
            Logger.getLogger("org.eclipse.jetty"),
            Logger.getLogger("org.mariadb.jdbc"),
            Logger.getLogger("org.sqlite"));

    private LibraryLogs() {}

    static void errorsOnly() {
        if (System.getProperty("java.util.logging.config.file") == null
                && System.getProperty("java.util.logging.config.class") == null) {
            LIBRARIES.forEach(library -> library.setLevel(Level.SEVERE));
        }
    }
}
