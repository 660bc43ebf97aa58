package dev.datasave.examples.arena;

import dev.datasave.DataSaveException;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of the game that belongs to one connection: nothing, a join under way, or a profile. Commands come one after the other. */
final class Seat {
    private final Arena arena;
    private final Consumer<String> tell;
    private volatile @Nullable CompletableFuture<LoadResult<PlayerData>> joining;
    private volatile @Nullable Profile<PlayerData> profile;
    private volatile boolean gone;
    private volatile boolean leaving;

    /** All lines for the player go to {@code tell}, in order: answers and notices. It must not block, because the engine waits for its listeners. */
    Seat(Arena arena, Consumer<String> tell) {
        this.arena = arena;
        this.tell = tell;
    }

    /** Carries out a command and answers it. Listens to the profile only after that, so that the player hears of waiting gifts after the join. */
    void obey(Command command) {
        Profile<PlayerData> before = profile;
        tell.accept(answer(command));
        Profile<PlayerData> now = profile;
        if (now != null && !now.equals(before)) {
            listen(now);
        }
    }

    private String answer(Command command) {
        try {
            return switch (command) {
                case Command.Join(var name) -> join(name);
                case Command.Earn(var amount, var op) -> seated(player -> earn(player, amount, op));
                case Command.Show() -> seated(this::show);
                case Command.Inventory() -> seated(this::inventory);
                case Command.Save() -> seated(this::save);
                case Command.Find(var op) -> seated(player -> arena.market().find(player, op));
                case Command.Pay(var to, var amount, var op) ->
                    seated(player -> arena.market().pay(player, to, amount, op));
                case Command.Trade(var with, var give, var get, var op) ->
                    seated(player -> arena.market().trade(player, with, give, get, op));
                case Command.Give(var to, var item, var op) ->
                    seated(player -> arena.market().gift(player, to, item, op));
                case Command.Stats() -> "stats " + arena.counters();
                case Command.Help() -> "help " + Command.USAGE;
                case Command.Quit() -> quit();
                case Command.Wrong(var code, var message) -> Answers.error(code, message);
            };
        } catch (DataSaveException.Busy e) {
            return Answers.error(
                    "busy", String.valueOf(e.getMessage())); // a transaction is under way; nothing was changed
        } catch (CompletionException e) {
            return Answers.error("failed", String.valueOf(e.getCause()));
        } catch (RuntimeException e) {
            return Answers.error("failed", e.toString());
        }
    }

    private String seated(Function<Profile<PlayerData>, String> command) {
        Profile<PlayerData> player = profile;
        return player == null ? Answers.NOT_JOINED : command.apply(player);
    }

    void notice(String what) {
        tell.accept("notice " + what);
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
        if (!loaded.tryUpdate(data -> data.welcome(loaded.key()))) {
            CompletableFuture<SaveResult> unused = loaded.releaseAsync();
            return "refused " + ArenaEvents.word(loaded.state()) + " found the profile so right after loading";
        }
        leaving = false;
        profile = loaded;
        PlayerData data = loaded.data();
        return "joined " + loaded.key() + " " + data.money() + " "
                + loaded.info().revision() + " " + data.lastOp() + " " + arena.serverName();
    }

    private void listen(Profile<PlayerData> loaded) {
        arena.seated(loaded.key(), this);
        loaded.onRelease(reason -> released(loaded, reason));
        loaded.onMessage(Gift.class, this::receive);
        loaded.cache();
    }

    /** The gift and its acknowledgement are one edit, so it is received exactly once, whatever crashes (P11). */
    private void receive(Message<PlayerData, Gift> message) {
        Gift gift = message.payload();
        if (message.acknowledge(data -> data.receive(gift))) {
            notice(gift.booking().by() + " gave you " + gift.item().id());
        }
    }

    private void released(Profile<PlayerData> player, ReleaseReason reason) {
        arena.left(player.key(), this);
        arena.market().withdraw(player);
        if (!leaving) {
            tell.accept("kicked " + ArenaEvents.word(reason));
        }
    }

    private String earn(Profile<PlayerData> player, long amount, OptionalLong op) {
        Outcome outcome = new Outcome();
        try {
            boolean isActive = player.tryUpdate(data -> {
                Booking booking = data.next(op).of(amount);
                if (!outcome.isNew(booking, data)) {
                    return data;
                }
                PlayerData richer = data.book(booking);
                outcome.yes("earned " + richer.money() + " " + booking.op());
                return richer;
            });
            return isActive ? outcome.answer() : Answers.notActive(player.state());
        } catch (ArithmeticException e) {
            return Answers.error("too-rich", "expected less than " + Long.MAX_VALUE + " together");
        }
    }

    private String show(Profile<PlayerData> player) {
        PlayerData data = player.data();
        return "shown " + player.key() + " money=" + data.money() + " op=" + data.lastOp() + " booked=" + data.booked()
                + " items=" + data.inventory().size() + " revision="
                + player.info().revision() + " state=" + ArenaEvents.word(player.state());
    }

    private String inventory(Profile<PlayerData> player) {
        return "inventory"
                + player.data().inventory().stream()
                        .map(item -> " " + item.id() + "=" + item.type())
                        .collect(Collectors.joining());
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

    /** Cancels a join under way, because the player has gone (F42). */
    void cancelJoin() {
        gone = true;
        CompletableFuture<LoadResult<PlayerData>> load = joining;
        if (load != null) {
            load.cancel(false);
        }
    }

    /** Releases the profile without waiting, because there is nobody left to tell. */
    void leave() {
        Profile<PlayerData> player = profile;
        if (player != null) {
            leaving = true;
            CompletableFuture<SaveResult> unused = player.releaseAsync();
        }
    }
}
