package dev.datasave.tck.simulation;

import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.WhenHeld;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.checker.Goods;
import dev.datasave.tck.network.GameEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One simulated player: joins, plays, trades, quits, and hops to another server before the old one knows, in random order. */
final class Player {
    /** How many different things a player buys; the shop reports each of them several times. */
    private static final int PURCHASES = 6;

    private static final String NOTHING = "finds nothing to do";

    private final Set<EntryId> keys = new LinkedHashSet<>();
    private final Set<EntryId> places = new LinkedHashSet<>();
    private EntryId id;
    private final Crowd crowd;
    private final List<Visit> seats = new ArrayList<>();
    private boolean wasThere;
    private @Nullable GameServer loadingOn;
    private @Nullable CompletableFuture<LoadResult<Score>> loading;

    Player(String name, Crowd crowd) {
        this.id = new EntryId(Goods.STORE, name);
        keys.add(id);
        places.add(id);
        this.crowd = crowd;
    }

    /** The key of the player's profile, as far as the game knows. */
    EntryId id() {
        return id;
    }

    /** All keys that the player ever had. */
    List<EntryId> keys() {
        return List.copyOf(keys);
    }

    /** All keys under which something of the player may be: those, and whereto a move was asked for whose end the game did not hear. */
    List<EntryId> places() {
        return List.copyOf(places);
    }

    /** A move to that key is asked for. */
    void moving(EntryId to) {
        places.add(to);
    }

    /** The game hears that the player's profile is under another key. */
    void moved(EntryId to) {
        id = to;
        keys.add(to);
    }

    /** Does one thing, and describes it. */
    String act(RandomGenerator random) {
        seats.removeIf(seat -> seat.hasEnded() && random.nextInt(4) == 0);
        List<Visit> frozen = seats.stream()
                .filter(seat -> crowd.fleet().standsStill(seat.server()))
                .toList();
        if (!frozen.isEmpty() && random.nextBoolean()) {
            return crowd.fleet().editWhenAwake(frozen.get(random.nextInt(frozen.size())), random);
        }
        int dice = random.nextInt(100);
        if (dice < 30) {
            return seat(random).map(seat -> seat.edit()).orElseGet(() -> join(random));
        } else if (dice < 36) {
            return seat(random).map(seat -> save(seat, random)).orElse(NOTHING);
        } else if (dice < 54) {
            return join(random);
        } else if (dice < 60) {
            return seat(random).map(Visit::release).orElse(NOTHING);
        } else if (dice < 64) {
            return seat(random).map(seat -> seat.server().quit(id)).orElse(NOTHING);
        } else if (dice < 70) {
            return random.nextInt(3) == 0 ? cancel(random) : joinForAMoment(random);
        } else if (dice < 77) {
            return seat(random)
                    .map(seat -> seat.buy(Goods.person(id).key() + "-item" + random.nextInt(PURCHASES)))
                    .orElse(NOTHING);
        } else if (dice < 85) {
            return seat(random)
                    .flatMap(seat -> crowd.partner(seat, random).map(other -> Trade.between(seat, other, random)))
                    .orElse(NOTHING);
        } else if (dice < 90) {
            return seat(random)
                    .map(seat -> Trade.gift(seat, crowd.any(random).id(), random))
                    .orElse(NOTHING);
        } else if (dice < 93) {
            return seat(random).map(seat -> Trade.bank(seat, random)).orElse(NOTHING);
        } else if (dice < 97) {
            return send(random);
        }
        return seat(random).map(Visit::takeKept).orElse(NOTHING);
    }

    /** Whether a load of the player's profile ever succeeded. */
    boolean wasThere() {
        return wasThere;
    }

    /** The player's profiles, on running servers. */
    List<Visit> seats() {
        return seats.stream().filter(seat -> crowd.fleet().runs(seat.server())).toList();
    }

    private Optional<Visit> seat(RandomGenerator random) {
        List<Visit> here = seats();
        return here.isEmpty() ? Optional.empty() : Optional.of(here.get(random.nextInt(here.size())));
    }

    private String join(RandomGenerator random) {
        return crowd.fleet().any(random).map(server -> join(server, random)).orElse(NOTHING);
    }

    String join(GameServer server, RandomGenerator random) {
        int dice = random.nextInt(100);
        WhenHeld mode = dice < 2
                ? WhenHeld.STEAL
                : dice < 8 ? WhenHeld.CANCEL : dice < 14 ? WhenHeld.REPEAT : WhenHeld.FORCE_LOAD;
        LoadOptions options = LoadOptions.defaults()
                .timeout(Duration.ofMillis(random.nextLong(1_000, 60_000)))
                .stealAfter(Duration.ofMillis(random.nextLong(5_000, 30_000)));
        load(server, options, mode, random);
        return "joins " + server + ", " + mode;
    }

    /** Loads the profile, and if it was moved, loads it where it is. */
    private void load(GameServer server, LoadOptions options, WhenHeld mode, RandomGenerator random) {
        loadingOn = server;
        loading = server.load(
                id,
                options,
                mode,
                seat -> {
                    seats.add(seat);
                    wasThere = true;
                    seat.sit(random.nextBoolean(), gift -> random.nextInt(5) == 0);
                },
                to -> {
                    moved(to);
                    if (crowd.fleet().runs(server)) {
                        load(server, options, mode, random);
                    }
                });
    }

    /** Leaves again before the load has ended, or just then. */
    private String joinForAMoment(RandomGenerator random) {
        Duration moment = Duration.ofNanos(random.nextLong(4_000_000));
        return crowd.fleet()
                .any(random)
                .map(server -> {
                    String joins = join(server, random);
                    CompletableFuture<LoadResult<Score>> load = loading;
                    if (load != null) {
                        crowd.fleet().later(server, moment, () -> load.cancel(false));
                    }
                    return joins + ", for a moment";
                })
                .orElse(NOTHING);
    }

    /** Saves, and sometimes saves again at once, while the first save may be on its way or being repeated. */
    private String save(Visit seat, RandomGenerator random) {
        if (random.nextBoolean()) {
            return seat.save();
        }
        seat.edit();
        seat.save();
        crowd.fleet().later(seat.server(), Fleet.millis(random, 0.1, 100), () -> {
            seat.edit();
            seat.save();
        });
        return "saves on " + seat.server() + ", twice";
    }

    private String cancel(RandomGenerator random) {
        if (loading != null && loadingOn != null && crowd.fleet().runs(loadingOn)) {
            if (random.nextBoolean()) {
                loading.cancel(false);
            } else {
                loadingOn.quit(id);
            }
            return "gives up loading on " + loadingOn;
        }
        return NOTHING;
    }

    /** Sends another player something new, as a gift of the game. */
    private String send(RandomGenerator random) {
        EntryId to = crowd.any(random).id();
        Map<String, Long> goods = Goods.coins(1 + random.nextInt(9));
        return crowd.fleet().any(random).map(server -> send(server, to, goods)).orElse(NOTHING);
    }

    private String send(GameServer server, EntryId to, Map<String, Long> goods) {
        String gift = server.newName("gift ");
        Message.SendOptions options = GameServer.signed(id, gift);
        server.see(to, 0, new GameEvent.Sending(gift));
        server.expect(
                gift, to, server.store().messageAsync(to.key(), new Visit.Gift(gift, goods), options), outcome -> {
                    if (outcome instanceof Message.Outcome.Sent(var message)) {
                        server.see(to, 0, new GameEvent.Sent(message));
                        crowd.mailed(to, message);
                    }
                });
        return "is the occasion for " + server + " to send " + gift + " to " + to.key();
    }
}
