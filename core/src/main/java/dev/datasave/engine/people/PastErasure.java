package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Pages;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.VersionQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one pass does to an entry that is not connected to the person but may have been (P14). A tombstone whose history is connected to nobody else
 * is written anew, which purges that history and leaves the mark of an erasure. Of any other entry only the revisions are dropped that are connected
 * to the person. Loop only.
 */
final class PastErasure {
    private static final int PAGE = 20;

    private final EntryErasure step;
    private final Errand errand;
    private final Connections connections;
    private final Entry entry;
    private final EntryId id;
    private final boolean isNamed;
    private final List<Long> revisions = new ArrayList<>();
    private boolean hasOthers;

    PastErasure(EntryErasure step, Entry entry) {
        this.step = step;
        this.errand = step.erasure().errand();
        this.connections = step.erasure().connections();
        this.entry = entry;
        this.id = entry.id();
        this.isNamed = step.how() == Connection.KEY_TEMPLATE;
    }

    void start() {
        Pages.each(
                errand,
                VersionQuery.all(id).withLimit(PAGE),
                (page, next) -> {
                    page.forEach(this::look);
                    next.run();
                },
                this::erase);
    }

    private void look(Entry old) {
        hasOthers |= connections.isShared(old);
        if (connections.isOf(old)) {
            revisions.add(old.revision());
        }
    }

    private void erase() {
        boolean wasOfNobodyElse = entry.isTombstone() && !hasOthers;
        boolean lacksMark = isNamed && Erased.of(Optional.of(entry)).whole() == 0;
        if (wasOfNobodyElse) {
            boolean isDone = revisions.isEmpty() && !lacksMark;
            step.belongings(entry, isDone ? step::nothing : () -> step.tombstone(entry));
        } else if (revisions.isEmpty()) {
            step.nothing();
        } else {
            drop(0);
        }
    }

    private void drop(int from) {
        int to = Math.min(from + PAGE, revisions.size());
        errand.ask(
                storage -> {
                    for (long revision : revisions.subList(from, to)) {
                        var unused = storage.retain(id, revision, Retention.drop());
                    }
                    return to;
                },
                dropped -> {
                    if (to < revisions.size()) {
                        drop(to);
                    } else {
                        step.erased(Done.HISTORY_ERASED, 0, null);
                    }
                });
    }
}
