package dev.datasave.examples.network;

import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileVersion;
import dev.datasave.RollbackOutcome;
import dev.datasave.Transaction;
import dev.datasave.minestom.Hops;
import dev.datasave.minestom.PlayerProfiles;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import net.kyori.adventure.text.Component;
import net.minestom.server.MinecraftServer;
import net.minestom.server.command.CommandManager;
import net.minestom.server.command.builder.Command;
import net.minestom.server.command.builder.CommandContext;
import net.minestom.server.command.builder.arguments.Argument;
import net.minestom.server.command.builder.arguments.ArgumentType;
import net.minestom.server.entity.Player;
import net.minestom.server.event.player.PlayerDisconnectEvent;

/** What players can type. Each command is answered with one line; those that store something, once it is stored. */
final class GameCommands {
    private static final String WHO = "player";
    private static final String COINS = "coins";
    private static final String TEXT = "text";
    private static final String SERVER = "server";
    private static final String REVISION = "revision";

    private final GameOptions options;
    private final PlayerProfiles<Hero> profiles;
    private final Hops hops;
    private final Trades trades;

    GameCommands(GameOptions options, PlayerProfiles<Hero> profiles, Hops hops) {
        this.options = options;
        this.profiles = profiles;
        this.hops = hops;
        this.trades = new Trades(profiles);
    }

    void register(CommandManager commands) {
        Argument<String> who = ArgumentType.Word(WHO);
        Argument<Long> coins = ArgumentType.Long(COINS).min(1L).max(1_000_000L);
        commands.register(
                command("coins", (player, words) -> coins(player)),
                command("pay", this::pay, who, coins),
                command(
                        "mail",
                        this::mail,
                        who,
                        ArgumentType.Long(COINS).min(0L).max(1_000_000L),
                        ArgumentType.StringArray(TEXT)),
                command("trade", this::trade, who),
                command("confirm", (player, words) -> trades.confirm(player)),
                command("server", this::server, ArgumentType.Word(SERVER)),
                command("versions", this::versions, who),
                command("rollback", this::rollback, who, ArgumentType.Long(REVISION)));
        MinecraftServer.getGlobalEventHandler()
                .addListener(PlayerDisconnectEvent.class, event -> trades.forget(event.getPlayer()));
    }

    private Command command(String name, BiConsumer<Player, CommandContext> does, Argument<?>... words) {
        Command command = new Command(name);
        command.setDefaultExecutor((sender, given) -> sender.sendMessage(Component.text(usage(name, words))));
        command.addSyntax(
                (sender, given) -> {
                    if (sender instanceof Player player
                            && profiles.profileOf(player).isPresent()) {
                        does.accept(player, given);
                    }
                },
                words);
        return command;
    }

    private static String usage(String name, Argument<?>... words) {
        StringBuilder usage = new StringBuilder("/" + name);
        for (Argument<?> word : words) {
            usage.append(" <").append(word.getId()).append('>');
        }
        return usage.toString();
    }

    private Profile<Hero> profile(Player player) {
        return profiles.profileOf(player).orElseThrow();
    }

    private void coins(Player player) {
        say(player, "You have " + profile(player).data().coins() + " coins.");
    }

    /** To a player who is here: both change in one transaction. */
    private void pay(Player player, CommandContext words) {
        Optional<Player> found = here(words.get(WHO)).filter(other -> !other.equals(player));
        Optional<Profile<Hero>> his = found.flatMap(profiles::profileOf);
        if (his.isEmpty()) {
            say(player, "He is not here. /mail reaches everybody.");
            return;
        }
        Player payee = found.orElseThrow();
        long coins = words.<Long>get(COINS);
        Profile<Hero> mine = profile(player);
        CompletableFuture<Transaction.Result> paid = profiles.transactAsync(List.of(player, payee), tx -> {
            boolean canPay = tx.data(mine).coins() >= coins;
            if (canPay) {
                tx.update(mine, hero -> hero.send(coins));
                tx.update(his.get(), hero -> hero.receive(coins));
            }
            return canPay;
        });
        answer(player, paid, "You have paid " + coins + " coins to " + payee.getUsername() + ".");
        var _ = paid.thenAccept(result -> {
            if (result instanceof Transaction.Result.Committed) {
                say(payee, player.getUsername() + " has paid you " + coins + " coins.");
            }
        });
    }

