package dev.datasave.examples.network;

import dev.datasave.Profile;
import dev.datasave.Transaction;
import dev.datasave.minestom.MinestomItems;
import dev.datasave.minestom.PlayerProfiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import net.kyori.adventure.text.Component;
import net.minestom.server.entity.Player;
import net.minestom.server.item.ItemStack;

/**
 * Trades of two players who are here. Each offers what he has in his hand; both see both offers; once both have confirmed, the items change places in one
 * transaction, if they are still where they were. Thread-safe.
 */
final class Trades {
    private final PlayerProfiles<Hero> profiles;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Player, Offer> offers = new HashMap<>(); // by who made it; guarded by the lock
    private final Map<Player, Deal> deals = new HashMap<>(); // by both; guarded by the lock

    Trades(PlayerProfiles<Hero> profiles) {
        this.profiles = profiles;
    }

    /** An item in a slot, which is to go to another player. */
    private record Offer(Player by, Player to, int slot, ItemStack item) {
        private String text() {
            return MinestomItems.write(item);
        }
    }

    /** Two offers that meet, and who has confirmed them. */
    private record Deal(Offer one, Offer other, Set<Player> confirmed) {}

    /** Offers what the player has in his hand. If the other one has made him an offer before, both are asked to confirm. */
    void offer(Player player, Player other) {
        Offer offer = new Offer(player, other, player.getHeldSlot(), player.getItemInMainHand());
        if (offer.item().isAir() || player.equals(other)) {
            say(player, "Take what you offer in your hand, and name another player.");
            return;
        }
        lock.lock();
        try {
            Offer met = offers.get(other);
            if (met == null || !met.to().equals(player)) {
                offers.put(player, offer);
                say(player, "You offer " + name(offer) + " to " + other.getUsername() + ".");
                say(
                        other,
                        player.getUsername() + " offers " + name(offer) + ". To offer something: /trade "
                                + player.getUsername());
                return;
            }
            offers.remove(other);
            Deal deal = new Deal(offer, met, new HashSet<>());
            deals.put(player, deal);
            deals.put(other, deal);
            say(player, "You give " + name(offer) + " and get " + name(met) + ". To confirm: /confirm");
            say(other, "You give " + name(met) + " and get " + name(offer) + ". To confirm: /confirm");
        } finally {
            lock.unlock();
        }
    }

    /** The player wants the deal. Whoever is second carries it out. */
    void confirm(Player player) {
        Deal deal;
        lock.lock();
        try {
            deal = deals.get(player);
            if (deal == null) {
                say(player, "There is nothing to confirm.");
                return;
            }
            deal.confirmed().add(player);
            if (deal.confirmed().size() < 2) {
                say(player, "You have confirmed.");
                return;
            }
            deals.remove(deal.one().by(), deal);
            deals.remove(deal.other().by(), deal);
        } finally {
            lock.unlock();
        }
        List<Player> both = List.of(deal.one().by(), deal.other().by());
        var _ = profiles.transactAsync(both, tx -> swap(tx, deal)).handle((result, thrown) -> {
            String answer = result instanceof Transaction.Result.Committed
                    ? "You have traded."
                    : "There was no trade: an item or a player has gone.";
            both.forEach(each -> say(each, answer));
            return answer;
        });
    }

    private boolean swap(Transaction tx, Deal deal) {
        Offer one = deal.one();
        Offer other = deal.other();
        Optional<Profile<Hero>> first = profiles.profileOf(one.by());
        Optional<Profile<Hero>> second = profiles.profileOf(other.by());
        if (first.isEmpty() || second.isEmpty()) {
            return false;
        }
        Profile<Hero> hers = first.get();
        Profile<Hero> his = second.get();
        boolean isThere = one.text().equals(tx.data(hers).items().get(one.slot()))
                && other.text().equals(tx.data(his).items().get(other.slot()));
        if (isThere) {
            tx.update(hers, hero -> hero.with(one.slot(), other.text()));
            tx.update(his, hero -> hero.with(other.slot(), one.text()));
        }
        return isThere;
    }

    /** Forgets the player, who has left. */
    void forget(Player player) {
        lock.lock();
        try {
            offers.remove(player);
            offers.values().removeIf(offer -> offer.to().equals(player));
            Deal deal = deals.get(player);
            if (deal != null) {
                deals.remove(deal.one().by(), deal);
                deals.remove(deal.other().by(), deal);
            }
        } finally {
            lock.unlock();
        }
    }

    private static String name(Offer offer) {
        return offer.item().amount() + " " + offer.item().material().name().replace("minecraft:", "");
    }

    private static void say(Player player, String text) {
        player.sendMessage(Component.text(text));
    }
}
