package dev.datasave.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R10: checked before any I/O, with a message that names the limit, what was found and where. */
class LimitsTest {
    private static final String LONE = "lone surrogate";

    @Test
    void namesAreMeasuredInBytesOfUtf8() {
        for (String character : List.of("x", "ü", "漢", "😀")) {
            int bytes = character.getBytes(StandardCharsets.UTF_8).length;
            String longest = character.repeat(Limits.KEY_BYTES / bytes);
            assertThat(Limits.checkKey(longest)).isEqualTo(longest);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Limits.checkKey(longest + character))
                    .withMessageContaining("key: found " + (Limits.KEY_BYTES / bytes + 1) * bytes + " bytes")
                    .withMessageContaining("1 to 400");
        }
    }

    @Test
    void namesAreNeitherEmptyNorNullNorTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntryId("", "k"))
                .withMessage("store: found an empty text, expected 1 to 100 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntryId("s", ""))
                .withMessage("key: found an empty text, expected 1 to 400 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntryId("s".repeat(101), "k"))
                .withMessage("store: found 101 bytes of UTF-8, expected 1 to 100 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntryId("s", null))
                .withMessageContaining("key: found null");
    }

    @Test
    void nullCharactersAreRefusedEverywhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntryId("s", "ab\0"))
                .withMessage("key: found U+0000 at index 2, which no storage can keep");
        assertRefused("\0", "U+0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\ud83dz", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
    void loneSurrogatesAreRefusedEverywhere(String broken) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntryId("s", broken))
                .withMessageContaining(LONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntryId(broken, "k"))
                .withMessageContaining(LONE);
        assertRefused(broken, LONE);
    }

    private static void assertRefused(String broken, String message) {
        List<Runnable> contents = List.of(
                () -> Content.of('"' + broken + '"'),
                () -> new Content("1", Set.of(broken), Map.of(), null, null, null),
                () -> new Content("1", Set.of(), Map.of(broken, "v"), null, null, null),
                () -> new Content("1", Set.of(), Map.of("k", broken), null, null, null),
                () -> Content.of("1").withHolder(broken),
                () -> Content.of("1").withSystem('"' + broken + '"'),
                () -> Write.put(new EntryId("s", "k"), Optional.empty(), broken, Content.of("1")),
                () -> EntryQuery.keys("s", broken),
                () -> EntryQuery.user(broken),
                () -> EntryQuery.holder(broken));
        for (Runnable content : contents) {
            assertThatIllegalArgumentException().isThrownBy(content::run).withMessageContaining(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\u0000\"",
                "{\"\\u0000\": 1}",
                "\"\\\\\\u0000\"",
                "\"a\\ud83d\\ude00\\u0000\"",
                "\"\\n\\u0000\""
            })
    void escapedNullCharactersAreRefused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Content.of(json))
                .withMessageContaining("value: found an escaped U+0000 at index ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Content.of("1").withSystem(json))
                .withMessageContaining("system: found an escaped U+0000 at index ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud83d\"",
                "\"\\ude00\"",
                "\"\\ude00\\ud83d\"",
                "\"\\ud83dx\\ude00\"",
                "\"\\ud83d\\n\\ude00\"",
                "\"\\ud83d\\ud83d\\ude00\"",
                "\"\\uD83D\\u0041\"",
                "\"\\ud83d\\ude00\\ude00\"",
                "\"\\\\\\ud83d\"",
                "\"\\ud83d\\\\ude00\""
            })
    void escapedLoneSurrogatesAreRefused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Content.of(json))
                .withMessageContaining("value: found an escaped lone surrogate at index ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\u12\"", "\"\\uzzzz\"", "\"\\ud83d\\uzzzz\"", "\"\\u", "\"\\u+041\""})
    void brokenEscapesAreRefused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Content.of(json))
                .withMessageContaining("value: found a broken \\u escape at index ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\\\u0000\"",
                "\"\\\\\\\\u0000\"",
                "\"u0000\"",
                "\"\\ud83d\\ude00\"",
                "\"\\uD83D\\uDE00\\uD83D\\uDE00\"",
                "\"\\\\ud83d\"",
                "\"\\u0001 \\u00e9 \\\" \\n\"",
                "\"😀\"",
                "\"\\\\\""
            })
    void whatOnlyLooksLikeSuchAnEscapeIsFine(String json) {
        assertThatCode(() -> Content.of(json).withSystem(json)).doesNotThrowAnyException();
    }

    @Test
    void valuesAndPartsHaveTheirLimits() {
        String tooLong = "v".repeat(Limits.VALUE_BYTES + 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Content.of(tooLong))
                .withMessage("value: found 4194305 bytes of UTF-8, expected 0 to 4194304 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Content.of("1").withSystem("s".repeat(Limits.SYSTEM_BYTES + 1)))
                .withMessageContaining("system: found 65537 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Content.of("1").withHolder("h".repeat(Limits.HOLDER_BYTES + 1)))
                .withMessageContaining("holder: found 201 bytes");
        assertThatCode(() -> Content.of("v".repeat(Limits.VALUE_BYTES))).doesNotThrowAnyException();
    }

    @Test
    void userIdsHaveTheirLimits() {
        Set<String> ids = IntStream.range(0, 101).mapToObj(i -> "u" + i).collect(Collectors.toSet());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Content("1", ids, Map.of(), null, null, null))
                .withMessage("user ids: found 101, expected at most 100 for one entry");
        for (String id : List.of("", "u".repeat(101))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Content("1", Set.of(id), Map.of(), null, null, null))
                    .withMessageContaining("user id: found ");
        }
    }

    @Test
    void metadataIsMeasuredWhole() {
        Map<String, String> metadata = new HashMap<>(Map.of("ab", "v".repeat(Limits.METADATA_BYTES - 2)));
        assertThatCode(() -> new Content("1", Set.of(), metadata, null, null, null))
                .doesNotThrowAnyException();
        metadata.put("x", "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Content("1", Set.of(), metadata, null, null, null))
                .withMessage("metadata: found 4097 bytes of UTF-8, expected at most 4096");
        metadata.put("x", null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Content("1", Set.of(), metadata, null, null, null))
                .withMessageContaining("metadata value of \"x\": found null");
    }

    @Test
    void aTombstoneHasNoScore() {
        EntryId id = new EntryId("s", "k");
        Content scored = new Content(null, Set.of(), Map.of(), null, Content.Score.of(0), null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Write.put(id, Optional.empty(), "w", scored))
                .withMessage("tombstone of s/k: found a score, expected none");
    }

    @Test
    void messagesNeverShowThePayload() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Content.of("\"secret\\u0000\""))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
    }

    @Test
    void queriesHaveTheirLimits() {
        for (int limit : new int[] {-1, 0, 1001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryQuery.keys("s", "").withLimit(limit))
                    .withMessage("limit of a page: found " + limit + ", expected 1 to 1000");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VersionQuery.all(new EntryId("s", "k")).withLimit(limit))
                    .withMessageContaining("found " + limit);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> EntryQuery.holder(""));
        assertThatIllegalArgumentException().isThrownBy(() -> EntryQuery.scores("~".repeat(101), 0, 1, false));
        assertThatIllegalArgumentException().isThrownBy(() -> EntryQuery.keys("s", "k".repeat(401)));
    }
}
