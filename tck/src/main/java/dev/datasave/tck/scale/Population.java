package dev.datasave.tck.scale;

import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The players: they arrive, go from server to server, change their data, send messages, and leave. Everything is drawn ten times a second for all of them together. A
 * player who goes to another server is loaded there at once, and released by the one before up to 200 ms later. One thread.
 */
final class Population {
    private final VirtualNetwork network;
    private final RandomGenerator random;
    private final Scale scale;
    private final Crew crew;
    private final Crew.@Nullable Host[] at;
    private final @Nullable Profile<Crew.Data>[] profiles;
    private final int[] place; // in the list of those online, or of those offline
    private final List<Integer> online = new ArrayList<>();
    private final List<Integer> offline = new ArrayList<>();
    private final List<Double> waits = new ArrayList<>();
    private int wanted;
    private double arrivalsPerSecond;
    private long failed;
    private double hops;
    private double edits;
    private double messages;
    private double departures;
    private double arrivals;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Population(VirtualNetwork network, Scale scale, Crew crew) {
        this.network = network;
        this.random = network.random();
        this.scale = scale;
        this.crew = crew;
        this.at = new Crew.Host[scale.players()];
        this.profiles = new Profile[scale.players()];
        this.place = new int[scale.players()];
        for (int i = 0; i < scale.players(); i++) {
            place[i] = i;
            offline.add(i);
        }
    }

    static String key(int player) {
        return "player-" + player;
    }

    int online() {
        return online.size();
    }

    /** How many loads ended without a profile. */
    long failed() {
        return failed;
    }

    /** How long loads took since the last call, in seconds. */
    double[] takeWaits() {
        double[] taken = waits.stream().mapToDouble(Double::doubleValue).toArray();
        waits.clear();
        return taken;
    }

    /** Players arrive until so many are online, or leave until no more are. */
    void aim(int number, Duration within) {
        wanted = number;
        arrivalsPerSecond = Math.max(0, number - online.size()) * 1000.0 / within.toMillis();
        if (number < online.size()) {
            int leaving = online.size() - number;
            for (int i = 0; i < leaving; i++) {
                network.schedule(Duration.ofMillis(random.nextLong(within.toMillis())), this::leaveAny);
            }
        }
    }

    /** A tenth of a second of play. */
    void tick() {
        int now = online.size();
        double leaving = Scale.inTick(now, Scale.STAY);
        departures += leaving;
        arrivals += (now >= wanted ? 0 : arrivalsPerSecond / 10) + leaving;
        hops += Scale.inTick(now, Scale.VISIT);
        edits += Scale.inTick(now, Scale.BETWEEN_EDITS);
        messages += Scale.inTick(now, Scale.BETWEEN_MESSAGES);
        for (; arrivals >= 1; arrivals--) {
            soon(this::arriveAny);
        }
        for (; departures >= 1; departures--) {
            soon(this::leaveAny);
        }
        for (; hops >= 1; hops--) {
            soon(() -> anyOnline(this::hop));
        }
        for (; edits >= 1; edits--) {
            anyOnline(this::edit);
        }
        for (; messages >= 1; messages--) {
            soon(() -> anyOnline(this::send));
        }
    }

    private void soon(Runnable what) {
        network.schedule(Duration.ofNanos(random.nextLong(100_000_000)), what);
    }

    private interface Deed {
        void of(int player);
    }

    private void anyOnline(Deed deed) {
        if (!online.isEmpty()) {
            deed.of(online.get(random.nextInt(online.size())));
        }
    }

    private void arriveAny() {
        if (!offline.isEmpty()) {
            int player = offline.get(random.nextInt(offline.size()));
            move(player, offline, online);
            enter(player, crew.any());
        }
    }

    private void leaveAny() {
        anyOnline(player -> {
            move(player, online, offline);
            leave(player);
        });
    }

    private void move(int player, List<Integer> from, List<Integer> to) {
        int last = from.removeLast();
        if (last != player) {
            from.set(place[player], last);
            place[last] = place[player];
        }
        place[player] = to.size();
        to.add(player);
    }

    void hop(int player) {
        Crew.Host before = at[player];
        Crew.Host next = crew.any();
        if (before != null && before != next && profiles[player] != null) {
            before.players.remove(player);
            if (before.isOpen) {
                network.schedule(Duration.ofNanos(random.nextLong(200_000_000)), () -> release(before, player));
            }
            enter(player, next);
        }
    }

    private void leave(int player) {
        Crew.Host host = at[player];
        if (host != null) {
            host.players.remove(player);
            at[player] = null;
            profiles[player] = null;
            if (host.isOpen) {
                release(host, player);
            }
        }
    }

    private static void release(Crew.Host host, int player) {
        var unused = host.store.releaseAsync(key(player));
    }

    private void enter(int player, Crew.Host host) {
        at[player] = host;
        profiles[player] = null;
        host.players.add(player);
        Duration begun = network.now();
        var unused = host.store.loadProfileAsync(key(player)).thenAccept(result -> {
            if (at[player] != host) {
                return;
            }
            switch (result) {
                case LoadResult.Loaded<Crew.Data>(Profile<Crew.Data> profile) -> {
                    waits.add(network.now().minus(begun).toNanos() / 1e9);
                    profiles[player] = profile;
                    profile.onMessage(
                            Crew.Gift.class,
                            gift -> gift.acknowledge(data ->
                                    new Crew.Data(data.points() + gift.payload().points())));
                }
                case LoadResult.NotLoaded<Crew.Data> not -> {
                    failed++;
                    soon(() -> again(player, host));
                }
            }
        });
    }

    private void again(int player, Crew.Host host) {
        if (at[player] == host) {
            host.players.remove(player);
            enter(player, crew.any());
        }
    }

    private void edit(int player) {
        Profile<Crew.Data> profile = profiles[player];
        if (profile != null) {
            profile.tryUpdate(data -> new Crew.Data(data.points() + 1));
        }
    }

    private void send(int player) {
        Crew.Host host = at[player];
        if (host != null && host.isOpen) {
            int to = online.get(random.nextInt(online.size()));
            var unused = host.store.messageAsync(key(to), new Crew.Gift(1));
        }
    }

    /** The server closes; its players go elsewhere, some at once, all within two seconds. */
    void evacuate(Crew.Host host) {
        crew.close(host);
        reenter(host, 0, 2_000);
        crew.restart(host);
    }

    /** The server dies; its players come again elsewhere, after one to six seconds. */
    void kill(Crew.Host host) {
        crew.close(host);
        crew.kill(host);
        reenter(host, 1_000, 6_000);
    }

    private void reenter(Crew.Host host, int fromMillis, int toMillis) {
        for (int player : List.copyOf(host.players)) {
            profiles[player] = null;
            network.schedule(Duration.ofMillis(random.nextInt(fromMillis, toMillis)), () -> {
                if (at[player] == host) {
                    enter(player, crew.any());
                }
            });
        }
        host.players.clear();
    }

    Scale scale() {
        return scale;
    }
}
