package dev.datasave.jdbc.network;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.Storages;
import dev.datasave.jdbc.postgres.Postgres;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sqlite.SqliteDialect;
import dev.datasave.signals.Endpoint;
import dev.datasave.signals.NetworkOptions;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program: a profile goes back and forth between two servers, whose database has no signals of its own unless told. Arguments: a file or a URL; how
 * many hops; {@code network} or {@code none}; {@code own} or {@code mute}. It says whether signals arrive, what the profile counts in the end, and
 * how long a hop took.
 */
final class Hops {
    private Hops() {}

    public static void main(String[] arguments) {
        int hops = Integer.parseInt(arguments[1]);
        try (Storage first = open(arguments);
                Storage second = open(arguments);
                DataSave here = DataSave.builder(first).serverName("here").build();
                DataSave there = DataSave.builder(second).serverName("there").build()) {
            List<ProfileStore<Long>> stores = List.of(coins(here), coins(there));
            List<Long> nanos = new ArrayList<>();
            for (int i = 0; i < hops; i++) {
                long start = System.nanoTime();
                hop(stores.get(i % 2));
                nanos.add(System.nanoTime() - start);
            }
            List<Long> sorted = nanos.subList(hops / 4, hops).stream().sorted().toList();
            System.out.println("push " + first.capabilities().contains(Capability.PUSH));
            System.out.println("coins " + hop(stores.get(hops % 2)));
            System.out.printf(
                    "hop p50 %.2f ms, p99 %.2f ms%n",
                    sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() * 99 / 100) / 1e6);
        }
    }

    private static Storage open(String[] arguments) {
        Dialect dialect = arguments[0].startsWith("jdbc:")
                ? Postgres.open(arguments[0], Storages.options("hops"))
                : SqliteDialect.open(Path.of(arguments[0]), Duration.ofSeconds(5), Duration.ofSeconds(30));
        Dialect used = arguments[3].equals("own") ? dialect : new Mute(dialect);
        return arguments[2].equals("network")
                ? Storages.on(used, new NetworkOptions(new Endpoint("127.0.0.1", 0), null))
                : Storages.on(used);
    }

    private static ProfileStore<Long> coins(DataSave server) {
        return server.profileStore("Coins", Long.class, () -> 0L);
    }

    private static long hop(ProfileStore<Long> store) {
        return switch (store.loadProfileAsync("player").join()) {
            case LoadResult.Loaded<Long>(var profile) -> {
                profile.update(coins -> coins + 1);
                yield profile.data();
            }
            case LoadResult.NotLoaded<Long>(var reason) -> throw new IllegalStateException("not loaded: " + reason);
        };
    }
}
