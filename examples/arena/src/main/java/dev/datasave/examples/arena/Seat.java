package dev.datasave.examples.arena;

import dev.datasave.DataSaveException;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.platform.Arrival;
import dev.datasave.platform.Reason;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of the game that belongs to one connection: nothing, a join under way, or a profile. Commands come one after the other. */
final class Seat {
    private static final String NOT_KICKED = "";

    private final Arena arena;
    private final Consumer<String> tell;
    private final AtomicReference<String> kicked = new AtomicReference<>(NOT_KICKED);
    private boolean hasAsked;
    private volatile String welcome = "";
    private volatile @Nullable Profile<PlayerData> profile;
    private volatile boolean isSeated;

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
        if (now != null && before == null) {
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

    /** Tells the player what others did. */
    void notice(String what) {
        if (isSeated) {
            tell.accept("notice " + what);
        }
    }

    private String join(String name) {
        if (hasAsked) {
            return Answers.error("already-joined", "found a second join, of " + name + ", expected a new connection");
        }
        hasAsked = true;
        return switch (arena.sessions().arriving(this, name).join()) {
            case Arrival.LetIn<PlayerData>(var loaded, var isNew) -> {
                profile = loaded;
                yield welcome;
            }
            case Arrival.Refused<PlayerData>(var reason, var load) ->
                load.map(Answers::refused).orElseGet(() -> Answers.refused(reason));
        };
    }

    /** Equips the player, before anybody else sees the profile. */
    void prepare(Profile<PlayerData> loaded) {
        loaded.onRelease(reason -> arena.market().withdraw(loaded));
        loaded.update(data -> data.welcome(loaded.key()));
        PlayerData data = loaded.data();
        welcome = "joined " + loaded.key() + " " + data.money() + " "
                + loaded.info().revision() + " " + data.lastOp() + " " + arena.serverName();
    }

    private void listen(Profile<PlayerData> loaded) {
        isSeated = true;
        arena.sessions().arrived(this);
        loaded.onMessage(Gift.class, this::receive);
        tellOfKick();
    }

    /** The player has to go. If that comes before the answer to the join, it is told after it. */
    void kick(Reason reason) {
        kicked.set("kicked " + ArenaEvents.word(reason.kind()));
        if (isSeated) {
            tellOfKick();
        }
    }

    private void tellOfKick() {
        String line = kicked.getAndSet(NOT_KICKED);
        if (!line.equals(NOT_KICKED)) {
            tell.accept(line);
        }
    }

    /** The gift and its acknowledgement are one edit, so it is received exactly once, whatever crashes (P11). */
    private void receive(Message<PlayerData, Gift> message) {
        Gift gift = message.payload();
        if (message.acknowledge(data -> data.receive(gift))) {
            notice(gift.booking().by() + " gave you " + gift.item().id());
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
        Optional<Profile<PlayerData>> playing =
                Optional.ofNullable(profile).filter(player -> player.state() != ProfileState.RELEASED);
        leave();
        return playing.map(player -> Answers.saved("bye", player.releaseAsync().join()))
                .orElse("bye");
    }

    /** The player has gone: a join under way ends (F42), a profile is released. Nobody waits for it. */
    void leave() {
        arena.sessions().gone(this);
    }
}
