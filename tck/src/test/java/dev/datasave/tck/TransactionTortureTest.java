package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.GrantResult;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import dev.datasave.WhenHeld;
import dev.datasave.tck.GameOnNetwork.Purse;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Payments between players who hop over servers that die, stand still and lose replies: no coin is ever doubled or lost (P12, F26). */
class TransactionTortureTest {
    private static final int PLAYERS = 5;
    private static final long SEEDS = Long.getLong("datasave.seeds", 40);

    @Test
    @DisplayName("P12, F26: coins are conserved in every storm")
    void coinsAreConserved() {
        List<Game> games = LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(seed -> new Game(seed).play())
                .toList();
        assertThat(games)
                .allSatisfy(game -> assertThat(game.sum()).as(game.toString()).isEqualTo(PLAYERS * 100L));
        assertThat(games)
                .allSatisfy(game ->
                        assertThat(game.unanswered()).as(game.toString()).isZero());
        assertThat(games.stream().mapToLong(game -> game.committed).sum()).isGreaterThan(SEEDS * 20);
        assertThat(games.stream().mapToLong(game -> game.refused).sum()).isPositive();
    }

    private static final class Game {
        private final long seed;
        private final VirtualNetwork network;
        private final RandomGenerator random;
        private final List<DataSave> servers = new ArrayList<>();
        private final List<Profile<Purse>> seats = new ArrayList<>();
        private final List<DataSave> homes = new ArrayList<>();
        private final List<CompletableFuture<?>> answers = new ArrayList<>();
        private final List<DataSave> askers = new ArrayList<>();
        private long committed;
        private long refused;
        private long sum;

        Game(long seed) {
            this.seed = seed;
            this.network = new VirtualNetwork(seed);
            this.random = network.random();
        }

        private static ProfileStore<Purse> purses(DataSave server) {
            return server.profileStore("Purse", Purse.class, Purse::fresh);
        }

        Game play() {
            for (int i = 0; i < 3; i++) {
                servers.add(network.server("s" + i));
            }
            network.faults(Faults.storm(random));
            for (int step = 0; step < 600; step++) {
                act();
                network.advance(Duration.ofMillis(random.nextLong(1, 250)));
            }
            network.faults(Faults.calm());
            servers.stream().filter(network::isPaused).forEach(network::resume);
            network.advance(Duration.ofSeconds(130));
            DataSave last = network.server("last");
            for (int i = 0; i < PLAYERS; i++) {
                if (network.await(purses(last).loadProfileAsync("p" + i))
                        instanceof LoadResult.Loaded<Purse>(var profile)) {
                    network.await(profile.grantOnceAsync("start", purse -> purse.earn(100)));
                    sum += profile.data().coins();
                }
            }
            network.close();
            return this;
        }

        private void act() {
            int dice = random.nextInt(100);
            DataSave server = servers.get(random.nextInt(servers.size()));
            if (dice < 2) {
                network.kill(server);
                servers.set(servers.indexOf(server), network.server("s"));
            } else if (dice < 4 && !network.isPaused(server)) {
                network.pause(server);
                network.schedule(Duration.ofMillis(random.nextLong(100, 20_000)), () -> network.resume(server));
            } else if (dice < 5) {
                network.outage(Duration.ofMillis(random.nextLong(10, 3_000)));
            } else if (!network.isPaused(server) && dice < 25) {
                join(server);
            } else {
                pay();
            }
        }

        private void join(DataSave server) {
            String key = "p" + random.nextInt(PLAYERS);
            LoadOptions options =
                    random.nextInt(10) == 0 ? LoadOptions.defaults().whenHeld(WhenHeld.STEAL) : LoadOptions.defaults();
            CompletableFuture<LoadResult<Purse>> load = purses(server).loadProfileAsync(key, options);
            expect(server, load.thenAccept(result -> {
                if (result instanceof LoadResult.Loaded<Purse>(var profile)) {
                    seats.add(profile);
                    homes.add(server);
                    expect(
                            server,
                            profile.grantOnceAsync("start", purse -> purse.earn(100))
                                    .thenAccept(granted -> {
                                        assertThat(granted).isNotInstanceOf(GrantResult.TakenBack.class);
                                    }));
                }
            }));
        }

        private void pay() {
            List<Integer> here = new ArrayList<>();
            for (int i = 0; i < seats.size(); i++) {
                if (seats.get(i).isActive() && network.isAlive(homes.get(i)) && !network.isPaused(homes.get(i))) {
                    here.add(i);
                }
            }
            if (here.size() < 2) {
                return;
            }
            int first = here.get(random.nextInt(here.size()));
            int second = here.get(random.nextInt(here.size()));
            DataSave server = homes.get(first);
            if (first == second
                    || !server.equals(homes.get(second))
                    || seats.get(first).id().equals(seats.get(second).id())) {
                return;
            }
            Profile<Purse> from = seats.get(first);
            Profile<Purse> to = seats.get(second);
            long amount = random.nextLong(1, 40);
            expect(
                    server,
                    server.transactAsync(Transaction.Participants.of(from, to), tx -> {
                                if (tx.data(from).coins() < amount) {
                                    return false;
                                }
                                tx.update(from, purse -> purse.earn(-amount));
                                tx.update(to, purse -> purse.earn(amount));
                                return true;
                            })
                            .thenAccept(result -> {
                                committed += result instanceof Transaction.Result.Committed ? 1 : 0;
                                refused += result instanceof Transaction.Result.NotActive ? 1 : 0;
                            }));
        }

        private void expect(DataSave asker, CompletableFuture<?> answer) {
            askers.add(asker);
            answers.add(answer);
        }

        long sum() {
            return sum;
        }

        /** What living servers have never answered. */
        long unanswered() {
            long count = 0;
            for (int i = 0; i < answers.size(); i++) {
                count += answers.get(i).isDone() || network.wasKilled(askers.get(i)) ? 0 : 1;
            }
            return count;
        }

        @Override
        public String toString() {
            return "seed " + seed + ": sum " + sum + ", committed " + committed + ", refused " + refused;
        }
    }
}
