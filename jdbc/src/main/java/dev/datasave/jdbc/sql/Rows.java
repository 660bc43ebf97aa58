package dev.datasave.jdbc.sql;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage.Transfer.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns rows into entries, and parts of entries into columns. User ids and metadata are sorted JSON, so that equal ones are equal texts. */
public final class Rows {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Rows() {}

    /**
     * Reads the entry in the columns store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value, value_checksum,
     * checksum, and compares the {@linkplain Checksums checksums}. A row that does not match them, or could not have been written by DataSave, is
     * answered as a damaged entry.
     */
    public static Entry entry(ResultSet row) throws SQLException {
        return entry(row, true);
    }

    /** Like {@link #entry}, but the value may have been left out. */
    static Entry entry(ResultSet row, boolean hasValue) throws SQLException {
        String store = row.getString(1);
        String key = row.getString(2);
        long revision = row.getLong(3);
        String writeId = String.valueOf(row.getString(4));
        long created = row.getLong(11);
        long updated = row.getLong(12);
        Long ofValue = number(row, 14);
        Long ofRest = number(row, 15);
        EntryId id = id(store, key);
        String damage;
        try {
            Content content = new Content(
                    row.getString(13),
                    userIds(row.getString(5)),
                    metadata(row.getString(6)),
                    row.getString(7),
                    score(row, 8),
                    row.getString(10));
            damage = Checksums.damage(id, revision, writeId, content, ofValue, ofRest, created + updated, hasValue);
            if (damage == null) {
                return new Entry(id, revision, writeId, content, time(created), time(updated));
            }
        } catch (RuntimeException e) {
            damage = "found a row that DataSave does not write, expected R10 to hold";
        }
        return Entry.damaged(
                id, revision, writeId, time(created), time(updated), "entry " + store + "/" + key + ": " + damage);
    }

    private static EntryId id(String store, String key) {
        try {
            return new EntryId(store, key);
        } catch (RuntimeException e) {
            throw new StorageFailed("entry " + store + "/" + key + ": found an id that DataSave does not write", e);
        }
    }

    /**
     * The columns of a revision that is added as it is: store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, then
     * when a superseded one may be removed, or when a tombstone was written; then value, value_checksum, checksum.
     */
    public static @Nullable Object[] columns(Revision revision) {
        Entry entry = revision.entry();
        Content content = entry.content();
        long created = entry.created().toEpochMilli();
        long updated = entry.updated().toEpochMilli();
        Long ofValue = Checksums.ofValue(content.value());
        return new @Nullable Object[] {
            entry.id().store(),
            entry.id().key(),
            entry.revision(),
            entry.writeId(),
            text(content.userIds()),
            text(content.metadata()),
            content.holder(),
            value(content.score()),
            tie(content.score()),
            content.system(),
            created,
            updated,
            revision.superseded() ? end(revision) : entry.isTombstone() ? (Long) updated : null,
            content.value(),
            ofValue,
            Checksums.ofRest(entry.id(), entry.revision(), entry.writeId(), content, ofValue) + created + updated
        };
    }

    private static @Nullable Long end(Revision revision) {
        Instant end = revision.end();
        try {
            return end == null ? null : (Long) end.toEpochMilli();
        } catch (ArithmeticException beyondTime) {
            return null;
        }
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    /** Reads the score whose value is in that column, and whose tie is in the next. */
    public static Content.@Nullable Score score(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : new Content.Score(value, row.getLong(column + 1));
    }

    /** The column of a score's value. */
    public static @Nullable Long value(Content.@Nullable Score score) {
        return score == null ? null : score.value();
    }

    /** The column of a score's tie. */
    public static @Nullable Long tie(Content.@Nullable Score score) {
        return score == null ? null : score.tie();
    }

    public static String text(Set<String> userIds) {
        return userIds.isEmpty() ? "[]" : GSON.toJson(new TreeSet<>(userIds));
    }

    public static String text(Map<String, String> metadata) {
        return metadata.isEmpty() ? "{}" : GSON.toJson(new TreeMap<>(metadata));
    }

    public static Set<String> userIds(String text) {
        Set<String> ids = new HashSet<>();
        if (!text.equals("[]")) {
            JsonParser.parseString(text).getAsJsonArray().forEach(id -> ids.add(id.getAsString()));
        }
        return ids;
    }

    private static Map<String, String> metadata(String text) {
        Map<String, String> metadata = new HashMap<>();
        if (!text.equals("{}")) {
            JsonParser.parseString(text)
                    .getAsJsonObject()
                    .asMap()
                    .forEach((key, value) -> metadata.put(key, value.getAsString()));
        }
        return metadata;
    }
}
