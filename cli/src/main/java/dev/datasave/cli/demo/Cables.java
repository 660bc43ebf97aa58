package dev.datasave.cli.demo;

import dev.datasave.cli.database.Cable;
import dev.datasave.cli.database.DatabaseServer;
import dev.datasave.cli.database.Place;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable from each server process to the database. */
final class Cables implements AutoCloseable {
    private final DatabaseServer server;
    private final Map<String, Cable> all = new ConcurrentHashMap<>();
    private volatile Cable.Weather weather = Cable.Weather.CLEAR;

    Cables(DatabaseServer server) {
        this.server = server;
    }

    /** Where this process finds the database: at the end of a cable of its own. */
    Place place(String label) throws IOException {
        Cable cable = Cable.to(server.port());
        cable.weather(weather);
        all.put(label, cable);
        return server.place(cable.port());
    }

    /** Lets nothing through between this process and the database, in these directions. */
    void cut(String label, Set<Cable.Way> ways) {
        Cable cable = all.get(label);
        if (cable != null) {
            cable.cut(ways);
        }
    }

    /** Sets how well everything gets through from now on. */
    void weather(Cable.Weather newWeather) {
        weather = newWeather;
        all.values().forEach(cable -> cable.weather(newWeather));
    }

    @Override
    public void close() {
        all.values().forEach(Cable::close);
    }
}
