package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Entries to and from the columns of their rows. */
final class Columns {
    /** Longer than every key and holder that R10 allows. */
    private static final int LONGEST = 401;

    private static final String OLD = "old_";

    private Columns() {}

    /** The current entry in a row, with the value that stands there; null if there is none. A long value is added by {@link Bodies}. */
    static @Nullable StoredEntry current(EntryId id, Row row) {
        if (row.isNull("rev")) {
            return null;
        }
        return stored(id, row, "", row.getLong("rev"), row.getString("hx"), null);
    }

    /** The superseded revision in a row. */
    static StoredEntry superseded(EntryId id, Row row) {
        return stored(id, row, OLD, row.getLong("r"), null, row.getInstant("until"));
    }

    private static StoredEntry stored(
            EntryId id, Row row, String prefix, long revision, @Nullable String hx, @Nullable Instant until) {
        String value = row.getColumnDefinitions().contains(prefix + "val") ? row.getString(prefix + "val") : null;
        Content content = new Content(
                value != null && value.isEmpty() ? null : value,
                Set.copyOf(Objects.requireNonNull(row.getSet(prefix + "uids", String.class))),
                Map.copyOf(Objects.requireNonNull(row.getMap(prefix + "meta", String.class, String.class))),
                row.getString(prefix + "holder"),
                row.isNull(prefix + "score")
                        ? null
                        : new Content.Score(row.getLong(prefix + "score"), row.getLong(prefix + "tie")),
                emptyAsNull(row.getString(prefix + "sys")));
        Entry entry = new Entry(
                id,
                revision,
                text(row, prefix + "wid"),
                content,
                Objects.requireNonNull(row.getInstant(prefix + "created")),
                Objects.requireNonNull(row.getInstant(prefix + "updated")));
        return new StoredEntry(
                entry,
                row.getBoolean(prefix + "gone"),
                hx == null ? "" : hx,
                text(row, prefix + "gen"),
                text(row, prefix + "body"),
                until,
                hx == null
                        ? Map.of()
                        : Map.copyOf(Objects.requireNonNull(row.getMap("recent", Long.class, String.class))));
    }

    /**
     * The columns from {@code wid} to {@code sys} that a content fills, in the order of the statements, without those that follow.
     *
     * @param body where the value stands if it is long; else empty
     */
    static List<@Nullable Object> content(String writeId, Content content, boolean gone, String body) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(writeId);
        values.add(value(content, gone, body));
        values.add(gone);
        values.add(body);
        values.add(content.userIds());
        values.add(content.metadata());
        values.add(content.holder());
        Content.Score score = content.score();
        values.add(score == null ? null : (Object) score.value());
        values.add(score == null ? null : (Object) score.tie());
        values.add(system(content));
        return values;
    }

    static @Nullable String value(Content content, boolean gone, String body) {
        return gone ? null : body.isEmpty() ? content.value() : "";
    }

    static String system(Content content) {
        return content.system() == null ? "" : content.system();
    }

    static String text(Row row, String column) {
        return Objects.requireNonNull(row.getString(column), column);
    }

    private static @Nullable String emptyAsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    static ByteBuffer blob(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(@Nullable ByteBuffer blob) {
        ByteBuffer view = Objects.requireNonNull(blob).duplicate();
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }

    static String string(@Nullable ByteBuffer blob) {
        return new String(bytes(blob), StandardCharsets.UTF_8);
    }

    /** A text that sorts as the UTF-8 bytes of this one. */
    static String ordered(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The first bytes that come after all that begin with these. */
    static ByteBuffer end(String text) {
        byte[] prefix = text.getBytes(StandardCharsets.UTF_8);
        for (int at = prefix.length - 1; at >= 0; at--) {
            if (prefix[at] != (byte) 0xff) {
                byte[] end = Arrays.copyOf(prefix, at + 1);
                end[at]++;
                return ByteBuffer.wrap(end);
            }
        }
        return last();
    }

    /** Bytes that come after every key and holder that R10 allows. */
    static ByteBuffer last() {
        byte[] all = new byte[LONGEST];
        Arrays.fill(all, (byte) 0xff);
        return ByteBuffer.wrap(all);
    }

    /** The bytes that directly follow those of this text. */
    static ByteBuffer behind(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 1));
    }
}
