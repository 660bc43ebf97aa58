package dev.datasave.platform;

import dev.datasave.LoadResult;
import dev.datasave.ProfileStore;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Twenty seconds of connections that come and go on two servers, in virtual time: what is said of them comes in any order, twice, late, or not at all.
 * Meanwhile an operator takes and removes profiles, and the game releases some. One of the servers may stop. In half of the runs the storage fails and
 * is slow. A seed gives the same run every time.
 */
final class PlatformSimulation {
    private static final Duration CHAOS = Duration.ofSeconds(20);
    private static final Duration REST = Duration.ofSeconds(85);

    private final VirtualNetwork network;
    private final RandomGenerator random;
    private final List<GameHost> hosts;
    private final ProfileStore<Purse> elsewhere;
    private final Map<String, Integer> counts = new TreeMap<>();

    private PlatformSimulation(VirtualNetwork network) {
        this.network = network;
        this.random = network.random();
        this.hosts = List.of(new GameHost(network, "one"), new GameHost(network, "two"));
        this.elsewhere = network.server("operator", builder -> builder.listener(GameHost.quiet(new ArrayList<>())))
                .profileStore(GameHost.STORE, Purse.class, Purse::fresh);
    }

    /** What is wrong in the run of that seed, in order; empty if nothing is. How often each thing happened is added to the counts. */
    static List<String> run(long seed, Map<String, Integer> counts) {
        try (VirtualNetwork network = new VirtualNetwork(seed)) {
            PlatformSimulation simulation = new PlatformSimulation(network);
            List<String> wrong = simulation.run();
            simulation.counts.forEach((what, times) -> counts.merge(what, times, Integer::sum));
            return wrong;
        }
    }

    private List<String> run() {
        boolean isCalm = random.nextBoolean();
        List<Watch> watches =
                hosts.stream().map(host -> new Watch(host, hosts, isCalm)).toList();
        try {
            play(isCalm, watches);
        } catch (AssertionError | RuntimeException thrown) {
            return List.of("thrown: " + thrown);
        }
        hosts.forEach(this::count);
        return wrong();
    }

    private List<String> wrong() {
        List<String> all = new ArrayList<>();
        for (GameHost host : hosts) {
            host.wrong.forEach(what -> all.add(host.server.serverName() + ": " + what));
        }
        return all;
    }

    private void play(boolean isCalm, List<Watch> watches) {
        if (!isCalm) {
            network.faults(faults());
        }
        int visitors = random.nextInt(4, 20);
        for (int i = 0; i < visitors; i++) {
            int number = i;
            at(CHAOS, () -> open(number));
        }
        int troubles = random.nextInt(4);
        for (int i = 0; i < troubles; i++) {
            at(CHAOS, this::meddle);
        }
        if (random.nextInt(3) == 0) {
            at(CHAOS, () -> hosts.getFirst().stop());
        }
        watch(watches, CHAOS.plus(REST));
        network.advance(CHAOS);
        network.faults(Faults.calm());
        hosts.forEach(host -> List.copyOf(host.visitors).forEach(host::close));
        network.advance(REST);
        watches.forEach(Watch::end);
    }

    /** Slow, in some runs also failing and losing signals. */
    private Faults faults() {
        double errors = random.nextBoolean() ? 0 : random.nextDouble(0.1);
        return new Faults(errors, errors, 0, 0, random.nextDouble(0.4), errors * 3, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** A connection, and sometimes a second one of the same player a moment later. */
    private void open(int number) {
        GameHost host = hosts.get(random.nextInt(hosts.size()));
        String key = key();
        host.open(new Visitor(number, key));
        if (random.nextInt(4) == 0) {
            at(Duration.ofMillis(200), () -> host.open(new Visitor(100 + number, key)));
        }
    }

    private void at(Duration most, Runnable what) {
        network.schedule(Duration.ofNanos(random.nextLong(most.toNanos())), what);
    }

    private void watch(List<Watch> watches, Duration until) {
        if (network.now().compareTo(until) < 0 && wrong().isEmpty()) {
            watches.forEach(Watch::look);
            network.schedule(Duration.ofMillis(100), () -> watch(watches, until));
        }
    }

    private String key() {
        return "player-" + random.nextInt(3);
    }

    /** What others do to a profile. From now on the sessions may be told of its end by them. */
    private void meddle() {
        String key = key();
        hosts.forEach(host -> host.meddledWith.add(key));
        CompletableFuture<?> unused = switch (random.nextInt(5)) {
            case 0 ->
                elsewhere.loadProfileAsync(key).thenAccept(result -> {
                    if (result instanceof LoadResult.Loaded<Purse>(var profile)) {
                        CompletableFuture<?> unusedToo = profile.releaseAsync();
                    }
                });
            case 1 -> elsewhere.wipeProfileAsync(key);
            case 2 -> hosts.get(random.nextInt(2)).store.releaseAsync(key);
            case 3 -> {
                hosts.get(random.nextInt(2)).expect(key);
                yield CompletableFuture.completedFuture(null);
            }
            default -> hosts.get(random.nextInt(2)).store.wipeProfileAsync(key);
        };
    }

    private void count(GameHost host) {
        Stream<String> seen = host.visitors.stream()
                .flatMap(visitor -> Stream.of(
                        switch (visitor.answer) {
                            case null -> "never asked";
                            case Arrival.LetIn<Purse> in -> "let in";
                            case Arrival.Refused<Purse>(var reason, var load) -> "refused " + reason.kind();
                        },
                        visitor.kicked == null ? "not kicked" : "kicked " + visitor.kicked.kind()));
        seen.forEach(what -> counts.merge(what, 1, Integer::sum));
        if (host.report != null && host.report.isDone()) {
            ShutdownReport report = host.report.join();
            counts.merge("stopped", 1, Integer::sum);
            counts.merge("loads ended by a stop", report.loadsEnded(), Integer::sum);
            counts.merge("released by a stop", report.released(), Integer::sum);
            counts.merge("not clean stops", report.isClean() ? 0 : 1, Integer::sum);
        }
    }
}
