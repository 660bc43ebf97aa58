package dev.datasave.jdbc.sql;

import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The checksums that stand beside each entry and each superseded revision, and are compared at every read: one of the value, and one of everything else,
 * so that a list without values can be checked, too.
 *
 * <ul>
 *   <li>{@code value_checksum} is the CRC-32C of the value's UTF-8; it is null for a tombstone.
 *   <li>{@code checksum} is the CRC-32C of the other parts, {@code value_checksum} among them, plus {@code created} plus {@code updated}. The two
 *       times are added as numbers, so that a database that sets them in SQL can add them there. How long history is kept does not count: it
 *       may change later.
 * </ul>
 *
 * <p>They are computed of texts, exactly as they were written. So a database must keep the columns {@code value} and {@code system} as texts: PostgreSQL as
 * {@code text} or {@code json}, MySQL and MariaDB as {@code longtext}. {@code jsonb} and MySQL's {@code json} rewrite them.
 */
public final class Checksums {
    /** Between two parts: no part can contain it (R10). */
    private static final char END = '\0';

    private Checksums() {}

    /** The {@code value_checksum} of a value. */
    public static @Nullable Long ofValue(@Nullable String value) {
        return value == null ? null : crc(value);
    }

    /** The {@code checksum} of a row, without its two times. */
    public static long ofRest(
            EntryId id, long revision, String writeId, Content content, @Nullable Long valueChecksum) {
        StringBuilder parts = new StringBuilder(300);
        add(parts, id.store());
        add(parts, id.key());
        add(parts, revision);
        add(parts, writeId);
        add(parts, content.userIds().size());
        if (!content.userIds().isEmpty()) {
            new TreeSet<>(content.userIds()).forEach(userId -> add(parts, userId));
        }
        add(parts, content.metadata().size());
        if (!content.metadata().isEmpty()) {
            new TreeMap<>(content.metadata()).forEach((name, text) -> {
                add(parts, name);
                add(parts, text);
            });
        }
        addNullable(parts, content.holder());
        Content.Score score = content.score();
        addNullable(parts, score == null ? null : score.value() + " " + score.tie());
        addNullable(parts, content.system());
        addNullable(parts, valueChecksum);
        return crc(parts.toString());
    }

    private static void add(StringBuilder parts, Object part) {
        parts.append(part).append(END);
    }

    private static void addNullable(StringBuilder parts, @Nullable Object part) {
        if (part == null) {
            parts.append('-').append(END);
        } else {
            add(parts.append('+'), part);
        }
    }

    private static long crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /**
     * What is wrong with a row; null if nothing is, or it was written before there were checksums.
     *
     * @param found the {@code checksum} that stands in the row
     * @param foundOfValue the {@code value_checksum} that stands in the row
     * @param times {@code created} plus {@code updated}, in milliseconds
     * @param hasValue whether the value was read, and is to be compared
     */
    static @Nullable String damage(
            EntryId id,
            long revision,
            String writeId,
            Content content,
            @Nullable Long foundOfValue,
            @Nullable Long found,
            long times,
            boolean hasValue) {
        if (found == null && foundOfValue == null) {
            return null;
        }
        if (found == null || ofRest(id, revision, writeId, content, foundOfValue) + times != found) {
            return "found a row that does not match its checksum, expected what DataSave has written";
        }
        if (hasValue && !Objects.equals(ofValue(content.value()), foundOfValue)) {
            return "found a value that does not match its checksum, expected what DataSave has written";
        }
        return null;
    }
}
