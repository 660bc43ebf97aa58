package dev.datasave.cli.demo;

import dev.datasave.spi.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Compares the storage with the driver's log after all servers have ended: first each player, then everything that moved between players. */
final class Audit {
    /** How long a gift may take to reach a player who is online. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Source source;
    private final Fates fates;
    private final Duration patience;
    private final List<Finding> findings = new ArrayList<>();
    private long revisions;

    /** With {@link #PATIENCE}, or more where everything stood still for a while. */
    Audit(Source source, Fates fates, Duration patience) {
        this.source = source;
        this.fates = fates;
        this.patience = patience;
    }

    /**
     * The result of an audit.
     *
     * @param findings everything that is wrong; empty if the audit holds
     * @param revisions how many revisions were checked
     * @param waitingGifts how many gifts still wait to be received
     */
    record Outcome(List<Finding> findings, long revisions, long waitingGifts) {
        long count(Finding.Kind kind) {
            return findings.stream().filter(finding -> finding.kind() == kind).count();
        }

        boolean holds() {
            return findings.isEmpty();
        }
    }

    Outcome run(Collection<PlayerLog> logs, Consumer<PlayerLog> checked) {
        Books books = new Books(logs);
        Set<String> known = new HashSet<>();
        for (PlayerLog log : logs) {
            known.add(log.key());
            profile(log, source.revisions(log.key()), books);
            checked.accept(log);
        }
        source.keys().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> found(Finding.Kind.BROKEN_CHAIN, key, "found a profile that nobody has joined"));
        List<GiftMessage> gifts = waiting();
        Deals.check(books, gifts, findings);
        logs.forEach(log -> late(log, gifts, books));
        long waiting = gifts.stream().filter(gift -> waits(gift, books)).count();
        return new Outcome(List.copyOf(findings), revisions, waiting);
    }

    private void profile(PlayerLog log, List<Entry> entries, Books books) {
        revisions += entries.size();
        List<Revision> chain = chain(log, entries);
        HolderChain.check(log.key(), chain, findings);
        Books.Account account = BookingCheck.check(log, chain, books, source, findings);
        books.close(log.key(), account);
        Promises.check(log, chain, account.kept(), fates, findings);
        if (!chain.isEmpty()
                && fates.closed().contains(String.valueOf(chain.getLast().owner()))) {
            found(
                    Finding.Kind.STILL_HELD,
                    log.key(),
                    "found it held by " + chain.getLast().owner() + ", which closed in order");
        }
    }

    private List<Revision> chain(PlayerLog log, List<Entry> entries) {
        List<Revision> chain = new ArrayList<>();
        long expected = 1;
        for (Entry entry : entries) {
            if (entry.revision() != expected) {
                found(
                        Finding.Kind.MISSING_REVISION,
                        log.key(),
                        "found revision " + entry.revision() + " where " + expected + " was expected");
            }
            expected = entry.revision() + 1;
            try {
                chain.add(Revision.of(entry, fates));
            } catch (RuntimeException e) {
                found(Finding.Kind.BROKEN_CHAIN, log.key(), "revision " + entry.revision() + " can't be read: " + e);
            }
        }
        return chain;
    }

    /** A gift must reach a player who is online, unless the player's server was harmed. */
    private void late(PlayerLog log, List<GiftMessage> gifts, Books books) {
        for (GiftMessage gift : gifts) {
            Optional<Long> sentAt = books.doneAt(gift.deed());
            if (gift.to().equals(log.key()) && waits(gift, books) && sentAt.isPresent()) {
                log.joined().stream()
                        .filter(joined -> !fates.harmed().contains(joined.server()))
                        .filter(joined ->
                                log.lastSign(joined) - Math.max(joined.receivedAt(), sentAt.get()) > patience.toNanos())
                        .forEach(joined -> found(
                                Finding.Kind.GIFT_LATE,
                                log.key(),
                                "found " + gift + " waiting, although the player was on " + joined.server()
                                        + " for more than " + patience.toSeconds() + " s after it was sent"));
            }
        }
    }

    /** Whether the gift still waits for its effect. A stored message may also be one that has had its effect and is not yet removed. */
    private static boolean waits(GiftMessage gift, Books books) {
        return !books.account(gift.to()).consumed().contains(gift.id());
    }

    private List<GiftMessage> waiting() {
        List<GiftMessage> gifts = new ArrayList<>();
        for (Entry message : source.messages()) {
            try {
                gifts.add(GiftMessage.of(message));
            } catch (RuntimeException e) {
                found(Finding.Kind.BROKEN_CHAIN, message.id().toString(), "can't be read: " + e);
            }
        }
        return gifts;
    }

    private void found(Finding.Kind kind, String key, String what) {
        findings.add(new Finding(kind, key, what));
    }
}
