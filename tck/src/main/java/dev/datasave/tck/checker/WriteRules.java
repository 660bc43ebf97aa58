package dev.datasave.tck.checker;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.Journal.Written;
import dev.datasave.tck.network.VirtualStorage;
import java.time.Duration;
import java.util.Optional;

/** The rules for every accepted write. */
final class WriteRules {
    private static final Duration LONG = Duration.ofSeconds(5);

    private final Findings found;
    private final LeaseRules leases;
    private final OrphanRules orphans;

    WriteRules(Findings found) {
        this.found = found;
        this.leases = new LeaseRules(found);
        this.orphans = new OrphanRules(found);
    }

    void written(Written written) {
        String store = written.id().store();
        if (store.equals(ServerNames.LEASES)) {
            leases.written(written);
        } else if (store.equals(Claims.STORE)) {
            found.claims.written(written);
        } else if (store.equals(Ledger.MESSAGES)) {
            found.ledger.message(written);
        } else if (store.equals(Goods.BANK.store())) {
            found.ledger.bank(written);
        } else if (!store.startsWith("~") && !written.server().equals(VirtualStorage.OUTSIDE)) {
            found.count(Count.WRITTEN);
            if (isReplay(written)) {
                found.count(Count.REPLAYED);
            } else {
                author(written);
                owner(written);
            }
            if (!found.moves.moves(written)) {
                progress(written);
            }
        } else if (store.equals(OrphanRules.STORE)) {
            orphans.written(written);
        }
        found.lineage.accept(written);
    }

    /** Notes that time has passed. */
    void settle(Duration now) {
        leases.settle(now);
        found.moves.settle();
    }

    /** Checks the end of the run. */
    void end() {
        orphans.end();
    }

    /**
     * Whether the write frees the profile and changes nothing else. That is how a server ends another server's session from its spool, if the storage
     * holds more of the session than the spool.
     */
    private boolean isFreed(Written written) {
        return written.after().isPresent()
                && Findings.holder(written.after()).isEmpty()
                && written.after()
                        .flatMap(found.states::of)
                        .equals(written.before().flatMap(found.states::of));
    }

    /** Whether the server's session of that profile is over for the game: its state is in the spool, or the server is gone. */
    private boolean hasEnded(String server, EntryId id) {
        return found.servers.wasKilled(server)
                || found.servers.wasClosed(server)
                || found.sessions.wasSpooled(server, id);
    }

    /**
     * Whether this is a session's last write by the server that has the spool: with the session's own write id, from its own holder, and without a
     * holder afterwards.
     */
    private boolean isReplay(Written written) {
        Optional<String> author = found.servers.author(written.writeId());
        Optional<String> owner = Findings.holder(written.before()).flatMap(found.servers::ofHolder);
        boolean isFreed =
                written.after().isPresent() && Findings.holder(written.after()).isEmpty();
        return isFreed
                && author.isPresent()
                && !author.equals(Optional.of(written.server()))
                && (owner.equals(author) || (owner.isEmpty() && found.wasSetBackSince(Duration.ZERO)));
    }

    /** A write names an incarnation of its server. A write that ends a session may do so before that incarnation has a lease (P9). */
    private void author(Written written) {
        Optional<String> mine = Optional.of(written.server());
        Optional<String> author = found.servers.author(written.writeId());
        boolean isEnd = Findings.holder(written.before())
                        .flatMap(found.servers::ofHolder)
                        .equals(mine)
                && !Findings.holder(written.after())
                        .flatMap(found.servers::ofHolder)
                        .equals(mine);
        boolean isNobodys =
                Findings.holder(written.after()).isEmpty(); // no session, so no lease; P4 says whose session may end so
        if (!author.equals(mine) && (author.isPresent() || !(isEnd || isNobodys))) {
            found.report(
                    written,
                    "P1",
                    "write id " + written.writeId() + " is of no incarnation with a lease of the writer");
        }
    }

    private void owner(Written written) {
        Optional<String> before = Findings.holder(written.before());
        Optional<String> after = Findings.holder(written.after());
        Optional<String> mine = Optional.of(written.server());
        Optional<String> owner = before.flatMap(found.servers::ofHolder);
        boolean taken = !owner.equals(mine);
        boolean kept = after.flatMap(found.servers::ofHolder).equals(mine);
        if (kept && !found.servers.hadLease(after.get())) {
            found.report(written, "P4", "wrote itself as the holder " + after.get() + " before its lease");
        }
        if (taken && after.isPresent() && !kept && !isOnWhatWasSetBack(written, after.get())) {
            found.report(written, "P1", "gave a profile that it did not hold to " + after.get());
        }
        if (before.isEmpty()) {
            return;
        }
        if (found.calm && owner.filter(found.servers::wasClosed).isEmpty()) {
            heldForSomebody(written, before.get());
        }
        if (taken) {
            if (kept) {
                found.sessions.taken(before.get(), written.server());
            }
            taken(written, before.get(), owner);
        } else if (after.isPresent() && !kept) {
            found.count(Count.HANDED_OVER);
            handedOver(written, before.get(), after.get());
        }
    }

