package dev.datasave.tck;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataSaveListener;
import dev.datasave.LoadResult;
import dev.datasave.LostUpdate;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import dev.datasave.tck.GameOnNetwork.Purse;
import dev.datasave.tck.MailOnNetwork.Gift;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * A minute and a half in which players hop over servers that die and lose replies, while everybody sends gifts to everybody, takes some back and edits
 * others. Then the weather calms down, every profile is loaded once more, and {@link MessageAudit} counts.
 */
final class MessageStorm {
    static final List<String> KEYS = List.of("p0", "p1", "p2", "p3", "nobody");
    private static final Duration STORM = Duration.ofSeconds(90);

    private final long seed;
    private final VirtualNetwork network;
    private final RandomGenerator random;
    private final Faults faults;
    private final boolean keepsSome;
    private final List<DataSave> servers = new ArrayList<>();
    private final List<Profile<Purse>> seats = new ArrayList<>();
    private final Map<Profile<Purse>, DataSave> where = new HashMap<>();
    private final List<Message<Purse, Gift>> kept = new ArrayList<>();
    private final List<MessageAudit.Sending> sendings = new ArrayList<>();
    private MessageAudit audit = new MessageAudit(List.of(), Map.of(), Map.of(), false);

    MessageStorm(long seed) {
        this.seed = seed;
        this.network = new VirtualNetwork(seed);
        this.random = network.random();
        Faults storm = Faults.storm(random);
        this.faults = switch ((int) Math.floorMod(seed, 5L)) {
            case 0 -> Faults.calm().withoutSignals();
            case 1 -> storm.withoutSignals();
            default -> storm;
        };
        this.keepsSome = random.nextBoolean();
    }

    long delivered() {
        return audit.delivered();
    }

    long dead() {
        return audit.dead();
    }

    long withdrawn() {
        return sendings.stream().filter(MessageAudit.Sending::isWithdrawn).count();
    }

    long edited() {
        return sendings.stream().filter(MessageAudit.Sending::isEdited).count();
    }

    List<String> run() {
        try (network) {
            play();
            audit = audit();
            return audit.violations().stream()
                    .map(found -> "seed " + seed + ": " + found)
                    .toList();
        } catch (AssertionError | RuntimeException thrown) {
            return List.of("seed " + seed + ": " + thrown);
        }
    }

    private void play() {
        network.faults(faults);
        for (int i = 0; i < 3; i++) {
            servers.add(server("s" + i));
        }
        often(1_500, this::send);
        often(3_000, this::change);
        often(2_500, this::hop);
        often(4_000, this::save);
        often(5_000, this::acknowledgeKept);
        perMinute(faults.outages(), () -> network.outage(Duration.ofMillis(random.nextLong(100, 20_000))));
        perMinute(faults.pauses() * 2, this::pause);
        perMinute(faults.kills() * 2, this::kill);
        network.advance(STORM);
        network.faults(Faults.calm());
        network.outage(Duration.ZERO);
        servers.forEach(server -> {
            if (network.isPaused(server)) {
                network.resume(server);
            }
        });
        network.advance(Duration.ofSeconds(70));
    }

    private DataSave server(String name) {
        return network.server(
                name,
                builder -> builder.listener(new DataSaveListener() {
                    @Override
                    public void lostUpdate(LostUpdate lost) {} // lost with its marks: the messages come again
                }));
    }

    private void often(long meanMillis, Runnable what) {
        network.schedule(Duration.ofMillis(random.nextLong(1, 2 * meanMillis)), () -> {
            if (network.now().compareTo(STORM) < 0) {
                what.run();
                often(meanMillis, what);
            }
        });
    }

    private void perMinute(double rate, Runnable what) {
        if (rate > 0) {
            often((long) (60_000 / rate) + 1, what);
        }
    }

    private boolean runs(DataSave server) {
        return network.isAlive(server) && !network.isPaused(server);
    }

