package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Queries;
import dev.datasave.jdbc.sql.Rows;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads entries of a file that may be damaged. What is damaged is told of the entry that was asked for, not of its neighbours in the call.
 *
 * <p>An entry is found by the index of its store and key. If a page of that index is damaged, SQLite may find nothing and notice nothing. So "there is
 * none" is confirmed by a second index that has the same columns in another order, and so other pages.
 */
final class SqliteReads {
    private static final int MOST_DAMAGES = 100;

    private SqliteReads() {}

    /** Reads one entry after the other. Each takes microseconds, because there is no network in between. */
    static List<Optional<Entry>> find(Link link, List<EntryId> ids) throws SQLException {
        List<Optional<Entry>> found = new ArrayList<>(ids.size());
        for (EntryId id : ids) {
            found.add(find(link, id));
        }
        return List.copyOf(found);
    }

    static Optional<Entry> find(Link link, EntryId id) throws SQLException {
        try {
            Optional<Entry> found = link.first("read", Rows::entry, id.store(), id.key());
            if (found.isPresent()) {
                return found.map(entry -> entry.id().equals(id) ? entry : lost(id, "found a row of another key"));
            }
            return link.first(
                    "confirm",
                    row -> lost(id, "found its key in one of its two indexes only, expected it in both or in none"),
                    id.key(),
                    id.store());
        } catch (SQLException e) {
            if (SqliteFile.isDamage(e)) {
                return Optional.of(lost(id, "found a damaged page, expected it whole"));
            }
            throw e;
        }
    }

    private static Entry lost(EntryId id, String damage) {
        return Entry.damaged(
                id,
                0,
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                "entry " + id.store() + "/" + id.key() + ": " + damage + "; restore the database from a backup");
    }

    /** What is wrong with the pages, as far as a first look shows it: not whether the indexes fit their tables. Empty if nothing was found. */
    static Optional<String> quickCheck(Link link) throws SQLException {
        String found = link.execute("PRAGMA quick_check(1)");
        return found.equals("ok") ? Optional.empty() : Optional.of(inOneLine(found));
    }

    private static String inOneLine(String found) {
        return found.strip().replaceAll("\\s*\n\\s*", "; ");
    }

    /** Everything that is wrong: pages, indexes, and the checksum of each row; at most a hundred lines. Takes seconds for each GB. */
    static List<String> check(Link link) throws SQLException {
        List<String> damages = new ArrayList<>();
        untilDamage(damages, () -> {
            for (String line : link.all("PRAGMA integrity_check(" + MOST_DAMAGES + ")")) {
                if (!line.equals("ok")) {
                    damages.add(inOneLine(line));
                }
            }
        });
        for (String table : List.of("check_entries", "check_history")) {
            untilDamage(
                    damages,
                    () -> Queries.check(
                            link::reading,
                            table,
                            row -> List.of(row.getLong(16)),
                            List.of(Long.MIN_VALUE),
                            damages,
                            MOST_DAMAGES));
        }
        return List.copyOf(damages.subList(0, Math.min(damages.size(), MOST_DAMAGES)));
    }

    @FunctionalInterface
    private interface Part {
        void check() throws SQLException;
    }

    /** SQLite itself stops at some kinds of damage. */
    private static void untilDamage(List<String> damages, Part part) throws SQLException {
        try {
            part.check();
        } catch (SQLException e) {
            if (!SqliteFile.isDamage(e)) {
                throw e;
            }
            damages.add("found a damaged page, where the check of this part had to stop");
        }
    }
}
