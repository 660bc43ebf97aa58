package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.engine.commit.Receipts;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.AuditLine;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Pages;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Erases the engine's entries that belong to a profile – messages, consumed ones whose history is kept too, receipts, pins, lines of the audit log – whether or not
 * they carry a user id. What was written after the profile was erased in this run belongs to its next life and stays. Loop only.
 */
final class Belongings {
    private static final int PAGE = 50;

    private final Erasure erasure;
    private final Loop loop;
    private final Errand errand;
    private final Iterator<EntryQuery> queries;
    private final long removedAt;
    private boolean keepsReceipts;
    private boolean asksFirst;

    /** What belongs to a profile that is there, or that this run has erased. */
    Belongings(Erasure erasure, EntryId profile) {
        this(erasure, profile, 0);
    }

    /**
     * What belongs to a profile that was removed at that revision. If another profile is born there meanwhile, or moved there, what belongs to that one
     * stays.
     */
    Belongings(Erasure erasure, EntryId profile, long removedAt) {
        this.removedAt = removedAt;
        this.erasure = erasure;
        this.loop = erasure.loop();
        this.errand = erasure.errand();
        this.queries = queries(profile).iterator();
    }

    /** What belonged to a profile that is not there. One may be born there meanwhile: what that one was granted stays. */
    static Belongings ofNobody(Erasure erasure, EntryId profile) {
        Belongings belongings = new Belongings(erasure, profile);
        belongings.asksFirst = true;
        return belongings;
    }

    /** While the profile is still there: erases everything but receipts. Those are connected to the person, so that they are found when the profile is gone. */
    void prepare(Runnable then) {
        keepsReceipts = true;
        erase(then);
    }

    private static List<EntryQuery> queries(EntryId profile) {
        List<EntryQuery> queries = new ArrayList<>();
        for (String store : Addresses.OF_PROFILES) {
            queries.add(EntryQuery.keys(store, Addresses.prefix(profile)).withLimit(PAGE));
            queries.add(EntryQuery.removed(store, Addresses.prefix(profile)).withLimit(PAGE));
        }
        queries.add(EntryQuery.user(AuditLine.subject(profile)).withLimit(PAGE));
        return queries;
    }

    void erase(Runnable then) {
        if (queries.hasNext()) {
            Pages.each(errand, queries.next(), (entries, next) -> erase(entries.iterator(), next), () -> erase(then));
        } else {
            then.run();
        }
    }

    private void erase(Iterator<Entry> entries, Runnable then) {
        while (entries.hasNext()) {
            Entry entry = entries.next();
            Runnable next = () -> erase(entries, then);
            if (keepsReceipts && entry.id().store().equals(Addresses.RECEIPTS)) {
                if (!entry.isTombstone() && !erasure.connections().connects(entry)) {
                    connect(entry, next);
                    return;
                }
            } else if (!isOfNextLife(entry)) {
                ask(entry, next);
                return;
            }
        }
        then.run();
    }

    private void ask(Entry entry, Runnable then) {
        Receipts.Receipt receipt =
                asksFirst && !entry.isTombstone() && entry.id().store().equals(Addresses.RECEIPTS)
                        ? Receipts.Receipt.read(entry).orElse(null)
                        : null;
        if (receipt == null) {
            erase(entry, then);
            return;
        }
        errand.ask(storage -> livesOn(loop, storage, entry, receipt), livesOn -> {
            if (livesOn.orElse(true)) {
                then.run();
            } else {
                erase(entry, then); // by a checked write: if a purchase has written it since, it stays
            }
        });
    }

    /** Whether the life of the profile that a receipt is of goes on. Empty if the receipt follows the profile to another key just now (P15). Blocking. */
    static Optional<Boolean> livesOn(Loop loop, Storage storage, Entry entry, Receipts.Receipt receipt) {
        Optional<Entry> profile = storage.read(List.of(receipt.profile())).getFirst();
        EntryId present = new Settling(storage, loop.ids()::writeId).present(receipt.profile(), profile);
        if (!present.equals(receipt.profile())) {
            List<Optional<Entry>> now = storage.read(List.of(present, entry.id()));
            boolean isAsItWas = now.get(1)
                    .filter(same -> same.writeId().equals(entry.writeId()))
                    .isPresent();
            return Settling.isOpen(now.get(0)) || !isAsItWas ? Optional.empty() : Optional.of(false);
        }
        boolean isThere = profile.filter(found -> !found.isTombstone()).isPresent();
        return Optional.of(isThere && receipt.since() >= Erased.of(profile).whole());
    }

    private boolean isOfNextLife(Entry entry) {
        return erasure.isOfNextLife(entry) || (removedAt > 0 && Erasure.cameAfter(entry, removedAt));
    }

    private void connect(Entry receipt, Runnable then) {
        Content content = receipt.content();
        Set<String> userIds = new HashSet<>(content.userIds());
        userIds.add(erasure.connections().userId());
        Content connected = new Content(
                content.value(), userIds, content.metadata(), content.holder(), content.score(), content.system());
        Write write = Write.put(receipt.id(), Optional.of(receipt), loop.ids().writeId(), connected);
        errand.write(write, decision -> {
            if (decision.written()) {
                then.run();
            } else {
                errand.ask(
                        storage -> storage.read(List.of(receipt.id())).getFirst(),
                        now -> now.filter(entry -> !entry.isTombstone())
                                .filter(entry -> !erasure.connections().connects(entry))
                                .ifPresentOrElse(entry -> connect(entry, then), then));
            }
        });
    }

    private void erase(Entry entry, Runnable then) {
        boolean isLine = entry.id().store().equals(Addresses.AUDIT);
        Content content = isLine ? AuditLine.erased(entry) : StoredMessage.erased(entry);
        Write write = Write.put(entry.id(), Optional.of(entry), loop.ids().writeId(), content)
                .durable(Write.Durability.POWER)
                .purging();
        errand.write(write, decision -> {
            if (decision.written()) {
                Done done = isLine ? Done.DETACHED : Done.ERASED;
                erasure.did(entry.id(), Connection.PROFILE, done, decision.revision(), "");
                then.run();
            } else {
                again(entry, then);
            }
        });
    }

    /** Another server has written it: it is erased as it is now, unless it is gone or belongs to the next life by now. */
    private void again(Entry refused, Runnable then) {
        errand.ask(
                storage -> storage.read(List.of(refused.id()))
                        .getFirst()
                        .filter(entry -> Connections.isThere(storage, Optional.of(entry))),
                now -> now.filter(entry -> !isOfNextLife(entry)).ifPresentOrElse(entry -> ask(entry, then), then));
    }
}
