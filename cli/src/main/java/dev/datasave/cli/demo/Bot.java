package dev.datasave.cli.demo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One player: joins, earns, deals, saves, and hops between servers, mostly without waiting for the previous server. */
final class Bot implements Runnable {
    private static final int MOST_UNSAVED = 12; // fewer bookings than a profile remembers, so that each can be audited
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long JOIN_LIMIT = TimeUnit.SECONDS.toNanos(75);

    private final Game game;
    private final PlayerLog log;
    private final SplittableRandom random;
    private final Dealings dealings;
    private final boolean comesLate;
    private final Deque<Wire> older = new ArrayDeque<>();
    private volatile Optional<Wire> wire = Optional.empty();
    private volatile boolean restless;
    private int unsaved;

    Bot(Game game, PlayerLog log, SplittableRandom random) {
        this.game = game;
        this.log = log;
        this.random = random;
        this.dealings = new Dealings(game, log, random.split());
        this.comesLate = random.nextDouble() < 0.1;
    }

    String key() {
        return log.key();
    }

    /** The items that the player was last told of. */
    List<String> items() {
        return dealings.items();
    }

    boolean isAt(ServerProcess server) {
        return wire.filter(here -> here.isSeated() && here.server().equals(server))
                .isPresent();
    }

    boolean isAt(Wire here) {
        return wire.filter(here::equals).isPresent();
    }

    /** Makes the player hop next. */
    void unsettle() {
        restless = true;
    }

