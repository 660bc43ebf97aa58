package dev.datasave.engine.load;

import dev.datasave.NotLoadedReason;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.handover.Claim;
import dev.datasave.engine.handover.Strays;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A load's claim against the holder and against other claimants (P5, P7). The newer claim wins: a load that finds a newer claim, or a session whose
 * claim number is not below its own, is superseded. Loop only.
 */
final class Contest {
    private final Loop loop;
    private final Strays strays;
    private final EntryId profile;
    private final int schema;
    private @Nullable Claim placed;
    private @Nullable String placedWriteId;
    private @Nullable Token withdrawn;
    private boolean isPlacing;
    private boolean isDelivered;
    private boolean isAnswered;
    private long waitingSince;
    private long seen;

    /** What the load does next. */
    sealed interface Move {}

    /** The load looks again later. */
    record Wait() implements Move {}

    /** The load takes the profile without consent, because the holder lives but doesn't answer (P8). */
    record Steal() implements Move {}

    /** This load is over. */
    record Lost(NotLoadedReason reason) implements Move {}

    /** The load writes this claim on top of the entry. */
    record Place(Claim claim, Optional<Entry> on) implements Move {}

    Contest(Loop loop, Strays strays, EntryId profile, int schema) {
        this.loop = loop;
        this.strays = strays;
        this.profile = profile;
        this.schema = schema;
    }

    boolean isClaiming() {
        return placed != null || isPlacing;
    }

    /** The highest claim number seen so far. The load that wins stores it. */
    long seen(Sight sight) {
        sight.claim().map(Contest::readable).ifPresent(claim -> seen = Math.max(seen, claim.number()));
        sight.profile()
                .filter(entry -> !entry.isTombstone())
                .ifPresent(entry ->
                        seen = Math.max(seen, EntryFormat.of(entry).counters().claim()));
        return seen;
    }

    /** The claim in the entry; null if it can't be read as one. The next claim then overwrites the entry. */
    private static @Nullable Claim readable(Entry entry) {
        try {
            return Claim.parse(entry);
        } catch (IllegalArgumentException | IllegalStateException foreign) {
            return null;
        }
    }

    /** Whether this load's claim is in place and is addressed to the session of that token. */
    boolean isWaiting(Sight sight, Token holder) {
        Claim own = placed;
        return own != null
                && own.holder().isSameSession(holder)
                && own.holder().incarnation().equals(holder.incarnation())
                && sight.claim()
                        .filter(entry -> entry.writeId().equals(placedWriteId))
                        .isPresent()
                && loop.environment().monotonicNanos() - waitingSince
                        < Duration.ofSeconds(1).toNanos();
    }

    Move next(Sight sight, Token holder, Token by, Duration stealAfter) {
        Claim own = placed;
        Claim found = sight.claim().map(Contest::readable).orElse(null);
        long session = sight.profile()
                .map(entry -> EntryFormat.of(entry).counters().claim())
                .orElse(0L);
        seen(sight);
        if (isPlacing) {
            return new Wait();
        }
        if (own != null) {
            if (found != null && found.by().isSameSession(by)) {
                if (found.refusedReader() != 0) {
                    return new Lost(new NotLoadedReason.NewerSchema(found.refusedReader(), schema));
                }
            } else if (found != null && found.number() >= own.number()) {
                return new Lost(new NotLoadedReason.Superseded());
            }
            boolean sameHolder = own.holder().equals(holder);
            if (!own.holder().isSameSession(holder) && session >= own.number()) {
                return new Lost(new NotLoadedReason.Superseded());
            }
            if (sameHolder && found != null && found.by().isSameSession(by)) {
                boolean patienceOver = loop.environment().monotonicNanos() - waitingSince >= stealAfter.toNanos();
                return patienceOver ? new Steal() : new Wait();
            }
        }
        long number = own == null ? seen + 1 : own.number();
        return new Place(new Claim(profile, holder, by, number, schema, 0), sight.claim());
    }

    /** Writes the claim, and signals the holder. */
    void place(Place place, Runnable decided) {
        isPlacing = true;
        String author = loop.ids().incarnation();
        String writeId = loop.ids().writeId();
        Write write = Write.put(
                        Claim.idFor(profile), place.on(), writeId, place.claim().content())
                .superseding(Stored.retention(place.on(), author));
        Consumer<SaveQueue.Decision> then = decision -> {
            isPlacing = false;
            if (decision.written()) {
                stands(place.claim(), writeId);
            }
            Token over = withdrawn;
            if (over == null) {
                decided.run();
            } else {
                withdraw(over, isDelivered);
            }
        };
        String holder = place.claim().holder().incarnation();
        loop.queue().waking(holder, () -> loop.queue().submit(write, true, then, failure -> {}));
    }

    private void stands(Claim claim, String writeId) {
        Claim before = placed;
        if (before == null || !before.holder().equals(claim.holder())) {
            waitingSince = loop.environment().monotonicNanos();
        }
        placed = claim;
        placedWriteId = writeId;
    }

    /** The profile was handed over. If the claim was removed in the same step, nothing is left to be done. */
    void answered(Sight sight) {
        isAnswered = sight.claim().filter(entry -> !entry.isTombstone()).isEmpty();
    }

    /**
     * Ends the contest when the load is over. If it was delivered, the holder removes its claim; if the holder had not done so yet, that is looked after
     * later. Otherwise the claim is removed now if it is still in place, and a handover that comes too late is watched for.
     */
    void withdraw(Token token, boolean wasDelivered) {
        withdrawn = token;
        isDelivered = wasDelivered;
        if (placed == null || (wasDelivered && isAnswered)) {
            return;
        }
        if (wasDelivered) {
            loop.environment().schedule(Duration.ofSeconds(1), this::removeClaim);
        } else {
            strays.watch(profile, token);
            removeClaim();
        }
    }

    private void removeClaim() {
        String writeId = loop.ids().writeId();
        String standing = placedWriteId;
        loop.port()
                .tryCall(storage -> storage.read(List.of(Claim.idFor(profile)))
                        .getFirst()
                        .filter(entry -> entry.writeId().equals(standing))
                        .ifPresent(entry -> storage.write(List.of(Write.forget(entry, writeId)), Atomicity.EACH)));
    }
}
