package dev.datasave.cli.demo;

import dev.datasave.cli.database.DatabaseRing;
import dev.datasave.cli.database.DatabaseServer;
import dev.datasave.cli.database.Place;
import dev.datasave.cli.database.StartedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The storage of a run: an SQLite file in the run's folder, a database that the run has started for itself, or a database of the user's.
 *
 * @param name its kind, for people
 * @param place where it is
 * @param database the database, if the run has started one
 * @param cables what leads to it, if the network is to be maltreated
 * @param signals the host on which server processes listen for signals over the network, if they do
 */
record Ground(
        String name, Place place, Optional<StartedDatabase> database, Optional<Cables> cables, Optional<String> signals)
        implements AutoCloseable {

    static Ground of(DemoOptions options, Path folder) throws IOException, InterruptedException {
        if (options.contactPoints().isPresent()) {
            Place place = Place.ring(options.contactPoints().get(), newName());
            return new Ground("Cassandra", place, Optional.empty(), Optional.empty(), options.networkSignals());
        } else if (options.jdbcUrl().isPresent()) {
            return given(options.jdbcUrl().get(), options.networkSignals());
        }
        Optional<StartedDatabase> database = options.storage().start(folder);
        Optional<Cables> cables = server(database)
                .filter(started -> options.havoc().contains(Havoc.NETWORK))
                .map(Cables::new);
        String name = database.map(StartedDatabase::name).orElse("SQLite");
        Place place = database.map(StartedDatabase::place).orElseGet(() -> Place.file(folder.resolve("players.db")));
        return new Ground(name, place, database, cables, options.networkSignals());
    }

    private static Optional<DatabaseServer> server(Optional<StartedDatabase> database) {
        return database.filter(DatabaseServer.class::isInstance).map(DatabaseServer.class::cast);
    }

    /** The server, if the run has started one. */
    Optional<DatabaseServer> server() {
        return server(database);
    }

    /** The ring, if the run has started one. */
    Optional<DatabaseRing> ring() {
        return database.filter(DatabaseRing.class::isInstance).map(DatabaseRing.class::cast);
    }

    /** On a server of the user's, each run has tables of its own, so that it neither touches nor audits what others have stored. */
    private static String newName() {
        return "datasave_demo_" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    }

    private static Ground given(String url, Optional<String> signals) throws IOException {
        Place place = new Place(url, newName());
        if (place.isFile() && Files.exists(place.path())) {
            throw new IOException("found a file " + place.path() + " already, expected none");
        }
        String[] words = url.split(":", 3);
        return new Ground(
                words.length > 1 ? words[1].toLowerCase(Locale.ROOT) : "?",
                place,
                Optional.empty(),
                Optional.empty(),
                signals);
    }

    /** Where a server process finds it. */
    Place place(String label) throws IOException {
        Place there = cables.isPresent() ? cables.get().place(label) : place;
        return signals.isPresent() ? there.listening(signals.get() + ":0") : there;
    }

    /** What is left behind, for the user to remove; empty if nothing is. */
    Optional<String> left(DemoOptions options) {
        return options.isOnGiven() ? Optional.of("The tables are kept: " + place) : Optional.empty();
    }

    @Override
    public void close() {
        cables.ifPresent(Cables::close);
        database.ifPresent(StartedDatabase::close);
    }
}
