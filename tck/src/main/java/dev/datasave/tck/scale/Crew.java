package dev.datasave.tck.scale;

import dev.datasave.Codec;
import dev.datasave.DataSave;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The servers: started, stopped, killed and replaced. One thread. */
final class Crew {
    /** What stands for a player's data; its length is {@link Scale#valueBytes} for the figures. */
    record Data(long points) {}

    /** A message from one player to another. */
    record Gift(int points) {}

    private static final Codec<Data> CODEC = Codec.gson(Data.class);

    private final VirtualNetwork network;
    private final Scale scale;
    private final List<Host> hosts = new ArrayList<>();
    private int started;

    /** A server that players can be on. */
    static final class Host {
        final DataSave server;
        final ProfileStore<Data> store;
        final Set<Integer> players = new LinkedHashSet<>();
        boolean isOpen = true;

        Host(DataSave server, ProfileStore<Data> store) {
            this.server = server;
            this.store = store;
        }
    }

    Crew(VirtualNetwork network, Scale scale) {
        this.network = network;
        this.scale = scale;
    }

    void start() {
        DataSave server = network.server(
                "server-" + started++,
                settings -> settings.heartbeat(Duration.ofSeconds(scale.heartbeat()))
                        .leaseTime(Duration.ofSeconds(5L * scale.heartbeat())));
        ProfileOptions<Data> options =
                ProfileOptions.<Data>defaults().codec(CODEC).autosave(Duration.ofSeconds(scale.autosave()));
        hosts.add(new Host(server, server.profileStore("PlayerData", Data.class, () -> new Data(0), options)));
    }

    List<Host> hosts() {
        return hosts;
    }

    /** The less crowded of two servers drawn at random, so that none is ever much fuller than the others. */
    Host any() {
        Host one = hosts.get(network.random().nextInt(hosts.size()));
        Host other = hosts.get(network.random().nextInt(hosts.size()));
        return one.players.size() <= other.players.size() ? one : other;
    }

    /** Takes a server out of the list of those that players can go to. */
    void close(Host host) {
        host.isOpen = false;
        int place = hosts.indexOf(host);
        Host last = hosts.removeLast();
        if (last != host) {
            hosts.set(place, last);
        }
    }

    /** The server closes in an orderly way, is forgotten, and a new one starts in its place. */
    void restart(Host host) {
        var unused = host.server
                .closeAsync()
                .thenAccept(report -> network.schedule(Duration.ofSeconds(5), () -> {
                    network.kill(host.server);
                    network.forget(host.server);
                    start();
                }));
    }

    void kill(Host host) {
        network.kill(host.server);
        network.schedule(Duration.ofSeconds(20), () -> network.forget(host.server));
    }
}
