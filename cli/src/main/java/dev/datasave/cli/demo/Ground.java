package dev.datasave.cli.demo;

import dev.datasave.cli.database.DatabaseServer;
import dev.datasave.cli.database.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The storage of a run: an SQLite file in the run's folder, a server that the run has started for itself, or a database of the user's.
 *
 * @param name its kind, for people
 * @param place where it is
 * @param server the server, if the run has started one
 * @param cables what leads to it, if the network is to be maltreated
 * @param signals the host on which server processes listen for signals over the network, if they do
 */
record Ground(
        String name, Place place, Optional<DatabaseServer> server, Optional<Cables> cables, Optional<String> signals)
        implements AutoCloseable {

    static Ground of(DemoOptions options, Path folder) throws IOException {
        if (options.jdbcUrl().isPresent()) {
            return given(options.jdbcUrl().get(), options.networkSignals());
        }
        Optional<DatabaseServer> server = options.storage().start(folder);
        Optional<Cables> cables = server.filter(started -> options.havoc().contains(Havoc.NETWORK))
                .map(Cables::new);
        String name = server.map(DatabaseServer::name).orElse("SQLite");
        Place place = server.map(DatabaseServer::place).orElseGet(() -> Place.file(folder.resolve("players.db")));
        return new Ground(name, place, server, cables, options.networkSignals());
    }

    /** On a server of the user's, each run has tables of its own, so that it neither touches nor audits what others have stored. */
    private static Ground given(String url, Optional<String> signals) throws IOException {
        String schema = "datasave_demo_" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        Place place = new Place(url, schema);
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
        return options.jdbcUrl().isPresent() ? Optional.of("The tables are kept: " + place) : Optional.empty();
    }

    @Override
    public void close() {
        cables.ifPresent(Cables::close);
        server.ifPresent(DatabaseServer::close);
    }
}
