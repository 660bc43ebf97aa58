package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.Way;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a moved profile has left under its former keys (P15): the mark that says where it went, older revisions, their pins, and what came there late. It
 * is erased before the profile, so that it can be found after a crash in between. Loop only.
 */
final class FormerKeys {
    private final Erasure erasure;
    private final Loop loop;
    private final Errand errand;
    private final EntryId profile;

    FormerKeys(Erasure erasure, EntryId profile) {
        this.erasure = erasure;
        this.loop = erasure.loop();
        this.errand = erasure.errand();
        this.profile = profile;
    }

    /** The keys that the profile in that entry had before, and that still say so. Blocking. */
    static List<EntryId> standing(Storage storage, Entry profile) {
        return of(profile).stream()
                .filter(former -> mark(storage, former, profile.id()).isPresent())
                .toList();
    }

    private static List<EntryId> of(Entry profile) {
        return Way.of(Optional.of(profile)).stays().stream()
                .map(stay -> new EntryId(profile.id().store(), stay.key()))
                .filter(former -> !former.equals(profile.id()))
                .distinct()
                .toList();
    }

    /** The mark at a former key, if it leads to that profile. */
    private static Optional<Entry> mark(Storage storage, EntryId former, EntryId profile) {
        Optional<Entry> mark = storage.read(List.of(former)).getFirst();
        return mark.filter(entry -> Departure.follow(storage, former, mark).id().equals(profile));
    }

    /** Erases it all, then goes on. */
    void erase(Entry current, Runnable then) {
        erase(of(current).iterator(), then);
    }

    private void erase(Iterator<EntryId> formers, Runnable then) {
        if (formers.hasNext()) {
            erase(formers.next(), () -> erase(formers, then));
        } else {
            then.run();
        }
    }

    private void erase(EntryId former, Runnable then) {
        errand.ask(
                storage -> mark(storage, former, profile),
                mark -> mark.ifPresentOrElse(
                        entry -> new Belongings(erasure, former, entry.revision()).erase(() -> forget(entry, then)),
                        then));
    }

    private void forget(Entry mark, Runnable then) {
        Write write = Write.put(mark.id(), Optional.of(mark), loop.ids().writeId(), Erased.tombstone(mark.revision()))
                .durable(Write.Durability.POWER)
                .purging();
        errand.write(write, decision -> {
            if (decision.written()) {
                erasure.erasedAt(mark.id(), decision.revision(), decision.updated());
                erasure.did(mark.id(), Connection.PROFILE, Done.ERASED, decision.revision(), "");
                then.run();
            } else {
                erase(mark.id(), then); // written once more, with a message that came late
            }
        });
    }
}