    /** To anybody, here, elsewhere or offline: what is in the parcel is paid in the transaction that sends it. */
    private void mail(Player player, CommandContext words) {
        String name = words.get(WHO);
        long coins = words.<Long>get(COINS);
        String text = String.join(" ", words.<String[]>get(TEXT));
        Profile<Hero> mine = profile(player);
        answer(
                player,
                profiles.transactAsync(List.of(player), tx -> {
                    boolean canPay = tx.data(mine).coins() >= coins;
                    if (canPay) {
                        tx.update(mine, hero -> hero.send(coins));
                        tx.message(
                                profiles.store(),
                                NetworkServer.idOf(name).toString(),
                                new Parcel(player.getUsername(), coins, text));
                    }
                    return canPay;
                }),
                "You have mailed " + coins + " coins to " + name + ".");
    }

    private static void answer(Player player, CompletableFuture<Transaction.Result> result, String done) {
        var _ = result.handle((found, thrown) -> {
            say(
                    player,
                    switch (found) {
                        case Transaction.Result.Committed committed -> done;
                        case Transaction.Result.Declined declined -> "You have not so many coins.";
                        case null -> "That was not possible: " + thrown;
                        default -> "That is not possible right now.";
                    });
            return "";
        });
    }

    private void trade(Player player, CommandContext words) {
        here(words.get(WHO))
                .ifPresentOrElse(other -> trades.offer(player, other), () -> say(player, "He is not here."));
    }

    private void server(Player player, CommandContext words) {
        String name = words.get(SERVER);
        String address = options.others().get(name);
        if (address == null) {
            say(
                    player,
                    "There is no server " + name + ". Known are "
                            + options.others().keySet() + ".");
            return;
        }
        int colon = address.lastIndexOf(':');
        int port = Integer.parseInt(address.substring(colon + 1));
        var _ = hops.to(player, address.substring(0, colon), port).thenAccept(outcome -> {
            switch (outcome) {
                case Hops.Outcome.Gone gone -> {}
                case Hops.Outcome.Unreachable silent ->
                    say(player, "The " + name + " does not answer. You are still here.");
                case Hops.Outcome.NotSaved notSaved -> say(player, "You can't be saved right now. You are still here.");
                case Hops.Outcome.NotHere notHere -> {}
                case Hops.Outcome.OnHisWay onHisWay -> say(player, "You are on your way.");
            }
        });
    }

    private void versions(Player player, CommandContext words) {
        if (!isAdmin(player)) {
            return;
        }
        var _ = profiles.store()
                .profileVersionsAsync(key(words), ProfileVersion.Range.all(), Paging.first(10))
                .thenAccept(page -> page.items()
                        .forEach(version -> say(
                                player,
                                version.revision() + " at " + version.updated() + ", " + version.bytes() + " bytes")));
    }

    private void rollback(Player player, CommandContext words) {
        if (!isAdmin(player)) {
            return;
        }
        long revision = words.<Long>get(REVISION);
        var _ = profiles.store()
                .rollbackAsync(key(words), revision, "rolled back by " + player.getUsername())
                .thenAccept(outcome -> say(
                        player,
                        outcome instanceof RollbackOutcome.RolledBack
                                ? "Rolled back to revision " + revision + "."
                                : "Not rolled back: " + outcome));
    }

    private boolean isAdmin(Player player) {
        boolean isAdmin = options.admins().contains(player.getUsername());
        if (!isAdmin) {
            say(player, "Only for admins.");
        }
        return isAdmin;
    }

    private static String key(CommandContext words) {
        return NetworkServer.idOf(words.get(WHO)).toString();
    }

    private Optional<Player> here(String name) {
        return profiles.playerOf(NetworkServer.idOf(name).toString());
    }

    private static void say(Player player, String text) {
        player.sendMessage(Component.text(Objects.requireNonNull(text)));
    }
}
