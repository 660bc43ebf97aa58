package dev.datasave.cli.demo;

import dev.datasave.cli.progress.Progress;
import dev.datasave.examples.arena.Arena;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        Path data = folder.path().resolve("players.db");
        Processes fleet = new Processes(data, folder.path());
        Runnable cleanUp = () -> {
            fleet.close();
            folder.close();
        };
        Thread hook = new Thread(cleanUp, "demo-end"); // also when this process is told to end
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run(data, fleet);
        } finally {
            cleanUp.run();
            forget(hook);
        }
    }

    private Report run(Path data, Processes fleet) throws IOException, InterruptedException, ExecutionException {
        say("starting " + options.servers() + " servers, seed " + options.seed());
        fleet.start(options.servers());
        List<PlayerLog> logs = new ArrayList<>();
        for (int i = 1; i <= options.players(); i++) {
            logs.add(new PlayerLog("player-" + i));
        }
        Duration length = Duration.ofSeconds(options.seconds());
        Game game = new Game(fleet, options.players(), length);
        Chaos chaos = new Chaos(fleet, data, options.seed(), length);
        List<String> crashed = play(game, chaos, logs);
        Audit.Outcome outcome = audit(data, fleet, logs);
        return new Report(
                options,
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
    private List<String> play(Game game, Chaos chaos, List<PlayerLog> logs)
            throws IOException, InterruptedException, ExecutionException {
        SplittableRandom seeds = new SplittableRandom(options.seed());
        List<Bot> players =
                logs.stream().map(log -> new Bot(game, log, seeds.split())).toList();
        players.forEach(game::add);
        List<Future<?>> playing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Progress bar = new Progress("playing", options.seconds(), Progress.ON_TERMINAL, progress)) {
            Future<Void> disorder = threads.submit(chaos);
            players.forEach(player -> playing.add(threads.submit(player)));
            long start = System.nanoTime();
            while (!disorder.isDone() || playing.stream().anyMatch(player -> !player.isDone())) {
                TimeUnit.MILLISECONDS.sleep(200);
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                bar.at(
                        Math.min(options.seconds(), seconds),
                        game.actions().sum() + " actions, "
                                + game.handovers().count() + " handovers, "
                                + game.takeovers().count() + " take-overs, " + chaos.kills() + " killed");
            }
            disorder.get();
            for (Future<?> player : playing) {
                player.get();
            }
        }
        say("closing the servers");
        List<String> wrong = new ArrayList<>();
        game.fleet().end().forEach(server -> wrong.add(server.label() + " did not end within 60 s after SIGTERM"));
        players.forEach(Bot::leave);
        for (ServerProcess server : game.fleet().all()) {
            if (server.isCrashed()) {
                wrong.add(server.label() + " ended by itself: " + server.said());
            }
        }
        return wrong;
    }

    private Audit.Outcome audit(Path data, Processes fleet, List<PlayerLog> logs) {
        try (Storage storage = SqlStorage.sqlite(data);
                Progress bar = new Progress("auditing", logs.size(), Progress.ON_TERMINAL, progress)) {
            int[] done = {0};
            return new Audit(new StoredSource(storage, Arena.STORE), fleet.fates())
                    .run(logs, log -> bar.at(++done[0], "profiles"));
        }
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }
}
