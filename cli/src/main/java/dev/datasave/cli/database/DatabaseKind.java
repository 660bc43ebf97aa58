package dev.datasave.cli.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The kinds of storage that a command can make for itself. */
public enum DatabaseKind {
    /** A file in the command's folder. */
    SQLITE {
        @Override
        public Optional<StartedDatabase> start(Path folder) {
            return Optional.empty();
        }
    },
    /** A PostgreSQL server. */
    POSTGRES {
        @Override
        public Optional<StartedDatabase> start(Path folder) throws IOException {
            return Optional.of(LocalPostgres.start(folder));
        }
    },
    /** A MariaDB server. */
    MARIADB {
        @Override
        public Optional<StartedDatabase> start(Path folder) throws IOException {
            return Optional.of(LocalMariaDb.start(folder));
        }
    },
    /** A ring of three nodes of Apache Cassandra. */
    CASSANDRA {
        @Override
        public Optional<StartedDatabase> start(Path folder) throws IOException, InterruptedException {
            return Optional.of(Rings.find().start(folder));
        }
    };

    /** Starts a database whose files are in this folder; empty for a storage that needs none. */
    public abstract Optional<StartedDatabase> start(Path folder) throws IOException, InterruptedException;

    /** Whether it is a server that takes JDBC URLs. */
    public boolean isServer() {
        return this == POSTGRES || this == MARIADB;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
