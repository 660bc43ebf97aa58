package dev.datasave.cli.demo;

import dev.datasave.cli.database.DatabaseKind;
import dev.datasave.cli.database.Folder;
import dev.datasave.cli.progress.Progress;
import dev.datasave.examples.arena.Arena;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One run: start, play, end, audit. */
public final class Demo {
    private final DemoOptions options;
    private final PrintWriter progress;

    Demo(DemoOptions options, PrintWriter progress) {
        this.options = options;
        this.progress = progress;
    }

    Report run() throws IOException, InterruptedException, ExecutionException {
        Folder folder = Folder.open(options.keep());
        try (Folder closed = folder) {
            if (!options.isOnGiven() && options.storage() != DatabaseKind.SQLITE) {
                say((options.storage().isServer() ? "starting a database server: " : "starting a ring of three nodes: ")
                        + options.storage());
            }
            Ground ground = Ground.of(options, closed.path());
            Processes fleet = new Processes(ground::place, folder.path());
            Runnable cleanUp = () -> {
                fleet.close();
                ground.close();
                folder.close();
            };
            Thread hook = new Thread(cleanUp, "demo-end"); // also when this process is told to end
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                return run(ground, fleet);
            } finally {
                cleanUp.run();
                forget(hook);
                ground.left(options).ifPresent(this::say);
            }
        }
    }

    private Report run(Ground ground, Processes fleet) throws IOException, InterruptedException, ExecutionException {
        say("starting " + options.servers() + " servers on " + ground.name()
                + options.networkSignals()
                        .map(host -> ", signals on UDP " + host)
                        .orElse("") + ", seed "
                + options.seed());
        fleet.start(options.servers());
        List<PlayerLog> logs = new ArrayList<>();
        for (int i = 1; i <= options.players(); i++) {
            logs.add(new PlayerLog("player-" + i));
        }
        Duration length = Duration.ofSeconds(options.seconds());
        Game game = new Game(fleet, options.players(), length);
        Chaos chaos = new Chaos(fleet, ground.place(), options.seed(), length);
        List<Outage> outages = outages(ground, fleet, length);
        List<String> crashed = play(game, chaos, outages, logs);
        List<Outage.Harm> harms = outages.stream().map(Outage::harm).toList();
        Audit.Outcome outcome = audit(ground, fleet, logs, harms);
        return new Report(
                options,
                ground.name(),
                harms,
                outcome,
                crashed,
                chaos.kills(),
                chaos.pauses(),
                game.actions().sum(),
                Counts.of(logs),
                outcome.revisions() / (double) options.seconds(),
                game.handovers().summary(),
                game.takeovers().summary(),
                fleet.events("stale-write-refused"));
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running already.
        }
    }

    /** Plays until the time is over and all servers have ended; returns a line for each server that crashed or did not end. */
    private List<String> play(Game game, Chaos chaos, List<Outage> outages, List<PlayerLog> logs)
            throws IOException, InterruptedException, ExecutionException {
        SplittableRandom seeds = new SplittableRandom(options.seed());
        List<Bot> players =
                logs.stream().map(log -> new Bot(game, log, seeds.split())).toList();
        players.forEach(game::add);
        List<Future<?>> playing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Progress bar = new Progress("playing", options.seconds(), Progress.ON_TERMINAL, progress)) {
            List<Future<Void>> disorder = disorder(threads, chaos, outages);
            players.forEach(player -> playing.add(threads.submit(player)));
            long start = System.nanoTime();
            while (disorder.stream().anyMatch(each -> !each.isDone())
                    || playing.stream().anyMatch(player -> !player.isDone())) {
                TimeUnit.MILLISECONDS.sleep(200);
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                bar.at(
                        Math.min(options.seconds(), seconds),
                        game.actions().sum() + " actions, "
                                + game.handovers().count() + " handovers, "
                                + game.takeovers().count() + " take-overs, " + chaos.kills() + " killed");
            }
            for (Future<Void> each : disorder) {
                each.get();
            }
            for (Future<?> player : playing) {
                player.get();
            }
        }
        List<String> wrong = end(game.fleet());
        players.forEach(Bot::leave);
        return wrong;
    }

    private List<Outage> outages(Ground ground, Processes fleet, Duration length) {
        List<Outage> outages = new ArrayList<>();
        if (options.havoc().contains(Havoc.DATABASE)) {
            ground.server().ifPresent(server -> outages.add(new DatabaseChaos(server, length)));
        }
        if (options.havoc().contains(Havoc.RING)) {
            ground.ring().ifPresent(ring -> outages.add(new RingChaos(ring, options.seed(), length)));
        }
        ground.cables().ifPresent(cables -> outages.add(new NetworkChaos(fleet, cables, options.seed(), length)));
        return outages;
    }

    private List<Future<Void>> disorder(ExecutorService threads, Chaos chaos, List<Outage> outages) {
        List<Future<Void>> disorder = new ArrayList<>();
        if (options.havoc().contains(Havoc.SERVERS)) {
            disorder.add(threads.submit(chaos));
        }
        outages.forEach(each -> disorder.add(threads.submit(each)));
        return disorder;
    }

    private List<String> end(Processes fleet) throws IOException, InterruptedException {
        say("closing the servers");
        List<String> wrong = new ArrayList<>();
        fleet.end().forEach(server -> wrong.add(server.label() + " did not end within 60 s after SIGTERM"));
        for (ServerProcess server : fleet.all()) {
            if (server.isCrashed()) {
                wrong.add(server.label() + " ended by itself: " + server.said());
            }
        }
        return wrong;
    }

    private Audit.Outcome audit(Ground ground, Processes fleet, List<PlayerLog> logs, List<Outage.Harm> harms) {
        Duration patience = harms.stream().map(Outage.Harm::away).reduce(Audit.PATIENCE, Duration::plus);
        try (Storage storage = ground.place().open();
                Progress bar = new Progress("auditing", logs.size(), Progress.ON_TERMINAL, progress)) {
            int[] done = {0};
            return new Audit(new StoredSource(storage, Arena.STORE), fleet.fates(), patience)
                    .run(logs, log -> bar.at(++done[0], "profiles"));
        }
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }
}
