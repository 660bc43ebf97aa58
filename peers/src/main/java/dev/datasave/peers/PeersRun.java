package dev.datasave.peers;

import dev.datasave.HistoryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One run of everything, on a PostgreSQL and a Redis of its own. */
final class PeersRun implements AutoCloseable {
    /** What can be measured alone. */
    static final List<String> PARTS = List.of("hops", "saves", "hours", "crash", "hostile", "own");

    private final Path folder;
    private final RealPostgres server;
    private final Optional<RedisServer> redis;
    private final Site site;
    private final Sizes sizes;
    private final List<Peer> peers;

    PeersRun(Sizes sizes) throws IOException, InterruptedException {
        PeersMain.quietLogs();
        this.sizes = sizes;
        folder = Files.createTempDirectory("datasave-peers");
        server = RealPostgres.start(folder.resolve("postgres"));
        redis = RedisServer.start(folder);
        site = new Site(server.url(), redis.map(RedisServer::port).orElse(0));
        peers = Peers.all(site, sizes.pace());
    }

    /** Hears what is measured next, and what was measured already. */
    interface Begins {
        void accept(String part, PeersReport measured) throws IOException;
    }

    PeersReport run(Set<String> parts, Begins begins) throws Exception {
        PeersReport report = new PeersReport(peers);
        hops(report, parts, begins);
        if (parts.contains("saves")) {
            begins.accept("saves", report);
            saves(report);
        }
        if (parts.contains("crash")) {
            begins.accept("crash", report);
            prepare(peers, 1000);
            report.add(
                    "A crash", new Crash(site, sizes.pace(), peers, sizes.crashPlayers(), sizes.crashSeconds()).run());
        }
        if (parts.contains("hostile")) {
            begins.accept("hostile hops", report);
            prepare(peers, 1000);
            report.add(
                    "Hostile hops",
                    new HostileHops(site, sizes.pace(), peers, sizes.hostileHops(), sizes.staleHops(), 1).run());
        }
        if (parts.contains("own")) {
            begins.accept("DataSave's own goals", report);
            report.addOwn(new OwnNumbers(
                            site,
                            sizes.pace(),
                            sizes.ownRounds(),
                            sizes.idle(),
                            sizes.storm(),
                            sizes.released(),
                            sizes.stored(),
                            sizes.idleSeconds())
                    .run());
        }
        return report;
    }

    private void hops(PeersReport report, Set<String> parts, Begins begins) throws Exception {
        if (parts.contains("hops") || parts.contains("hours")) {
            begins.accept("hops", report);
            prepare(peers, 1000);
            List<Figure> hops = new HopTimes(peers, sizes.hopRounds(), sizes.hopWarmUp(), sizes.hops()).run();
            report.add("A hop", hops);
            if (parts.contains("hours")) {
                begins.accept("player-hours", report);
                report.add(
                        "A player-hour",
                        new PlayerHours(sizes.pace(), peers, sizes.hourPlayers(), sizes.hourSeconds())
                                .run(hops.get(3), hops.get(5)));
            }
        }
    }

    private static void prepare(List<Peer> peers, int players) throws Exception {
        for (Peer peer : peers) {
            peer.prepare(players);
        }
    }

    /** With the limit of a save that keeps its predecessor, and DataSave with that policy. */
    private void saves(PeersReport report) throws Exception {
        Peer everything = new WithDataSave(site, "everything", HistoryPolicy.everything(), sizes.pace());
        Peer bareHistory = new BareJdbc(site, true);
        List<Peer> all = new ArrayList<>(peers);
        all.add(everything);
        all.add(bareHistory);
        prepare(all, sizes.savePlayers());
        List<Figure> figures =
                new SaveRates(server, all, sizes.savePlayers(), sizes.saveRounds(), sizes.saveWarmUp()).run();
        report.add("Saves", figures);
        Figure rate = figures.get(0);
        double ours = rate.get(peers.getFirst());
        double statements = figures.get(2).get(peers.getFirst());
        report.addOwn(List.of(
                OwnFigure.atLeast(
                        "saves that keep what they replace; against raw ones that do",
                        "1/s",
                        rate.get(bareHistory),
                        rate.get(everything),
                        0.9),
                OwnFigure.atLeast(
                        "saves, standard history; against raw ones without history",
                        "1/s",
                        rate.get(peers.getLast()),
                        ours,
                        0.9),
                OwnFigure.atLeast(
                        "saves, standard history; against Hibernate's",
                        "1/s",
                        rate.get(Peers.named("hibernate", site, sizes.pace())),
                        ours,
                        3),
                OwnFigure.atMost("statements per save at full load", "", statements, 0.05),
                OwnFigure.atMost(
                        "round trips per statement at full load",
                        "",
                        figures.get(3).get(peers.getFirst()) / 1000 / statements,
                        1.05)));
    }

    @Override
    public void close() throws IOException {
        redis.ifPresent(RedisServer::close);
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
