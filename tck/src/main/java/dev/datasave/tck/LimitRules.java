package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R10: everything up to the limits is kept as it is, and nothing beyond them is begun. */
abstract class LimitRules extends Rule {
    LimitRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void theLongestNamesAreKept() {
        for (String character : List.of("x", "ü", "漢", "😀")) {
            int bytes = character.getBytes(StandardCharsets.UTF_8).length;
            EntryId id = new EntryId(
                    character.repeat(Limits.STORE_BYTES / bytes), character.repeat(Limits.KEY_BYTES / bytes));
            String shorter = character.repeat(Limits.KEY_BYTES / bytes - 1);
            Entry entry = accepted(put(id, Optional.empty(), number(bytes)).superseding(Retention.pin()));

            assertThat(entry.id()).isEqualTo(id);
            assertThat(read(storage, new EntryId(id.store(), shorter))).isEmpty();
            same(listed(storage, EntryQuery.keys(id.store(), id.key())), List.of(entry));
        }
    }

    @Test
    void theLargestPartsAreKept() {
        String holder = "h".repeat(Limits.HOLDER_BYTES);
        Content content = new Content(
                "\"" + "v".repeat(Limits.VALUE_BYTES - 2) + "\"",
                userIds(),
                metadata(),
                holder,
                new Content.Score(Long.MAX_VALUE, Long.MIN_VALUE),
                "\"" + "s".repeat(Limits.SYSTEM_BYTES - 2) + "\"");
        Entry first = accepted(create("a", content));
        assertThat(first.content().value()).isEqualTo(content.value());
        assertThat(Seen.of(first.content().withValue(null))).isEqualTo(Seen.of(content.withValue(null)));

        updated(first, 2, Retention.pin());
        assertThat(history(first.id()).get(0).content().value()).isEqualTo(content.value());
    }

    @Test
    void theLongestWriteIdIsKept() {
        String writeId = "w".repeat(Limits.WRITE_ID_BYTES);
        Entry first = accepted(Write.put(id("a"), Optional.empty(), writeId, number(1)));

        assertThat(first.writeId()).isEqualTo(writeId);
        assertThat(updated(first, 2).revision()).isEqualTo(2);
    }

    @Test
    void valuesBeyondTheBasicPlaneCountByTheirBytes() {
        Content content = Content.of("\"" + "😀".repeat((Limits.VALUE_BYTES - 2) / 4) + "\"");

        assertThat(accepted(create("a", content)).content().value()).isEqualTo(content.value());
    }

    @Test
    void moreWritesThanTheLimitAreRefused() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i <= Limits.BATCH; i++) {
            writes.add(create("key-" + i, number(i)));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.write(writes, Atomicity.EACH))
                .withMessageContaining("1001")
                .withMessageContaining("1000");
        assertThat(read(storage, id("key-0"))).isEmpty();
    }

    @Test
    void namesThatLookAlikeAreDifferent() {
        List<String> keys = List.of(
                "a", "A", "a ", " a", "á", "a\u0301", "ss", "ß", "i", "İ", "ı", "ﬁ", "fi", "１", "1", "01", "1.0", "a\t",
                "a\n", "%", "_", "\\", "'", "\"", "?", ":a", "$1", "null", "\u200b", "\ufeff", "\u007f", "\u0001");
        for (int i = 0; i < keys.size(); i++) {
            created(keys.get(i), i);
        }

        for (int i = 0; i < keys.size(); i++) {
            assertThat(numberOf(current(id(keys.get(i))))).as(keys.get(i)).isEqualTo(i);
            assertThat(current(id(keys.get(i))).id()).isEqualTo(id(keys.get(i)));
        }
        assertThat(keys(EntryQuery.keys(STORE, ""))).hasSameSizeAs(keys).containsAll(keys);
        assertThat(keys(EntryQuery.keys("RULES", ""))).isEmpty();
    }

    @Test
    void writeIdsAreComparedByBytes() {
        Entry first = accepted(Write.put(id("a"), Optional.empty(), "write", number(1)));
        for (String other : List.of("Write", "write ", "wríte")) {
            refused(new Write(
                    first.id(), 1, other, "next", number(2), Write.Durability.PROCESS, Retention.drop(), false));
        }
    }

    @Test
    void controlCharactersAndNonCharactersAreKept() {
        Content content = new Content(
                "\"\\u0001 \\u001f \u007f \ufffe \uffff\"",
                Set.of("\u0001", "\uffff"),
                Map.of("\u0001\t\r\n", "\ufffe"),
                "\u0001",
                null,
                null);

        same(accepted(create("\u0001\uffff", content)).content(), content);
    }

    private static Set<String> userIds() {
        Set<String> userIds = new HashSet<>();
        for (int i = 0; i < Limits.USER_IDS; i++) {
            String end = Integer.toString(1000 + i);
            userIds.add("u".repeat(Limits.USER_ID_BYTES - end.length()) + end);
        }
        return userIds;
    }

    private static Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        for (int i = 0; i < 8; i++) {
            metadata.put("key" + i, "m".repeat(Limits.METADATA_BYTES / 8 - 4));
        }
        return metadata;
    }
}
