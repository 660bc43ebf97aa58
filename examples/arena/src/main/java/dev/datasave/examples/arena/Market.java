package dev.datasave.examples.arena;

import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Moves money and items between players. Each move is one transaction: one write stores both sides or nothing, whatever crashes, and only then they
 * change in memory and are answered (P12). Two separate edits would lose or double something now and then.
 *
 * <p>A trade is two offers that match: {@code trade bob alice-k1 bob-k2} by alice, then {@code trade alice bob-k2 alice-k1} by bob. So both have
 * named both items, and neither can swap one at the last moment. Thread-safe.
 */
final class Market {
    private final DataSave dataSave;
    private final ProfileStore<PlayerData> players;
    private final BiConsumer<String, String> notices;
    private final Map<Profile<PlayerData>, Offer> offers = new HashMap<>(); // by its maker; guarded by the lock
    private final ReentrantLock lock = new ReentrantLock();

    /** Notices go to {@code notices}: the player to be told, and the text. */
    Market(DataSave dataSave, ProfileStore<PlayerData> players, BiConsumer<String, String> notices) {
        this.dataSave = dataSave;
        this.players = players;
        this.notices = notices;
    }

    /** An offer belongs to one session of the player. Once that has ended, the offer matches nothing. */
    private record Offer(Profile<PlayerData> by, Profile<PlayerData> to, String give, String get) {
        boolean matches(Offer other) {
            return by.equals(other.to) && to.equals(other.by) && give.equals(other.get) && get.equals(other.give);
        }
    }

    /** Gives the player a new item. It is stored before it is answered, so that no other item ever gets an id that a player has seen. */
    String find(Profile<PlayerData> player, OptionalLong op) {
        Outcome outcome = new Outcome();
        Transaction.Result result = transact(Transaction.Participants.of(player), tx -> {
            PlayerData data = tx.data(player);
            Booking booking = data.next(op);
            if (!outcome.isNew(booking, data)) {
                return false;
            }
            if (data.inventory().size() >= PlayerData.SLOTS) {
                return outcome.no("inventory-full", "found " + data.inventory().size() + " things already");
            }
            PlayerData richer = tx.update(player, before -> before.find(booking));
            return outcome.yes("found " + richer.inventory().getLast().id() + " "
                    + richer.inventory().getLast().type() + " " + booking.op());
        });
        return outcome.to(result);
    }

    /** Pays money to a player on this server. */
    String pay(Profile<PlayerData> payer, String name, long amount, OptionalLong op) {
        Optional<Profile<PlayerData>> found = players.findFirstProfile(name);
        if (found.isEmpty() || name.equals(payer.key())) {
            return notHere(name, payer);
        }
        Profile<PlayerData> payee = found.get();
        Outcome outcome = new Outcome();
        Transaction.Result result = transact(Transaction.Participants.of(payer, payee), tx -> {
            PlayerData data = tx.data(payer);
            Booking booking = data.next(op);
            if (!outcome.isNew(booking, data)) {
                return false;
            }
            if (data.money() < amount) {
                return outcome.no("too-poor", "found " + data.money() + ", expected at least " + amount);
            }
            if (tx.data(payee).money() > Long.MAX_VALUE - amount) {
                return outcome.no("too-rich", "expected " + name + " to have less");
            }
            PlayerData poorer = tx.update(payer, before -> before.book(booking.of(-amount)));
            tx.update(payee, before -> before.book(booking.of(amount)));
            return outcome.yes("paid " + poorer.money() + " " + booking.op());
        });
        if (result instanceof Transaction.Result.Committed) {
            notices.accept(name, payer.key() + " paid " + amount);
        }
        return outcome.to(result);
    }

    /**
     * Sends an item to any player: on this server, on another, offline, or never seen. It is on its way if, and only if, the giver has lost it (F37).
     */
    String gift(Profile<PlayerData> giver, String name, String itemId, OptionalLong op) {
        if (name.equals(giver.key())) {
            return notHere(name, giver);
        }
        Outcome outcome = new Outcome();
        Transaction.Result result = transact(Transaction.Participants.of(giver), tx -> {
            PlayerData data = tx.data(giver);
            Booking booking = data.next(op);
            Optional<Item> item = data.item(itemId);
            if (!outcome.isNew(booking, data)) {
                return false;
            }
            if (item.isEmpty()) {
                return outcome.no("no-item", "found no " + itemId + " of yours");
            }
            tx.update(giver, before -> before.book(booking).without(item.get()));
            tx.message(players, name, new Gift(booking, item.get()));
            return outcome.yes("gifted " + itemId + " " + name + " " + booking.op());
        });
        return outcome.to(result);
    }

    /** Swaps items with a player on this server, once that player has asked for the same swap. */
    String trade(Profile<PlayerData> player, String name, String give, String get, OptionalLong op) {
        Optional<Profile<PlayerData>> found = players.findFirstProfile(name);
        if (found.isEmpty() || name.equals(player.key())) {
            return notHere(name, player);
        }
        if (player.data().item(give).isEmpty()) {
            return Answers.error("no-item", "found no " + give + " of yours");
        }
        if (found.get().data().item(get).isEmpty()) {
            return Answers.error("no-item", "found no " + get + " of " + name);
        }
        Offer offer = new Offer(player, found.get(), give, get);
        if (!isMatched(offer)) {
            String answer = "trade " + player.key() + " " + get + " " + give;
            notices.accept(name, player.key() + " offers " + give + " for " + get + ": " + answer);
            return "offered " + give + " " + get + " " + name;
        }
        Outcome outcome = new Outcome();
        Transaction.Result result =
                transact(Transaction.Participants.of(player, found.get()), tx -> swap(tx, offer, op, outcome));
        if (result instanceof Transaction.Result.Committed) {
            notices.accept(name, player.key() + " traded " + give + " for " + get);
        }
        return outcome.to(result);
    }

    private static boolean swap(Transaction tx, Offer offer, OptionalLong op, Outcome outcome) {
        PlayerData data = tx.data(offer.by());
        Booking booking = data.next(op);
        Optional<Item> given = data.item(offer.give());
        Optional<Item> got = tx.data(offer.to()).item(offer.get());
        if (!outcome.isNew(booking, data)) {
            return false;
        }
        if (given.isEmpty() || got.isEmpty()) {
            return outcome.no("no-item", "found that " + (given.isEmpty() ? offer.give() : offer.get()) + " has gone");
        }
        tx.update(offer.by(), mine -> mine.book(booking).without(given.get()).with(got.get()));
        tx.update(offer.to(), his -> his.book(booking).without(got.get()).with(given.get()));
        return outcome.yes("traded " + offer.give() + " " + offer.get() + " " + booking.op());
    }

    /** Takes the other player's offer if it is the same deal; otherwise keeps this offer in place of an earlier one. */
    private boolean isMatched(Offer offer) {
        lock.lock();
        try {
            Offer other = offers.get(offer.to());
            if (other != null && other.matches(offer)) {
                offers.remove(offer.to());
                return true;
            }
            offers.put(offer.by(), offer);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the offer of a player who has left. */
    void withdraw(Profile<PlayerData> player) {
        lock.lock();
        try {
            offers.remove(player);
        } finally {
            lock.unlock();
        }
    }

    private Transaction.Result transact(Transaction.Participants participants, Predicate<Transaction> deal) {
        return dataSave.transactAsync(participants, deal).join();
    }

    private static String notHere(String name, Profile<PlayerData> asking) {
        return name.equals(asking.key())
                ? Answers.error("yourself", "expected another player than you")
                : Answers.error("not-here", "found no " + name + " on this server; gift reaches everybody");
    }
}
