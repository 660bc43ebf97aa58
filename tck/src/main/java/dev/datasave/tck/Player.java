package dev.datasave.tck;

import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.WhenHeld;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One simulated player: joins, plays, hops to another server before the old one knows, quits, in no order. */
final class Player {
    private final EntryId id;
    private final RandomGenerator random;
    private final Supplier<Optional<GameServer>> somewhere;
    private final Predicate<GameServer> runs;
    private final List<Seat> seats = new ArrayList<>();
    private @Nullable GameServer loadingOn;
    private @Nullable CompletableFuture<LoadResult<Score>> loading;

    /**
     * @param somewhere a server that runs, at random
     * @param runs whether a server is neither dead nor standing still, so that a game can do something there
     */
    Player(String name, RandomGenerator random, Supplier<Optional<GameServer>> somewhere, Predicate<GameServer> runs) {
        this.id = new EntryId(GameServer.STORE, name);
        this.random = random;
        this.somewhere = somewhere;
        this.runs = runs;
    }

    /** Does one thing. */
    void act() {
        seats.removeIf(seat -> seat.hasEnded() && random.nextInt(4) == 0);
        int dice = random.nextInt(100);
        if (dice < 50) {
            seat().ifPresentOrElse(Seat::edit, this::join);
        } else if (dice < 58) {
            seat().ifPresent(Seat::save);
        } else if (dice < 82) {
            join();
        } else if (dice < 90) {
            seat().ifPresent(Seat::release);
        } else if (dice < 96) {
            seat().ifPresent(seat -> seat.server().quit(id));
        } else {
            cancel();
        }
    }

    private Optional<Seat> seat() {
        List<Seat> here =
                seats.stream().filter(seat -> runs.test(seat.server())).toList();
        return here.isEmpty() ? Optional.empty() : Optional.of(here.get(random.nextInt(here.size())));
    }

    private void join() {
        Optional<GameServer> server = somewhere.get();
        if (server.isPresent()) {
            int dice = random.nextInt(100);
            WhenHeld mode = dice < 2
                    ? WhenHeld.STEAL
                    : dice < 8 ? WhenHeld.CANCEL : dice < 14 ? WhenHeld.REPEAT : WhenHeld.FORCE_LOAD;
            LoadOptions options = LoadOptions.defaults()
                    .timeout(Duration.ofMillis(random.nextLong(1_000, 60_000)))
                    .stealAfter(Duration.ofMillis(random.nextLong(5_000, 30_000)));
            loadingOn = server.get();
            loading = server.get().load(id, options, mode, this::seated);
        }
    }

    private void seated(Seat seat) {
        seats.add(seat);
        seat.sit(random.nextBoolean());
    }

    private void cancel() {
        if (loading != null && loadingOn != null && runs.test(loadingOn)) {
            if (random.nextBoolean()) {
                loading.cancel(false);
            } else {
                loadingOn.quit(id);
            }
        }
    }
}