    private Optional<DataSave> anyServer() {
        List<DataSave> running = servers.stream().filter(this::runs).toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    private void pause() {
        anyServer().ifPresent(server -> {
            network.pause(server);
            network.schedule(Duration.ofMillis(random.nextLong(10, 20_000)), () -> network.resume(server));
        });
    }

    private void kill() {
        anyServer().ifPresent(server -> {
            network.kill(server);
            servers.remove(server);
            network.schedule(Duration.ofMillis(random.nextLong(100, 10_000)), () -> servers.add(server("again")));
        });
    }

    private static ProfileStore<Purse> purses(DataSave server) {
        return GameOnNetwork.purses(server);
    }

    private void send() {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        String name = "m" + String.format(java.util.Locale.ROOT, "%04d", sendings.size());
        if (random.nextInt(4) == 0) {
            seat().ifPresent(giver -> transact(giver, name, key));
        } else {
            anyServer().ifPresent(server -> {
                Optional<Duration> expiry = random.nextInt(5) == 0
                        ? Optional.of(Duration.ofMillis(random.nextLong(1_000, 60_000)))
                        : Optional.empty();
                CompletableFuture<Message.Outcome> outcome = expiry.isPresent()
                        ? purses(server).messageAsync(key, new Gift(name, 1), expiry.get())
                        : purses(server).messageAsync(key, new Gift(name, 1));
                sendings.add(new MessageAudit.Sending(name, key, server, outcome, expiry.isPresent()));
            });
        }
    }

    private void transact(Profile<Purse> giver, String name, String key) {
        DataSave server = where.get(giver);
        CompletableFuture<Transaction.Result> outcome = server.transactAsync(Transaction.Participants.of(giver), tx -> {
            tx.update(giver, purse -> MailOnNetwork.with(purse, new Gift("gave " + name, 0)));
            tx.message(purses(server), key, new Gift(name, 1));
            return true;
        });
        sendings.add(new MessageAudit.Sending(name, key, giver.key(), server, outcome));
    }

    private void change() {
        if (sendings.isEmpty()) {
            return;
        }
        MessageAudit.Sending sending = sendings.get(random.nextInt(sendings.size()));
        Optional<String> id = sending.id();
        Optional<DataSave> server = anyServer();
        if (id.isEmpty() || server.isEmpty()) {
            return;
        }
        ProfileStore<Purse> store = purses(server.get());
        if (random.nextBoolean()) {
            sending.withdrawals().add(store.withdrawMessageAsync(sending.key(), id.get()));
        } else if (sending.edits().isEmpty()) {
            CompletableFuture<Message.Change> edit =
                    store.editMessageAsync(sending.key(), id.get(), new Gift(sending.name() + "'", 1));
            sending.edits().add(edit);
        }
    }

    private Optional<Profile<Purse>> seat() {
        List<Profile<Purse>> here =
                seats.stream().filter(seat -> runs(where.get(seat))).toList();
        return here.isEmpty() ? Optional.empty() : Optional.of(here.get(random.nextInt(here.size())));
    }

    private void hop() {
        String key = KEYS.get(random.nextInt(KEYS.size() - 1));
        anyServer().ifPresent(server -> {
            var unused = purses(server).loadProfileAsync(key).thenAccept(result -> {
                if (result instanceof LoadResult.Loaded<Purse>(var profile)) {
                    seats.add(profile);
                    where.put(profile, server);
                    profile.onMessage(Gift.class, this::receive);
                }
            });
        });
    }

    private void receive(Message<Purse, Gift> message) {
        if (keepsSome && random.nextInt(5) == 0) {
            kept.add(message);
        } else {
            message.acknowledge(purse -> MailOnNetwork.with(purse, message.payload()));
        }
    }

    private void acknowledgeKept() {
        if (!kept.isEmpty()) {
            Message<Purse, Gift> message = kept.remove(random.nextInt(kept.size()));
            try {
                message.acknowledge(purse -> MailOnNetwork.with(purse, message.payload()));
            } catch (DataSaveException.NotActive | DataSaveException.Busy lost) {
                network.journal().add(new Journal.Note(network.now(), "", "kept message lost: " + lost.getMessage()));
            }
        }
    }

    private void save() {
        seat().ifPresent(seat -> {
            var unused = random.nextInt(3) == 0 ? seat.releaseAsync() : seat.saveAsync();
        });
    }

    /** Loads every profile on a new server, lets it take what is left, and looks at what is stored then. */
    private MessageAudit audit() {
        DataSave last = network.server("last");
        Map<String, List<String>> items = new HashMap<>();
        Map<String, List<Message.Pending>> left = new HashMap<>();
        for (String key : KEYS) {
            Profile<Purse> profile =
                    GameOnNetwork.profileOf(network.await(purses(last).loadProfileAsync(key)));
            profile.onMessage(
                    Gift.class, message -> message.acknowledge(purse -> MailOnNetwork.with(purse, message.payload())));
            network.advance(Duration.ofSeconds(70));
            network.await(profile.releaseAsync());
            network.advance(Duration.ofSeconds(1));
            items.put(
                    key,
                    network.await(purses(last).viewProfileAsync(key))
                            .orElseThrow()
                            .data()
                            .items());
            left.put(key, network.await(purses(last).pendingMessagesAsync(key)));
        }
        return new MessageAudit(sendings, items, left, !keepsSome);
    }
}
