package dev.datasave.tck;

import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.MessageOutcome;
import dev.datasave.WhenHeld;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.Journal.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One simulated player: joins, plays, trades, hops to another server before the old one knows, quits, in no order. */
final class Player {
    /** How many different things a player buys: the shop tells of each several times. */
    private static final int PURCHASES = 6;

    private final EntryId id;
    private final Crowd crowd;
    private final List<Seat> seats = new ArrayList<>();
    private @Nullable GameServer loadingOn;
    private @Nullable CompletableFuture<LoadResult<Score>> loading;

    Player(String name, Crowd crowd) {
        this.id = new EntryId(GameServer.STORE, name);
        this.crowd = crowd;
    }

    EntryId id() {
        return id;
    }

    /** Does one thing. */
    void act(RandomGenerator random) {
        seats.removeIf(seat -> seat.hasEnded() && random.nextInt(4) == 0);
        int dice = random.nextInt(100);
        if (dice < 32) {
            seat(random).ifPresentOrElse(Seat::edit, () -> join(random));
        } else if (dice < 38) {
            seat(random).ifPresent(Seat::save);
        } else if (dice < 57) {
            join(random);
        } else if (dice < 63) {
            seat(random).ifPresent(Seat::release);
        } else if (dice < 67) {
            seat(random).ifPresent(seat -> seat.server().quit(id));
        } else if (dice < 70) {
            cancel(random);
        } else if (dice < 77) {
            seat(random).ifPresent(seat -> seat.buy(id.key() + "-item" + random.nextInt(PURCHASES)));
        } else if (dice < 85) {
            seat(random)
                    .ifPresent(
                            seat -> crowd.partner(seat, random).ifPresent(other -> Trade.between(seat, other, random)));
        } else if (dice < 90) {
            seat(random).ifPresent(seat -> Trade.gift(seat, crowd.any(random).id(), random));
        } else if (dice < 93) {
            seat(random).ifPresent(seat -> Trade.bank(seat, random));
        } else if (dice < 97) {
            send(random);
        } else {
            seat(random).ifPresent(Seat::takeKept);
        }
    }

    /** His profiles, on servers that run. */
    List<Seat> seats() {
        return seats.stream().filter(seat -> crowd.fleet().runs(seat.server())).toList();
    }

    private Optional<Seat> seat(RandomGenerator random) {
        List<Seat> here = seats();
        return here.isEmpty() ? Optional.empty() : Optional.of(here.get(random.nextInt(here.size())));
    }

    private void join(RandomGenerator random) {
        crowd.fleet().any(random).ifPresent(server -> {
            int dice = random.nextInt(100);
            WhenHeld mode = dice < 2
                    ? WhenHeld.STEAL
                    : dice < 8 ? WhenHeld.CANCEL : dice < 14 ? WhenHeld.REPEAT : WhenHeld.FORCE_LOAD;
            LoadOptions options = LoadOptions.defaults()
                    .timeout(Duration.ofMillis(random.nextLong(1_000, 60_000)))
                    .stealAfter(Duration.ofMillis(random.nextLong(5_000, 30_000)));
            loadingOn = server;
            loading = server.load(id, options, mode, seat -> {
                seats.add(seat);
                seat.sit(random.nextBoolean(), gift -> random.nextInt(5) == 0);
            });
        });
    }

    private void cancel(RandomGenerator random) {
        if (loading != null && loadingOn != null && crowd.fleet().runs(loadingOn)) {
            if (random.nextBoolean()) {
                loading.cancel(false);
            } else {
                loadingOn.quit(id);
            }
        }
    }

    /** The game gives somebody something that was nobody's. */
    private void send(RandomGenerator random) {
        EntryId to = crowd.any(random).id();
        crowd.fleet().any(random).ifPresent(server -> {
            String gift = server.newName("gift ");
            Map<String, Long> goods = Goods.coins(1 + random.nextInt(9));
            server.see(to, 0, new Seen.Sending(gift));
            server.expect(gift, to, server.store().messageAsync(to.key(), new Seat.Gift(gift, goods)), outcome -> {
                if (outcome instanceof MessageOutcome.Sent(var message)) {
                    server.see(to, 0, new Seen.Sent(message));
                    crowd.mailed(to, message);
                }
            });
        });
    }
}
