package dev.datasave.cli.demo;

import dev.datasave.examples.arena.PlayerData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks, booking by booking, that the money and items of every revision follow from the revision before and from the commands that players sent. */
final class BookingCheck {
    private final PlayerLog log;
    private final Books books;
    private final Source source;
    private final List<Finding> findings;
    private final Map<String, Books.Kept> kept = new LinkedHashMap<>();

    private BookingCheck(PlayerLog log, Books books, Source source, List<Finding> findings) {
        this.log = log;
        this.books = books;
        this.source = source;
        this.findings = findings;
    }

    /** Checks all steps; returns the final account of the profile. */
    static Books.Account check(
            PlayerLog log, List<Revision> revisions, Books books, Source source, List<Finding> findings) {
        BookingCheck ledger = new BookingCheck(log, books, source, findings);
        State before = State.NEW;
        for (Revision after : revisions) {
            ledger.step(before, after);
            before = new State(after);
        }
        return new Books.Account(
                ledger.kept, !before.name.isEmpty(), before.money, before.items, Set.copyOf(before.consumed));
    }

    /** The money and items in a revision. */
    private record State(
            String name,
            long money,
            long lastOp,
            long booked,
            List<Revision.Booking> bookings,
            List<String> items,
            Set<String> consumed) {
        static final State NEW = new State("", 0, 0, 0, List.of(), List.of(), Set.of());

        State(Revision revision) {
            this(
                    revision.name(),
                    revision.money(),
                    revision.lastOp(),
                    revision.booked(),
                    revision.bookings(),
                    revision.items(),
                    revision.consumed());
        }
    }

    private void step(State before, Revision after) {
        long added = after.booked() - before.booked();
        int size = after.bookings().size();
        if (added < 0
                || added > size
                || !after.bookings().subList(0, size - (int) added).equals(remembered(before.bookings(), (int)
                        added))) {
            found(
                    Finding.Kind.BROKEN_CHAIN,
                    after,
                    "does not descend from the revision before it, which has " + before.booked()
                            + " bookings, this one " + after.booked());
            restart(after);
            return;
        }
        List<Revision.Booking> fresh = after.bookings().subList(size - (int) added, size);
        money(before, fresh, after);
        List<Deed> deeds = new ArrayList<>();
        for (Revision.Booking booking : fresh) {
            Deed deed = books.deed(booking.id());
            if (deed == null || !deed.concerns(log.key())) {
                found(
                        Finding.Kind.MONEY,
                        after,
                        "found booking " + booking + ", the player sent " + (deed == null ? "none" : deed));
            } else {
                booked(deed, booking, after);
                deeds.add(deed);
            }
        }
        items(before, deeds, after);
        received(before, deeds, after);
    }

    /** The bookings that remain remembered when so many are added. */
    private static List<Revision.Booking> remembered(List<Revision.Booking> last, int added) {
        int left = Math.max(0, Math.min(last.size(), PlayerData.REMEMBERED - added));
        return last.subList(last.size() - left, last.size());
    }

    private void money(State before, List<Revision.Booking> fresh, Revision after) {
        long balance = before.money();
        long lastOp = before.lastOp();
        for (Revision.Booking booking : fresh) {
            balance += booking.amount();
            if (booking.by().equals(log.key())) {
                if (booking.op() <= lastOp) {
                    found(Finding.Kind.MONEY, after, "has op " + booking.op() + " after op " + lastOp);
                }
                lastOp = booking.op();
            }
            keep(booking, balance, after);
        }
        if (after.money() != balance || after.lastOp() != lastOp) {
            found(
                    Finding.Kind.MONEY,
                    after,
                    "found " + after.money() + " and op " + after.lastOp() + ", expected " + balance + " and op "
                            + lastOp);
        }
    }

