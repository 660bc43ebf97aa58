package dev.datasave.examples.arena;

import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one connection has of the game: nothing, a join under way, or a profile. Commands come one after the other. */
final class Seat {
    private final Arena arena;
    private final Consumer<String> kick;
    private volatile @Nullable CompletableFuture<LoadResult<PlayerData>> joining;
    private volatile @Nullable Profile<PlayerData> profile;
    private volatile boolean gone;
    private volatile boolean leaving;

    Seat(Arena arena, Consumer<String> kick) {
        this.arena = arena;
        this.kick = kick;
    }

    String answer(Command command) {
        try {
            return switch (command) {
                case Command.Join(var name) -> join(name);
                case Command.Earn(var amount, var op) -> earn(amount, op);
                case Command.Show() -> seated().map(this::show).orElse(Answers.NOT_JOINED);
                case Command.Save() -> seated().map(this::save).orElse(Answers.NOT_JOINED);
                case Command.Stats() -> "stats " + arena.counters();
                case Command.Help() -> "help " + Command.USAGE;
                case Command.Quit() -> quit();
                case Command.Wrong(var code, var message) -> Answers.error(code, message);
            };
        } catch (CompletionException e) {
            return Answers.error("failed", String.valueOf(e.getCause()));
        } catch (RuntimeException e) {
            return Answers.error("failed", e.toString());
        }
    }

    private Optional<Profile<PlayerData>> seated() {
        return Optional.ofNullable(profile);
    }

    private String join(String name) {
        Profile<PlayerData> before = profile;
        if (before != null && before.state() != ProfileState.RELEASED) {
            return Answers.error("already-joined", "found a join of " + name + ", expected quit first");
        }
        profile = null;
        CompletableFuture<LoadResult<PlayerData>> load =
                arena.players().loadProfileAsync(name, LoadOptions.defaults().userId(name));
        joining = load;
        if (gone) {
            load.cancel(false);
        }
        try {
            return switch (load.join()) {
                case LoadResult.Loaded<PlayerData>(var loaded) -> seat(loaded);
                case LoadResult.NotLoaded<PlayerData>(var reason) -> Answers.refused(reason);
            };
        } catch (CancellationException e) {
            return Answers.CANCELLED;
        } finally {
            joining = null;
        }
    }

    private String seat(Profile<PlayerData> loaded) {
        leaving = false;
        profile = loaded;
        PlayerData data = loaded.data();
        String answer = "joined " + loaded.key() + " " + data.money() + " "
                + loaded.info().revision() + " " + data.lastOp() + " " + arena.serverName();
        loaded.onRelease(this::released);
        loaded.cache();
        return answer;
    }

    private void released(ReleaseReason reason) {
        if (!leaving) {
            kick.accept(ArenaEvents.word(reason));
        }
    }

    private String earn(long amount, OptionalLong op) {
        Profile<PlayerData> player = profile;
        if (player == null) {
            return Answers.NOT_JOINED;
        }
        Earned earned = new Earned(amount, op);
        try {
            return player.tryUpdate(earned::apply) ? earned.answer() : Answers.notActive(player.state());
        } catch (ArithmeticException e) {
            return Answers.error("too-rich", "expected less than " + Long.MAX_VALUE + " together");
        }
    }

    private String show(Profile<PlayerData> player) {
        PlayerData data = player.data();
        long items = data.inventory().stream().mapToLong(Item::count).sum();
        return "shown " + player.key() + " money=" + data.money() + " op=" + data.lastOp() + " earned=" + data.earned()
                + " items=" + items + " slots=" + data.inventory().size() + " revision="
                + player.info().revision() + " state=" + ArenaEvents.word(player.state());
    }

    private String save(Profile<PlayerData> player) {
        return player.state() == ProfileState.RELEASED
                ? Answers.notActive(ProfileState.RELEASED)
                : Answers.saved("saved", player.saveAsync().join());
    }

    private String quit() {
        Profile<PlayerData> player = profile;
        if (player == null || player.state() == ProfileState.RELEASED) {
            return "bye";
        }
        leaving = true;
        SaveResult result = player.releaseAsync().join();
        return Answers.saved("bye", result);
    }

    /** The player has gone: a join under way is cancelled (F42). */
    void cancelJoin() {
        gone = true;
        CompletableFuture<LoadResult<PlayerData>> load = joining;
        if (load != null) {
            load.cancel(false);
        }
    }

    /** Releases what is held; not waited for, because nobody is there to be told. */
    void leave() {
        Profile<PlayerData> player = profile;
        if (player != null) {
            leaving = true;
            CompletableFuture<SaveResult> unused = player.releaseAsync();
        }
    }

    /** One earning: its function may be asked more than once, its answer belongs to the last time. */
    private static final class Earned {
        private final long amount;
        private final OptionalLong op;
        private String answer = "";

        Earned(long amount, OptionalLong op) {
            this.amount = amount;
            this.op = op;
        }

        PlayerData apply(PlayerData data) {
            long number = op.orElse(data.lastOp() + 1);
            if (number <= data.lastOp()) {
                answer = Answers.error("old-op", "found op " + number + ", expected more than " + data.lastOp());
                return data;
            }
            PlayerData richer = data.earn(new Earning(number, amount));
            answer = "earned " + richer.money() + " " + number;
            return richer;
        }

        String answer() {
            return answer;
        }
    }
}
