package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.Holder;
import dev.datasave.LoadOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.engine.commit.Receipts;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.AuditLine;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.engine.load.Removals;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one pass does to one entry.
 *
 * <ul>
 *   <li>The person's own entry becomes a tombstone, which purges its history. A profile is first taken from its holder, as for any removal ({@link
 *       Removals}); a record that nobody holds is written at once. What belongs to a profile is erased before it, so that it can be found after a
 *       crash in between. But receipts are erased after it: as long as the profile is there, nothing must be granted twice (P12).
 *   <li>An entry that is shared with others: {@link Detachment}. A message or receipt of a shared profile only loses the user id.
 *   <li>A line of the audit log: it keeps that an operator did something ({@link AuditLine}).
 *   <li>A message that the person sent to another profile: {@link SentMessage}.
 *   <li>An entry that is no longer connected: {@link PastErasure}.
 * </ul>
 *
 * <p>Loop only.
 */
final class EntryErasure {
    private static final Set<String> DISCONNECTED = Set.of(Addresses.MESSAGES, Addresses.RECEIPTS);

    private final Erasure erasure;
    private final Loop loop;
    private final Errand errand;
    private final Connections connections;
    private final EntryId id;
    private final Connection how;
    private int refusals;
    private boolean isUnreadable;
    private String doing = "reading it";
    private String note = "";

    EntryErasure(Erasure erasure, EntryId id, Connection how) {
        this.erasure = erasure;
        this.loop = erasure.loop();
        this.errand = erasure.errand();
        this.connections = erasure.connections();
        this.id = id;
        this.how = how;
    }

    EntryId id() {
        return id;
    }

    Connection how() {
        return how;
    }

    /** What it is doing, for those who ask why it takes so long. */
    String doing() {
        return doing;
    }

    /** What it is, for the receipt. */
    void note(String what) {
        note = what;
    }

    void doing(String what) {
        doing = what;
    }

    Erasure erasure() {
        return erasure;
    }

    void start() {
        note = ""; // what is true of it now is found anew
        Holder own = loop.ids().self(Instant.EPOCH);
        errand.ask(
                storage -> {
                    Whereabouts where = Whereabouts.of(
                            storage, id, storage.read(List.of(id)).getFirst(), own);
                    EntryId present = new Settling(storage, loop.ids()::writeId).present(id, where.entry());
                    boolean isMark = !present.equals(id)
                            && storage.read(List.of(present))
                                    .getFirst()
                                    .filter(profile -> !profile.isTombstone())
                                    .isPresent();
                    return new Seen(where, present, isMark);
                },
                this::saw);
    }

    /**
     * An entry, and where its profile is. If that was moved, its move is finished then: what belongs to it stands under one key.
     *
     * @param where the entry
     * @param present the present key of its profile
     * @param isMark whether the entry is all that says under which other key a profile lives (P15)
     */
    private record Seen(Whereabouts where, EntryId present, boolean isMark) {}

    private void saw(Seen seen) {
        Whereabouts where = seen.where();
        Entry entry = where.entry().orElse(null);
        if (!seen.present().equals(id) && how == Connection.KEY_TEMPLATE && erasure.isFirst(seen.present(), id)) {
            over(); // what the key template names has moved there, and the mark here is all that says so
        } else if (entry == null || erasure.isNew(entry)) {
            erasure.nothing(id);
            belongings(Belongings.ofNobody(erasure, id), this::over); // messages to it may have arrived late
        } else if (entry.isTombstone() || (!connections.connects(entry) && how != Connection.KEY_TEMPLATE)) {
            past(entry, seen.isMark());
        } else if (Addresses.isEngines(id)) {
            engines(entry);
        } else if (connections.isShared(entry)
                || erasure.options().sharedStores().contains(id.store())) {
            new Detachment(this, entry, needsSession(where, entry)).start();
        } else if (needsSession(where, entry)) {
            doing = "preparing what belongs to it";
            new FormerKeys(erasure, id).erase(entry, () -> {
                new Belongings(erasure, id).prepare(this::take);
            });
        } else {
            new FormerKeys(erasure, id).erase(entry, () -> belongings(() -> tombstone(entry)));
        }
    }

    private void engines(Entry entry) {
        if (id.store().equals(Addresses.AUDIT)) {
            doing = "taking the person out of the audit log";
            put(entry, AuditLine.erased(entry), Done.DETACHED);
            return;
        }
        StoredMessage message = SentMessage.in(entry).orElse(null);
        Set<String> others = new HashSet<>(entry.content().userIds());
        others.remove(connections.userId());
        if (message != null) {
            others.removeAll(message.senders());
        }
        if (message != null && message.senders().contains(connections.userId())) {
            new SentMessage(this, message).start();
        } else if (!others.isEmpty() && DISCONNECTED.contains(id.store())) {
            disconnect(entry);
        } else if (id.store().equals(Addresses.RECEIPTS)) {
            receipt(entry);
        } else {
            tombstone(entry);
        }
    }

