package dev.datasave.ops;

import com.google.gson.JsonElement;
import dev.datasave.DataSaveException;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads every entry of every store once: which can't be read, and which are held by servers that are gone. */
final class EntryScan {
    private static final int PAGE = 50;
    private static final int MOST_NAMED = 20;

    private final Storage storage;
    private final List<String> unreadable = new ArrayList<>();
    private final Map<String, Integer> heldByNobody = new TreeMap<>();
    private int bad;

    EntryScan(Storage storage) {
        this.storage = storage;
    }

    List<Diagnosis> scan(Consumer<Doctor.Progressing> progress) {
        List<Storage.Transfer.Tally> tallies = StorageStats.tallies(storage);
        long all = tallies.stream().mapToLong(Storage.Transfer.Tally::entries).sum();
        LeaseTable leases = LeaseTable.of(storage);
        long done = 0;
        for (Storage.Transfer.Tally tally : tallies) {
            EntryQuery query = EntryQuery.keys(tally.store(), "").withLimit(PAGE);
            Page<Entry> page = storage.list(query);
            done += seen(page, leases);
            progress.accept(new Doctor.Progressing(done, Math.max(all, done), tally.store()));
            while (page.next() != null) {
                page = storage.list(query.from(page.next()));
                done += seen(page, leases);
                progress.accept(new Doctor.Progressing(done, Math.max(all, done), tally.store()));
            }
        }
        return storage.transfer().isEmpty()
                ? List.of(Diagnosis.note(
                        "entries", "this storage can't list its stores, so they were not read", "Nothing."))
                : List.of(readable(done), held());
    }

    private int seen(Page<Entry> page, LeaseTable leases) {
        for (Entry entry : page.items()) {
            look(entry).ifPresent(problem -> {
                bad++;
                if (unreadable.size() < MOST_NAMED) {
                    unreadable.add(problem);
                }
            });
            if (!entry.isDamaged() && !entry.id().store().startsWith("~")) {
                StoredForms.incarnation(entry.content().holder())
                        .filter(incarnation -> leases.of(incarnation).isEmpty())
                        .ifPresent(incarnation -> heldByNobody.merge(incarnation, 1, Integer::sum));
            }
        }
        return page.items().size();
    }

    private static Optional<String> look(Entry entry) {
        try {
            JsonElement tree = ProfileDesk.tree(entry);
            return tree == null ? Optional.of(entry.id() + ": nothing") : Optional.empty();
        } catch (DataSaveException.InvalidData problem) {
            return Optional.of(String.valueOf(problem.getMessage()));
        }
    }

    private Diagnosis readable(long done) {
        return bad == 0
                ? Diagnosis.ok("entries", done + " were read, and all of them can be")
                : Diagnosis.problem(
                        "entries",
                        bad + " of " + done + " can't be read: " + String.join("; ", unreadable)
                                + (bad > unreadable.size() ? "; …" : ""),
                        "Roll each back to an earlier revision (history, rollback), or restore it from a backup. Servers answer such a profile as Corrupt and leave it as it is.");
    }

    private Diagnosis held() {
        int sum = heldByNobody.values().stream().mapToInt(Integer::intValue).sum();
        return sum == 0
                ? Diagnosis.ok("holders", "every entry that is held belongs to a server with a lease")
                : Diagnosis.note(
                        "holders",
                        sum + " entries name " + heldByNobody.size() + " servers that have no lease any more",
                        "Nothing: they are free. The next load takes them with what was last saved.");
    }
}
