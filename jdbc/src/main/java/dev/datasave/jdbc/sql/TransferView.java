package dev.datasave.jdbc.sql;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Storage.Transfer.Tally;
import dev.datasave.spi.Storage.Transfer.View;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Everything at one moment, from a transaction that stays open. Entries and history are two lists in the same order, read ahead a page at a time, and
 * put together here: behind each entry stands its history.
 *
 * <p>A page has a limit of rows and one of bytes, so that it takes a few MiB. A row that is too large for its page comes without its value and ends the
 * page; if it is the first one, it is read again with fewer rows and a higher limit.
 */
public final class TransferView implements View {
    /** How many rows at most, and how many bytes of value and system in each: together at most 8 MiB, or one row. */
    private static final List<Step> STEPS =
            List.of(new Step(512, 16L << 10), new Step(16, 512L << 10), new Step(1, Long.MAX_VALUE));

    private final Link link;
    private final ErrorText errors;
    private final End end;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Revision> entries = new ArrayDeque<>();
    private final Deque<Revision> history = new ArrayDeque<>();
    private Place reached = Place.START;
    private boolean noMoreEntries;
    private boolean noMoreHistory;
    private boolean closed;

    private record Step(long rows, long bytes) {}

    /** Gives the link back, with its transaction. */
    @FunctionalInterface
    public interface End {
        void end() throws SQLException;
    }

    /** Reads from this link, in the read transaction that it has begun; {@code end} ends both. */
    public TransferView(Link link, ErrorText errors, End end) {
        this.link = link;
        this.errors = errors;
        this.end = end;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws SQLException;
    }

    private <T> T open(Reading<T> reading) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException(errors + ": the view is closed");
            }
            return reading.read();
        } catch (SQLException e) {
            throw errors.explain(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Tally> tallies() {
        return open(() -> {
            TreeMap<String, Tally> tallies = new TreeMap<>();
            link.visit("tally_entries", row -> {
                tallies.put(row.getString(1), new Tally(row.getString(1), row.getLong(2), 0));
                return true;
            });
            link.visit("tally_history", row -> {
                Tally entries = tallies.get(row.getString(1));
                long count = entries == null ? 0 : entries.entries();
                tallies.put(row.getString(1), new Tally(row.getString(1), count, row.getLong(2)));
                return true;
            });
            return List.copyOf(tallies.values());
        });
    }

    @Override
    public List<Revision> after(Place place, int limit) {
        return open(() -> {
            if (!place.equals(reached)) {
                entries.clear();
                history.clear();
                noMoreEntries = false;
                noMoreHistory = false;
                reached = place;
            }
            List<Revision> found = new ArrayList<>();
            while (found.size() < limit) {
                boolean hasRead = readAhead();
                Revision next = next();
                if (next == null || (hasRead && !found.isEmpty())) {
                    break; // what was read ahead waits for the next call, so that an answer holds no more than one page
                }
                (next.superseded() ? history : entries).remove();
                found.add(next);
                reached = next.place();
            }
            return List.copyOf(found);
        });
    }

    /** Reads the next pages where none is left; true if it did. */
    private boolean readAhead() throws SQLException {
        boolean hasRead = false;
        if (entries.isEmpty() && !noMoreEntries) {
            noMoreEntries = !read(entries, "transfer_entries", false, reached.store(), reached.key());
            hasRead = true;
        }
        if (history.isEmpty() && !noMoreHistory) {
            noMoreHistory =
                    !read(history, "transfer_history", true, reached.store(), reached.key(), reached.revision());
            hasRead = true;
        }
        return hasRead;
    }

    /** What stands next: history of the entry that was reached, else the next entry. */
    private @Nullable Revision next() {
        Revision old = history.peek();
        if (old != null) {
            EntryId id = old.entry().id();
            if (id.store().equals(reached.store()) && id.key().equals(reached.key())) {
                return old;
            }
        }
        Revision entry = entries.peek();
        if (entry == null && old != null) {
            throw new IllegalStateException(
                    errors + ": found a superseded revision of " + old.entry().id() + " and no entry, expected both");
        }
        return entry;
    }

    /** Reads a page; false if there is nothing more. */
    private boolean read(Deque<Revision> page, String statement, boolean superseded, Object... place)
            throws SQLException {
        for (Step step : STEPS) {
            List<Object> values = new ArrayList<>(List.of(place));
            values.add(step.bytes());
            values.add(step.rows());
            boolean[] tooLarge = {false};
            link.visit(
                    statement,
                    row -> {
                        tooLarge[0] = row.getLong(16) > step.bytes();
                        if (!tooLarge[0]) {
                            Entry entry = Rows.entry(row);
                            long millis = superseded ? row.getLong(17) : 0;
                            boolean ends = superseded && !row.wasNull();
                            page.add(new Revision(entry, superseded, ends ? Instant.ofEpochMilli(millis) : null));
                        }
                        return !tooLarge[0];
                    },
                    values.toArray());
            if (!page.isEmpty() || !tooLarge[0]) {
                return !page.isEmpty();
            }
        }
        return false;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                end.end();
            }
        } catch (SQLException e) {
            throw errors.explain(e);
        } finally {
            lock.unlock();
        }
    }
}