    /** A profile is only written by its session (P1), unless no session can open it. */
    private boolean needsSession(Whereabouts where, Entry entry) {
        return where.isHeld() || (!isUnreadable && Erased.isProfile(entry));
    }

    /** Erases what belongs to the profile, then goes on. */
    void belongings(Runnable then) {
        belongings(new Belongings(erasure, id), then);
    }

    /** Erases what belongs to the profile that was removed by that tombstone, then goes on. */
    void belongings(Entry tombstone, Runnable then) {
        belongings(new Belongings(erasure, id, tombstone.revision()), then);
    }

    private void belongings(Belongings belongings, Runnable then) {
        if (Addresses.isEngines(id)) {
            then.run();
        } else {
            doing = "erasing what belongs to it";
            belongings.erase(then);
        }
    }

    /** Takes it from its holder and removes it. */
    void take() {
        doing = "taking it from its holder";
        erasure.removals()
                .remove(
                        id,
                        true,
                        patience(),
                        outcome -> {
                            if (errand.isOver()) {
                                return;
                            }
                            switch (outcome) {
                                case Removals.Outcome.Removed(var revision, var at) -> taken(revision, at);
                                case Removals.Outcome.Absent absent -> again();
                                case Removals.Outcome.NotHad(var reason) -> notTaken(reason);
                            }
                        },
                        failure -> notYet("it could not be taken: " + failure));
    }

    private void taken(long revision, Instant at) {
        erasure.erasedAt(id, revision, at);
        belongings(() -> erased(Done.ERASED, revision, at));
    }

    private void notTaken(NotLoadedReason reason) {
        if (reason instanceof NotLoadedReason.Corrupt && !isUnreadable && !errand.isOver()) {
            isUnreadable = true;
            start();
        } else {
            notYet("it could not be taken: " + reason);
        }
    }

    LoadOptions patience() {
        Duration left = errand.left();
        return LoadOptions.defaults().timeout(left.compareTo(Duration.ofMinutes(1)) < 0 ? left : Duration.ofMinutes(1));
    }

    /** One checked write that leaves nothing but the mark. */
    void tombstone(Entry entry) {
        doing = "erasing it";
        put(entry, Erased.tombstone(entry.revision()), Done.ERASED);
    }

    /** A checked write that purges. If it is refused, another server was quicker, and the entry is looked at again. */
    void put(Entry base, Content content, Done done) {
        Write write = Write.put(id, Optional.of(base), loop.ids().writeId(), content)
                .durable(Write.Durability.POWER)
                .purging();
        errand.write(write, decision -> {
            if (decision.written()) {
                erased(done, decision.revision(), decision.updated());
            } else if (Erased.covers(decision.current(), base.revision())) {
                erased(done, base.revision() + 1, decision.updated()); // by this very write, or by another erasure
            } else {
                again();
            }
        });
    }

    /** The profile of a receipt may live on without the person. Then the receipt stays, so that nothing is granted twice. */
    private void receipt(Entry entry) {
        Receipts.Receipt receipt = Receipts.Receipt.read(entry).orElse(null);
        if (receipt == null) {
            tombstone(entry);
            return;
        }
        errand.ask(
                storage -> Belongings.livesOn(loop, storage, entry, receipt),
                livesOn -> livesOn.ifPresentOrElse(
                        alive -> {
                            if (alive) {
                                disconnect(entry);
                            } else {
                                tombstone(entry);
                            }
                        },
                        this::again));
    }

    private void disconnect(Entry entry) {
        doing = "taking the user id out of it";
        Content content = entry.content();
        Set<String> others = new HashSet<>(content.userIds());
        others.remove(connections.userId());
        put(
                entry,
                new Content(
                        content.value(),
                        others,
                        content.metadata(),
                        content.holder(),
                        content.score(),
                        content.system()),
                Done.DETACHED);
    }

    /** Erases the person from the history of an entry that is no longer connected. */
    private void past(Entry entry, boolean isMark) {
        doing = "looking through its history";
        new PastErasure(this, entry, isMark).start();
    }

    void erased(Done done, long revision, @Nullable Instant at) {
        if (revision > 0) {
            erasure.erasedAt(id, revision, at);
        }
        erasure.did(id, how, done, revision, note);
        over();
    }

    void again() {
        errand.later(errand.backOff(Math.min(refusals++, 3)), this::start);
    }

    void kept(String why) {
        erasure.kept(id, how, why);
        over();
    }

    void cannot(String why) {
        erasure.cannot(id, how, why);
        over();
    }

    void notYet(String why) {
        if (!errand.isOver()) {
            erasure.notYet(id, how, why);
            over();
        }
    }

    void nothing() {
        erasure.nothing(id);
        over();
    }

    private void over() {
        erasure.over(this);
    }
}
