package dev.datasave.copy;

import dev.datasave.copy.CopyPlace.InFile;
import dev.datasave.copy.CopyPlace.InStorage;
import dev.datasave.copy.CopyProgress.Phase;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Storage.Transfer.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies everything that a storage has into another one or into the file of a backup, or a backup into a storage: all entries with their history, revision
 * numbers, write ids, times and retention, messages, pins and receipts. What belongs to running servers, leases, claims and notices, is left out; holders stay,
 * and free their entries at the next load, because no server lives at the target.
 *
 * <ul>
 *   <li><b>One moment.</b> The source is read at one moment, both for the copy and for the sides. What is saved afterwards is not in the copy.
 *   <li><b>Marked until it is whole.</b> A target storage is marked before the first write. No server starts on it until both sides were read again and found
 *       equal. The file of a backup gets its name only then.
 *   <li><b>Resumed.</b> After any end, even a killed process, the same copy goes on where it was. Nothing is ever added twice.
 *   <li><b>Bounded.</b> It holds a few pages of 8 MiB in memory, however much there is.
 * </ul>
 *
 * <p>Immutable: every method returns a changed copy. Calls block, for minutes if there is much; the listener is called on the same thread.
 */
public final class StorageCopy {
    private final CopyPlace from;
    private final CopyPlace to;
    private final boolean whileHeld;
    private final Consumer<CopyProgress> listener;

    private StorageCopy(CopyPlace from, CopyPlace to, boolean whileHeld, Consumer<CopyProgress> listener) {
        this.from = from;
        this.to = to;
        this.whileHeld = whileHeld;
        this.listener = listener;
    }

    /**
     * A copy that is not begun yet.
     *
     * @throws IllegalArgumentException if both are files
     */
    public static StorageCopy of(CopyPlace from, CopyPlace to) {
        if (from instanceof InFile && to instanceof InFile) {
            throw new IllegalArgumentException("copy: found two files, expected a storage on one side at least");
        }
        return new StorageCopy(from, to, false, progress -> {});
    }

    /**
     * Also copies a source on which servers live; by default that is refused. The copy has what was stored at its moment, and what is played afterwards is not
     * in it: right for a backup, wrong for a move. Servers that live on the target are refused in any case.
     */
    public StorageCopy whileHeld() {
        return new StorageCopy(from, to, true, listener);
    }

    /** Tells how far it is, after every few hundred revisions. */
    public StorageCopy listener(Consumer<CopyProgress> newListener) {
        return new StorageCopy(from, to, whileHeld, newListener);
    }

    /**
     * Finds out what {@link #run} would do, and writes nothing: {@link CopyOutcome.Planned} or {@link CopyOutcome.Refused}. The file of a backup is read and
     * checked completely.
     *
     * @throws BackupException if the file to copy is no sound backup
     * @throws IOException if the file can't be used
     * @throws dev.datasave.DataSaveException.StorageFailed if a storage can't be read
     */
    public CopyOutcome plan() throws IOException {
        try (Contents source = Contents.of(from)) {
            List<String> reasons = reasons(source);
            if (!reasons.isEmpty()) {
                return new CopyOutcome.Refused(reasons);
            }
            check(source);
            return new CopyOutcome.Planned(source.tallies(), mark().isPresent(), notes());
        }
    }

    /**
     * Copies and compares: {@link CopyOutcome.Copied}, {@link CopyOutcome.Refused} or {@link CopyOutcome.Different}. After an exception the same copy can be
     * run again, and goes on.
     *
     * @throws BackupException if the file to copy is no sound backup; nothing was written then
     * @throws IOException if a file can't be used, or another copy into the same target has begun meanwhile
     * @throws dev.datasave.DataSaveException.StorageFailed if a storage fails, or has a damaged entry
     */
    public CopyOutcome run() throws IOException {
        try (Contents source = Contents.of(from)) {
            List<String> reasons = reasons(source);
            if (!reasons.isEmpty()) {
                return new CopyOutcome.Refused(reasons);
            }
            check(source);
            CopyOutcome outcome = switch (to) {
                case InFile file -> new BackupFile(file.file(), listener).write(source);
                case InStorage target -> fill(source, target);
            };
            return outcome instanceof CopyOutcome.Copied(var stores, var added, var none)
                    ? new CopyOutcome.Copied(stores, added, notes())
                    : outcome;
        }
    }

