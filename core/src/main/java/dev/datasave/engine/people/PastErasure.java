package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Pages;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one pass does to an entry that is not connected to the person but may have been (P14). A tombstone whose history is connected to nobody else
 * is written anew, which purges that history and leaves the mark of an erasure. Of any other entry only the revisions are dropped that are connected
 * to the person. A tombstone that says under which other key a profile lives on is such another entry: it must stay, and the revision that kept it from
 * being swept is replaced by one without data (P15). It then remembers that the person was taken out. Loop only.
 */
final class PastErasure {
    private static final int PAGE = 20;

    private final EntryErasure step;
    private final Errand errand;
    private final Connections connections;
    private final Entry entry;
    private final EntryId id;
    private final boolean isNamed;
    private final boolean isMark;
    private final List<Long> revisions = new ArrayList<>();
    private boolean hasOthers;

    /** @param isMark whether the entry is all that says under which other key a profile lives */
    PastErasure(EntryErasure step, Entry entry, boolean isMark) {
        this.step = step;
        this.errand = step.erasure().errand();
        this.connections = step.erasure().connections();
        this.entry = entry;
        this.id = entry.id();
        this.isNamed = step.how() == Connection.KEY_TEMPLATE;
        this.isMark = isMark;
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
        boolean isOlderMark = isMark && old.isTombstone();
        if (connections.isOf(old) && !isOlderMark) {
            revisions.add(old.revision());
        }
    }

    private void erase() {
        boolean wasOfNobodyElse = entry.isTombstone() && !hasOthers && !isMark;
        boolean lacksMark = isNamed && Erased.of(Optional.of(entry)).whole() == 0;
        if (wasOfNobodyElse) {
            boolean isDone = revisions.isEmpty() && !lacksMark;
            step.belongings(entry, isDone ? step::nothing : () -> step.tombstone(entry));
        } else if (revisions.isEmpty()) {
            step.nothing();
        } else if (isMark) {
            writeAnew();
        } else {
            drop(0);
        }
    }

    private void writeAnew() {
        Loop loop = step.erasure().loop();
        String system = Erased.marked(
                entry.content().system(), entry.revision()); // so that no spooled state brings the person's data back
        Write mark = Write.put(
                        id,
                        Optional.of(entry),
                        loop.ids().writeId(),
                        entry.content().withSystem(system))
                .durable(Write.Durability.POWER)
                .superseding(Retention.pin());
        errand.write(mark, decision -> {
            if (decision.written()) {
                drop(0);
            } else {
                step.again();
            }
        });
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
