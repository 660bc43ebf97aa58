package dev.datasave.cli.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Chooses what a player earns, finds, pays, trades and gives. The choice depends on which items the player believes to own, and where other players
 * seem to be.
 */
final class Dealings {
    private final Game game;
    private final PlayerLog log;
    private final SplittableRandom random;
    private final List<String> items = new CopyOnWriteArrayList<>();

    Dealings(Game game, PlayerLog log, SplittableRandom random) {
        this.game = game;
        this.log = log;
        this.random = random;
    }

    /** The items that the player was last told of; other threads may read them. */
    List<String> items() {
        return items;
    }

    /** Learns from an answer. */
    void learn(Optional<String> answer) {
        String[] words = answer.orElse("").split(" ", -1);
        switch (words[0]) {
            case "inventory" -> {
                items.clear();
                items.addAll(Arrays.stream(words)
                        .skip(1)
                        .map(item -> item.substring(0, item.indexOf('=')))
                        .toList());
            }
            case "found" -> items.add(words[1]);
            case "gifted" -> items.remove(words[1]);
            case "traded" -> {
                items.remove(words[1]);
                items.add(words[2]);
            }
            default -> {} // says nothing about items
        }
    }

    Deed earning(Wire where) {
        return log.earning(random.nextInt(1, 100), where.server().label());
    }

    /** A deal or a find; an earning if neither is possible. */
    Deed any(Wire where) {
        Wire.Offer offer = where.offers().poll();
        if (offer != null && random.nextDouble() < 0.8) {
            return log.trade(
                    offer.by(), offer.wanted(), offer.item(), where.server().label());
        }
        double dice = random.nextDouble();
        Optional<Deed> deed = dice < 0.4
                ? payment(where)
                : dice < 0.65 ? trade(where) : dice < 0.92 ? gift(where) : Optional.of(finding(where));
        return deed.orElseGet(() -> earning(where));
    }

    private Deed finding(Wire where) {
        return log.finding(where.server().label());
    }

    /** Sometimes a payment of more than the player has, or to a player who is not on this server. */
    private Optional<Deed> payment(Wire where) {
        Optional<Bot> payee = random.nextDouble() < 0.05 ? game.anybody(random) : game.neighbour(where, random);
        return payee.map(other ->
                log.payment(other.key(), random.nextInt(1, 20), where.server().label()));
    }

    private Optional<Deed> trade(Wire where) {
        Optional<Bot> partner = game.neighbour(where, random);
        Optional<String> mine = pick(items);
        Optional<String> his = partner.flatMap(other -> pick(other.items()));
        return mine.isPresent() && his.isPresent()
                ? Optional.of(log.trade(
                        partner.orElseThrow().key(),
                        mine.get(),
                        his.get(),
                        where.server().label()))
                : Optional.empty();
    }

    /** A gift to any player on any server, and sometimes to one who was never online. Some receivers hop at once. */
    private Optional<Deed> gift(Wire where) {
        Optional<String> item = pick(items);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        if (random.nextDouble() < 0.05) {
            return Optional.of(
                    log.gift(game.stranger(random), item.get(), where.server().label()));
        }
        Optional<Bot> other = game.anybody(random);
        if (random.nextDouble() < 0.25) {
            other.ifPresent(Bot::unsettle);
        }
        return other.map(
                player -> log.gift(player.key(), item.get(), where.server().label()));
    }

    private Optional<String> pick(List<String> from) {
        Object[] all = from.toArray(); // other threads may change it meanwhile
        return all.length == 0 ? Optional.empty() : Optional.of((String) all[random.nextInt(all.length)]);
    }
}