    /**
     * Only compares: {@link CopyOutcome.Copied} with nothing added, or {@link CopyOutcome.Different}. Writes nothing.
     *
     * @throws IOException as {@link #run}
     * @throws dev.datasave.DataSaveException.StorageFailed as {@link #run}
     */
    public CopyOutcome compare() throws IOException {
        try (Contents source = Contents.of(from);
                Contents target = Contents.of(to)) {
            return compare(source, target, 0);
        }
    }

    private CopyOutcome compare(Contents source, Contents target, long added) throws IOException {
        BothSides sides = new BothSides(source, target);
        sides.run(source.count(), listener);
        return sides.count() == 0
                ? new CopyOutcome.Copied(source.tallies(), added, List.of())
                : new CopyOutcome.Different(sides.differences(), sides.count());
    }

    private void check(Contents source) throws IOException {
        if (source instanceof FileContents file) {
            file.check(listener);
        }
    }

    private Optional<Mark> mark() {
        return to instanceof InStorage target ? Mark.find(target.storage()) : Optional.empty();
    }

    /** Why nothing is to be written; empty if nothing speaks against it. */
    private List<String> reasons(Contents source) throws IOException {
        List<String> reasons = new ArrayList<>();
        if (from instanceof InStorage stored) {
            if (Mark.find(stored.storage()).isPresent()) {
                reasons.add(from + ": found an unfinished copy in the source, expected a whole one");
            }
            if (!whileHeld) {
                Servers.living(stored.storage()).forEach(server -> reasons.add(from + ": " + server));
            }
        }
        switch (to) {
            case InFile file
            when Files.exists(file.file()) ->
                reasons.add(file + ": found a file, expected none; a backup is never overwritten");
            case InFile file -> {}
            case InStorage target -> reasons.addAll(reasons(source, target));
        }
        return reasons;
    }

    private static List<String> reasons(Contents source, InStorage target) throws IOException {
        List<String> reasons = new ArrayList<>();
        Servers.living(target.storage()).forEach(server -> reasons.add(target + ": " + server));
        Optional<Mark> mark = Mark.find(target.storage());
        if (mark.isPresent()) {
            if (!mark.get().source().equals(source.name())) {
                reasons.add(target + ": found an unfinished copy of "
                        + mark.get().source() + ", expected one of " + source.name() + " or nothing");
            }
            return reasons;
        }
        List<Tally> stores;
        try (Contents there = Contents.of(target)) {
            stores = there.tallies();
        }
        if (!stores.isEmpty()) {
            reasons.add(target + ": found " + text(stores) + ", expected an empty storage");
        }
        return reasons;
    }

    private static String text(List<Tally> stores) {
        List<String> named = stores.stream()
                .limit(10)
                .map(tally -> tally.store() + " with " + tally.entries() + " entries and " + tally.superseded()
                        + " superseded revisions")
                .toList();
        return String.join(", ", named) + (stores.size() > named.size() ? ", …" : "");
    }

    private List<String> notes() throws IOException {
        List<String> notes = new ArrayList<>();
        if (from instanceof InStorage stored) {
            for (String server : Servers.living(stored.storage())) {
                notes.add(from + ": " + server + "; what it has saved since the copy began is not in the copy");
            }
        }
        return notes;
    }

    private CopyOutcome fill(Contents source, InStorage target) throws IOException {
        Optional<Mark> found = Mark.find(target.storage());
        Mark mark = found.isPresent() ? found.get() : Mark.begin(target.storage(), source.name());
        long all = source.count();
        long added = 0;
        long done = 0;
        mark.move(mark.place()); // from now on no other copy into the target goes on
        try (Contents.Pages pages = new Ahead(source.pages(mark.place()))) {
            List<Revision> page = pages.next();
            while (!page.isEmpty()) {
                added += target.transfer().add(page);
                done += page.size();
                mark.move(page.getLast().place());
                listener.accept(new CopyProgress(Phase.COPYING, done, all));
                page = pages.next();
            }
        }
        try (Contents filled = Contents.of(target)) {
            CopyOutcome outcome = compare(source, filled, added);
            if (outcome instanceof CopyOutcome.Copied) {
                mark.remove();
            }
            return outcome;
        }
    }
}