    /** The storage was set back to what a session took: it writes its full state on top (F41), even if that is the write that hands it over. */
    private boolean isOnWhatWasSetBack(Written written, String to) {
        return Findings.holder(written.before()).isEmpty()
                && found.wasSetBackSince(Duration.ZERO)
                && found.claims.wasMadeBy(written.id(), to);
    }

    /** In a run where nothing goes wrong, no server holds a profile for long that its game never obtained. */
    private void heldForSomebody(Written written, String holder) {
        Duration held = written.at().minus(found.lineage.heldSince(written.id(), holder));
        if (!found.sessions.isKnown(holder) && held.compareTo(LONG) > 0) {
            found.report(written, "F42", "was held as " + holder + " for " + held + ", but the game never obtained it");
        }
    }

    private void handedOver(Written written, String from, String to) {
        if (!found.claims.wasMade(written.id(), from, to)) {
            found.report(written, "P5", "handed the profile to " + to + ", which never claimed it from " + from);
        } else if (!found.wasSetBackSince(Duration.ZERO)) {
            long before = found.claims.stored(written.before());
            long number = found.claims.stored(written.after());
            if (number <= before) {
                found.report(
                        written, "P7", "handed the profile to " + to + " after claim " + before + " had obtained it");
            } else if (!found.claims.wasNumbered(written.id(), to, number)) {
                found.report(written, "P7", "handed the profile to " + to + " for claim " + number + ", not its own");
            }
        }
    }

    private void taken(Written written, String holder, Optional<String> owner) {
        EntryId lease = ServerNames.lease(ServerNames.incarnation(holder).orElseThrow());
        boolean cameBack = found.wasSetBackSince(written.at().minus(ServerNames.LEASE_TIME))
                && found.wasSetBackSince(
                        found.lineage.writtenAt(lease)); // after the taker had looked, and not renewed since
        if (found.lineage.current(lease).isEmpty() || cameBack) {
            found.count(Count.TAKEN_OVER);
            // No server could know that the holder's is alive, nor the holder's that it was robbed.
            if (cameBack || found.servers.isForgotten(holder)) {
                owner.ifPresent(robbed -> found.sessions.stolen(written.id(), robbed));
            }
        } else if (isFreed(written)
                && owner.filter(robbed -> hasEnded(robbed, written.id())).isPresent()) {
            found.count(Count.REPLAYED);
        } else if (found.sessions.maySteal(written)) {
            found.count(Count.STOLEN);
            if (found.calm && !found.sessions.wantedToSteal(written)) {
                found.report(written, "P6", "stole the profile from " + holder + ", although nothing went wrong");
            }
            owner.ifPresent(robbed -> found.sessions.stolen(written.id(), robbed));
        } else {
            found.report(
                    written,
                    "P4",
                    "took the session of " + owner.orElse("?") + ", " + holder + ", whose lease is there");
        }
    }

    private void progress(Written written) {
        Optional<String> before = written.before().map(found.states::of).orElse(Optional.of(States.FRESH));
        Optional<String> after = written.after().flatMap(found.states::of);
        if (after.isEmpty()) {
            found.report(written, "P1", "stored data that no edits led to");
            return;
        }
        found.states.stored(after.get());
        boolean replaced = before.isEmpty()
                || !found.states.holds(after.get(), before.get())
                || isRollback(written)
                || isRemoval(written);
        if (replaced) {
            found.replacements.replaced(written);
            before.ifPresent(known -> replacement(written, known, after.get()));
        }
        found.deeds.written(written, before.orElse(States.FRESH), after.get(), replaced);
    }

    private static boolean isRemoval(Written written) {
        return written.before().filter(entry -> !entry.isTombstone()).isPresent()
                && written.after().filter(Entry::isTombstone).isPresent();
    }

    private boolean isRollback(Written written) {
        return found.replacements.rollbackOf(written).isPresent();
    }

    /** If the new data lacks data stored before, an operator must have asked for that. */
    private void replacement(Written written, String before, String after) {
        Optional<Replacements.Target> to = found.replacements.rollbackOf(written);
        if (to.isPresent()) {
            found.count(Count.ROLLED_BACK);
            Optional<String> then =
                    found.lineage.revision(to.get().id(), to.get().revision()).flatMap(found.states::of);
            if (!then.equals(Optional.of(after)) && !found.wasSetBackSince(Duration.ZERO)) {
                found.report(
                        written,
                        "P13",
                        "rolled back to state " + after + ", but revision "
                                + to.get().revision() + " was " + then);
            }
        } else if (isRemoval(written) && found.replacements.mayBeRemoved(written.id())) {
            found.count(Count.REMOVED);
        } else {
            found.report(written, "P1", "state " + after + " lacks edits of state " + before + " stored before");
        }
    }
}
