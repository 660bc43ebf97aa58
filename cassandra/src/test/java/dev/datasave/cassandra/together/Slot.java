package dev.datasave.cassandra.together;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the model.
 *
 * @param id its id
 * @param current its current revision
 * @param intent the intent on it
 * @param history the superseded revisions, in the order in which they were kept
 * @param lineage everything that was ever written, oldest first; nothing in the protocol sees it
 */
record Slot(EntryId id, Optional<Entry> current, Optional<Intent> intent, List<Line> history, List<Line> lineage) {

    /** A revision, who wrote it, and under the id of which try; the empty text = none. */
    record Line(long revision, String writeId, String tx) {}

    static Slot begin(EntryId id, Optional<Entry> current) {
        List<Line> lines = current.map(Slot::line).stream().toList();
        return new Slot(id, current, Optional.empty(), List.of(), lines);
    }

    private static Line line(Entry entry) {
        return new Line(entry.revision(), entry.writeId(), "");
    }

    Partition partition() {
        return new Partition(current, intent);
    }

    Slot put(Intent next) {
        Standing standing = partition().standing();
        boolean applies = standing.tx() == null && standing.fits(next.write());
        return applies ? new Slot(id, current, Optional.of(next), history, lineage) : this;
    }

    Slot undo(String tx) {
        return partition().has(tx) ? new Slot(id, current, Optional.empty(), history, lineage) : this;
    }

    Slot apply(String tx) {
        return partition().has(tx) ? written(intent.orElseThrow()) : this;
    }

    /** A write of this entry alone, as the storage does it. */
    Slot write(Write write) {
        Standing standing = partition().standing();
        boolean applies = standing.tx() == null && standing.fits(write);
        return applies ? written(new Intent("", write, Model.AT)) : this;
    }

    private Slot written(Intent next) {
        List<Line> kept = new ArrayList<>(history);
        if (!(next.write().superseded() instanceof Retention.Drop)) {
            current.ifPresent(entry -> kept.add(lineage.getLast()));
        }
        List<Line> all = new ArrayList<>(lineage);
        all.add(new Line(next.revision(), next.write().writeId(), next.tx()));
        return new Slot(id, next.applied(current), Optional.empty(), List.copyOf(kept), List.copyOf(all));
    }

    /** What was written, with the intent if its try is committed. */
    List<Line> logical(Decisions decisions) {
        Optional<Intent> committed = intent.filter(found -> decisions.of(found.tx()) == Decision.COMMITTED);
        if (committed.isEmpty()) {
            return lineage;
        }
        List<Line> all = new ArrayList<>(lineage);
        Intent found = committed.get();
        all.add(new Line(found.revision(), found.write().writeId(), found.tx()));
        return all;
    }
}
