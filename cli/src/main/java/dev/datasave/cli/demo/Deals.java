package dev.datasave.cli.demo;

import dev.datasave.examples.arena.PlayerData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that both sides of every deal agree, and that all money and every item exist exactly once. */
final class Deals {
    private final Books books;
    private final Map<String, List<GiftMessage>> waiting = new HashMap<>();
    private final List<Finding> findings;

    private Deals(Books books, List<Finding> findings) {
        this.books = books;
        this.findings = findings;
    }

    /** Checks all deals; {@code gifts} are the messages in the storage. */
    static void check(Books books, Collection<GiftMessage> gifts, List<Finding> findings) {
        Deals deals = new Deals(books, findings);
        gifts.forEach(deals::waits);
        books.deeds().stream().filter(deed -> deed.kind().isDeal()).forEach(deals::bothSides);
        deals.items();
        deals.money();
    }

    private void waits(GiftMessage gift) {
        Deed deed = books.deed(gift.deed());
        if (deed == null || !deed.isReceivedBy(gift.to()) || !deed.item().equals(gift.item())) {
            found(Finding.Kind.ITEM_DOUBLED, gift.to(), "found " + gift + " in the storage, which nobody sent");
        } else if (!books.account(gift.to()).consumed().contains(gift.id())) {
            waiting.computeIfAbsent(gift.deed(), id -> new ArrayList<>()).add(gift);
        }
    }

    private void bothSides(Deed deed) {
        Books.Kept own = books.kept(deed.by(), deed);
        Books.Kept other = books.kept(deed.with(), deed);
        if (deed.kind() == Deed.Kind.GIFT) {
            gift(deed, own, other);
        } else if ((own == null) != (other == null)) {
            found(
                    Finding.Kind.HALF_TRANSACTION,
                    deed.by(),
                    deed + ": found it " + where(deed.by(), own) + " and " + where(deed.with(), other));
        } else if (own != null && other != null && !own.writeId().equals(other.writeId())) {
            found(
                    Finding.Kind.HALF_TRANSACTION,
                    deed.by(),
                    deed + ": found it written by " + own.writeId() + " and by " + other.writeId());
        }
    }

    private void gift(Deed deed, Books.@Nullable Kept own, Books.@Nullable Kept other) {
        List<GiftMessage> messages = waiting.getOrDefault(deed.id(), List.of());
        int received = (other == null ? 0 : 1) + messages.size();
        if (own == null && received > 0) {
            found(
                    Finding.Kind.HALF_TRANSACTION,
                    deed.by(),
                    deed + ": found it not taken from the giver, " + where(deed.with(), other) + ", and waiting: "
                            + messages);
        } else if (own != null && received == 0) {
            found(
                    Finding.Kind.GIFT_LOST,
                    deed.with(),
                    deed + ": found it taken from the giver in revision " + own.revision()
                            + ", neither received nor waiting");
        } else if (received > 1) {
            found(
                    Finding.Kind.GIFT_TWICE,
                    deed.with(),
                    deed + ": found it " + where(deed.with(), other) + ", and waiting: " + messages);
        }
        List<GiftMessage> sent = new ArrayList<>(messages);
        sent.addAll(books.received(deed));
        for (GiftMessage message : sent) {
            if (own != null && !message.writeId().equals(own.writeId())) {
                found(
                        Finding.Kind.HALF_TRANSACTION,
                        deed.by(),
                        deed + ": found it written by " + own.writeId() + ", the message by " + message.writeId());
            }
        }
    }

    private static String where(String key, Books.@Nullable Kept kept) {
        return kept == null ? "not in the books of " + key : "in revision " + kept.revision() + " of " + key;
    }

    /** Each item that was ever found is in exactly one place, and there are no other items. */
    private void items() {
        Map<String, List<String>> places = new HashMap<>();
        Set<String> born = new HashSet<>();
        books.accounts().forEach((key, account) -> {
            account.items().forEach(item -> place(places, item, key));
            if (account.isWelcomed()) {
                born.addAll(Books.kit(key, PlayerData.KIT));
            }
        });
        waiting.values().forEach(gifts -> gifts.forEach(gift -> place(places, gift.item(), "a gift to " + gift.to())));
        books.deeds().stream()
                .filter(deed -> deed.kind() == Deed.Kind.FIND && books.kept(deed.by(), deed) != null)
                .forEach(deed -> born.add(deed.id()));
        places.forEach((item, found) -> {
            if (found.size() > 1 || !born.contains(item)) {
                found(
                        Finding.Kind.ITEM_DOUBLED,
                        found.getFirst(),
                        "found " + item + " at " + found
                                + (born.contains(item) ? ", expected it once" : ", which nobody ever found"));
            }
        });
        born.stream()
                .filter(item -> !places.containsKey(item))
                .forEach(item -> found(
                        Finding.Kind.ITEM_LOST,
                        item.substring(0, item.lastIndexOf('-')),
                        "found " + item + " nowhere"));
    }

    private static void place(Map<String, List<String>> places, String item, String where) {
        places.computeIfAbsent(item, id -> new ArrayList<>(1)).add(where);
    }

    /** All players together own exactly the money that was earned: payments cancel out. */
    private void money() {
        long earned = books.deeds().stream()
                .filter(deed -> deed.kind() == Deed.Kind.EARN && books.kept(deed.by(), deed) != null)
                .mapToLong(Deed::amount)
                .sum();
        long owned = books.accounts().values().stream()
                .mapToLong(Books.Account::money)
                .sum();
        if (earned != owned) {
            found(
                    Finding.Kind.MONEY,
                    "all players",
                    "found " + owned + ", expected the sum of all earnings, " + earned);
        }
    }

    private void found(Finding.Kind kind, String key, String what) {
        findings.add(new Finding(kind, key, what));
    }
}