    private void keep(Revision.Booking booking, long balance, Revision after) {
        Books.Kept twice = kept.putIfAbsent(booking.id(), new Books.Kept(balance, after.number(), after.writeId()));
        if (twice != null) {
            Deed deed = books.deed(booking.id());
            Finding.Kind kind = deed == null
                    ? Finding.Kind.MONEY
                    : switch (deed.kind()) {
                        case EARN, PAY -> Finding.Kind.MONEY;
                        case FIND, TRADE -> Finding.Kind.ITEM_DOUBLED;
                        case GIFT -> Finding.Kind.GIFT_TWICE;
                    };
            found(kind, after, "has booking " + booking.id() + " again, which revision " + twice.revision() + " has");
        }
    }

    private void booked(Deed deed, Revision.Booking booking, Revision after) {
        if (booking.amount() != deed.moneyOf(log.key())) {
            found(Finding.Kind.MONEY, after, "found booking " + booking + ", the player sent " + deed);
        }
        if (!deed.isReceivedBy(log.key()) && !deed.server().equals(after.author())) {
            found(
                    Finding.Kind.DOUBLE_OWNER,
                    after,
                    "has booking " + booking.id() + ", which was sent to " + deed.server());
        }
    }

    private void items(State before, List<Deed> deeds, Revision after) {
        List<String> expected = new ArrayList<>(before.items());
        if (before.name().isEmpty() && !after.name().isEmpty()) {
            expected.addAll(Books.kit(log.key(), PlayerData.KIT));
        }
        deeds.forEach(deed -> expected.addAll(deed.gainsOf(log.key())));
        deeds.forEach(deed -> deed.lossesOf(log.key()).forEach(item -> {
            if (!expected.remove(item)) {
                found(Finding.Kind.ITEM_DOUBLED, after, "gave " + item + " in " + deed.id() + ", but did not own it");
            }
        }));
        List<String> more = new ArrayList<>(after.items());
        expected.forEach(item -> {
            if (!more.remove(item)) {
                found(Finding.Kind.ITEM_LOST, after, "lacks " + item + ", which no command took away");
            }
        });
        more.forEach(item -> found(Finding.Kind.ITEM_DOUBLED, after, "has " + item + ", which no command brought"));
    }

    /** A message must have its effect and be marked as consumed in the same revision (P11). */
    private void received(State before, List<Deed> deeds, Revision after) {
        Set<String> open = new HashSet<>();
        deeds.stream().filter(deed -> deed.isReceivedBy(log.key())).forEach(gift -> open.add(gift.id()));
        Set<String> marked = new HashSet<>(after.consumed());
        marked.removeAll(before.consumed());
        for (String id : marked) {
            Optional<GiftMessage> gift = source.message(log.key(), id).map(GiftMessage::of);
            if (gift.isEmpty()) {
                found(Finding.Kind.GIFT_TWICE, after, "has consumed message " + id + ", which nobody sent");
            } else if (open.remove(gift.get().deed())) {
                books.received(gift.get());
            } else {
                found(Finding.Kind.GIFT_LOST, after, "has consumed " + gift.get() + " without its effect");
            }
        }
        open.forEach(gift -> found(
                Finding.Kind.GIFT_TWICE,
                after,
                "has received " + gift + ", and its message is not marked as consumed"));
    }

    /** After a break, only the bookings that this revision shows are known to be kept, and as many older ones as it counts but does not show. */
    private void restart(Revision revision) {
        long older = revision.booked() - revision.bookings().size();
        List<String> ids = List.copyOf(kept.keySet());
        ids.subList((int) Math.min(ids.size(), Math.max(0, older)), ids.size()).forEach(kept::remove);
        long balance = revision.money()
                - revision.bookings().stream()
                        .mapToLong(Revision.Booking::amount)
                        .sum();
        for (Revision.Booking booking : revision.bookings()) {
            balance += booking.amount();
            kept.put(booking.id(), new Books.Kept(balance, revision.number(), revision.writeId()));
        }
    }

    private void found(Finding.Kind kind, Revision revision, String what) {
        findings.add(new Finding(
                kind, log.key(), "revision " + revision.number() + " by " + revision.author() + ": " + what));
    }
}