    @Override
    public void run() {
        try {
            if (comesLate) { // until then, others send things to a player who was never online
                TimeUnit.MILLISECONDS.sleep(Math.min(10_000, game.length().toMillis() / 2));
            }
            while (!game.isOver()) {
                think();
                act();
                game.actions().increment();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the connections, once all servers have ended. */
    void leave() {
        older.forEach(Wire::close);
        wire.ifPresent(Wire::close);
    }

    private void think() throws InterruptedException {
        double mean = game.think().toMillis();
        long millis = (long) Math.min(3 * mean, -mean * Math.log(1 - random.nextDouble()));
        if (wire.isPresent() && wire.get().isSeated() && !wire.get().over().isDone()) {
            await(wire.get().over(), TimeUnit.MILLISECONDS.toNanos(millis), Optional.empty());
        } else {
            TimeUnit.MILLISECONDS.sleep(millis);
        }
    }

    private void act() throws InterruptedException {
        Optional<Wire> playing =
                wire.filter(Wire::isSeated).filter(known -> known.server().isRunning());
        if (playing.isEmpty()) {
            join();
            return;
        }
        Wire here = playing.get();
        double dice = random.nextDouble();
        if (restless) {
            restless = false;
            join();
        } else if (unsaved >= MOST_UNSAVED || dice < 0.10) {
            ask(here, "save");
        } else if (dice < 0.35) {
            deal(here, dealings.earning(here));
        } else if (dice < 0.75) {
            deal(here, dealings.any(here));
        } else if (dice < 0.80) {
            dealings.learn(ask(here, "inventory"));
        } else if (dice < 0.92) {
            join();
        } else if (dice < 0.96) {
            ask(here, "quit");
        } else if (dice < 0.98) {
            here.leave(); // without a word; the next action joins some server
        } else {
            joinTwice();
        }
    }

    private void deal(Wire here, Deed deed) throws InterruptedException {
        Optional<String> answer = answer(here.ask(deed), here, JOIN_LIMIT);
        dealings.learn(answer);
        boolean isStored =
                deed.kind() != Deed.Kind.EARN && answer.filter(Bot::isDone).isPresent();
        unsaved = isStored ? 0 : unsaved + 1;
    }

    private static boolean isDone(String answer) {
        return !answer.startsWith("error ") && !answer.startsWith("offered ");
    }

    private Optional<String> ask(Wire where, String line) throws InterruptedException {
        Optional<String> answer = answer(where.ask(line), where, JOIN_LIMIT);
        if (answer.filter(said -> said.startsWith("saved ")).isPresent()) {
            unsaved = 0;
        }
        return answer;
    }

    /** Joins another server while the previous one, if any, may still hold the profile. */
    private void join() throws InterruptedException {
        Optional<Wire> before = wire;
        Optional<Wire> next = connect(before.map(Wire::server));
        if (next.isEmpty()) {
            return;
        }
        Stay stay = new Stay(game, before, random.nextDouble() < 0.15);
        long askedAt = System.nanoTime();
        CompletableFuture<Optional<String>> asked = next.get().ask("join " + log.key());
        stay.leaveAtOnce();
        Optional<String> answer = answer(asked, next.get(), JOIN_LIMIT);
        if (answer.filter(line -> line.startsWith("joined")).isEmpty()) {
            next.get().close();
            return;
        }
        stay.measure(next.get(), askedAt);
        before.ifPresent(this::putAside);
        seated(next);
    }

    private void seated(Optional<Wire> next) throws InterruptedException {
        wire = next;
        unsaved = 0;
        dealings.learn(ask(next.orElseThrow(), "inventory"));
    }

    /** Joins two servers at the same time: one of the sessions ends the other (P7). */
    private void joinTwice() throws InterruptedException {
        Optional<Wire> first = connect(wire.map(Wire::server));
        Optional<Wire> second = connect(first.map(Wire::server));
        if (first.isEmpty() || second.isEmpty()) {
            return;
        }
        CompletableFuture<Optional<String>> one = first.get().ask("join " + log.key());
        CompletableFuture<Optional<String>> two = second.get().ask("join " + log.key());
        answer(one, first.get(), JOIN_LIMIT);
        answer(two, second.get(), JOIN_LIMIT);
        wire.ifPresent(this::putAside);
        boolean secondWon = second.get().isSeated();
        putAside(secondWon ? first.get() : second.get());
        seated(secondWon ? second : first);
    }

    private Optional<Wire> connect(Optional<ServerProcess> not) {
        return game.fleet().pick(random, not).flatMap(server -> {
            try {
                return Optional.of(new Wire(server, log));
            } catch (IOException e) {
                return Optional.empty(); // the server was killed at this very moment
            }
        });
    }

    /**
     * Sets an old connection aside. Now and then the player still sends a command there, and always if the server is stopped and will wake up later.
     */
    private void putAside(Wire old) {
        boolean standsStill = old.server().state() == ServerProcess.State.STOPPED;
        if (standsStill || random.nextDouble() < 0.2) {
            CompletableFuture<Optional<String>> unused =
                    old.ask(random.nextBoolean() ? dealings.earning(old) : dealings.any(old));
        }
        older.add(old);
        if (older.size() > 3) {
            older.removeFirst().close();
        }
    }

    private Optional<String> answer(CompletableFuture<Optional<String>> asked, Wire where, long limit)
            throws InterruptedException {
        Optional<String> answer =
                await(asked, limit, Optional.of(where.server())).flatMap(line -> line);
        if (answer.isEmpty()) {
            where.abandon();
        }
        return answer;
    }

    /** Waits for the given time, but for a stopped server not longer than a player would. */
    private static <T> Optional<T> await(CompletableFuture<T> future, long nanos, Optional<ServerProcess> server)
            throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            boolean standsStill = server.filter(ServerProcess::isRunning).isEmpty()
                    && server.filter(known -> now - known.downSince() > PATIENCE)
                            .isPresent();
            if (now - start >= nanos || (standsStill && now - start > PATIENCE)) {
                return Optional.empty();
            }
            try {
                return Optional.ofNullable(future.get(
                        Math.min(nanos - (now - start), TimeUnit.MILLISECONDS.toNanos(100)), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                // The loop looks again.
            } catch (ExecutionException e) {
                return Optional.empty();
            }
        }
    }
}
