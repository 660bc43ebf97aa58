package dev.datasave.engine.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.json.Trees;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the spool: nothing is changed on the way, nothing broken is taken for whole. */
class SpoolFormatTest {
    private static final String VALUE =
            "{\"name\":\"Zoë \\\"<&>\\\" \\u2028\",\"coins\":12345678901234567890,\"half\":0.1,\"none\":null,\"list\":[1,2.50,{}]}";

    private static SpoolFile file(String value, Retention superseded, Content.@Nullable Score score) {
        Content content = new Content(
                value, Set.of("u2", "u1"), Map.of("clan", "red ü"), null, score, "{\"loads\":3,\"newer\":[1]}");
        return new SpoolFile(
                SpoolFile.write(new EntryId("Pürse", "k/1"), 7, "inc-write", "inc-next", content, superseded),
                new Token("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"),
                "",
                Set.of("inc-transaction"),
                Instant.parse("2026-11-23T01:02:03.004567Z"),
                "lobby-1",
                ReleaseReason.CLOSING,
                1_795_000_000_123L);
    }

    private static SpoolFile file() {
        return file(VALUE, Retention.keep(Duration.ofHours(24)), new Content.Score(9007199254740993L, -5));
    }

    @Test
    void nothingIsChangedOnTheWay() throws IOException {
        for (Retention superseded : List.of(Retention.drop(), Retention.pin(), Retention.keep(Duration.ofMillis(1)))) {
            SpoolFile file = file(VALUE, superseded, null);
            assertThat(SpoolFormat.parse(SpoolFormat.bytes(file))).isEqualTo(file);
        }
        SpoolFile read = SpoolFormat.parse(SpoolFormat.bytes(file()));
        assertThat(read).isEqualTo(file());
        assertThat(read.content().value()).as("numbers too are kept as text").contains("12345678901234567890", "2.50");
        SpoolFile born = new SpoolFile(
                SpoolFile.write(file().id(), 0, null, "w", file().content(), Retention.drop()),
                file().token(),
                null,
                Set.of(),
                Instant.EPOCH,
                "s",
                ReleaseReason.LEASE_LOST,
                0);
        assertThat(SpoolFormat.parse(SpoolFormat.bytes(born))).isEqualTo(born);
    }

    @Test
    void anyTreeIsKept() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            String value = Trees.object(random, 4).toString();
            SpoolFile read = SpoolFormat.parse(SpoolFormat.bytes(file(value, Retention.drop(), null)));
            assertThat(read.content().value()).isEqualTo(value);
        }
    }

    @Test
    void aValueOfAsManyLevelsAsDataMayHaveIsKept() throws IOException {
        String value = "[".repeat(JsonText.MAX_DEPTH) + "]".repeat(JsonText.MAX_DEPTH);
        SpoolFile file = file(value, Retention.drop(), null);
        assertThat(SpoolFormat.parse(SpoolFormat.bytes(file))).isEqualTo(file);
    }

    @Test
    void aFileCutAnywhereOrWithAnyOtherByteIsRefused() {
        byte[] whole = SpoolFormat.bytes(file());
        for (int i = 0; i < whole.length; i++) {
            refused(Arrays.copyOf(whole, i));
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            refused(changed);
        }
        refused(Arrays.copyOf(whole, whole.length + 1));
    }

    private static void refused(byte[] bytes) {
        assertThatThrownBy(() -> SpoolFormat.parse(bytes))
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .message()
                .doesNotContain("coins", "Zo", "red", "k/1");
    }

    @Test
    void aFileOfANewerVersionSaysSo() {
        byte[] newer = "{\"spool\":2,\"sha256\":\"?\"}\n{}\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SpoolFormat.parse(newer))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found format version 2, expected 1");
    }

    @Test
    void aFileThatWritesToTheEnginesOwnStoresIsRefused() {
        SpoolFile file = new SpoolFile(
                SpoolFile.write(new EntryId("~lease", "x"), 1, "w", "v", Content.of("1"), Retention.drop()),
                file().token(),
                null,
                Set.of(),
                Instant.EPOCH,
                "s",
                ReleaseReason.CLOSING,
                0);
        refused(SpoolFormat.bytes(file));
    }

    @Test
    void aFileOfVersionOneIsReadForEver() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("spool-1.json")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            assertThat(SpoolFormat.parse(bytes))
                    .isEqualTo(file(VALUE, Retention.keep(Duration.ofHours(24)), Content.Score.of(0)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12.5, 13",
        "-12.5, -13",
        "12.49, 12",
        "-0.5, -1",
        "9007199254740992.0, 9007199254740992",
        "1e300, 9223372036854775807"
    })
    void aDecimalScoreOfEarlierVersionsIsRounded(String decimal, long score) {
        JsonElement number = JsonParser.parseString(decimal);
        assertThat(SpoolFormat.score(number, null)).isEqualTo(Content.Score.of(score));
    }

    @Test
    void bothLinesArePlainJson() {
        String[] lines = new String(SpoolFormat.bytes(file()), StandardCharsets.UTF_8).split("\n", -1);
        assertThat(lines).hasSize(3);
        assertThat(JsonParser.parseString(lines[0]).getAsJsonObject().keySet()).containsExactly("spool", "sha256");
        assertThat(JsonParser.parseString(lines[1]).getAsJsonObject().get("value"))
                .isEqualTo(JsonParser.parseString(VALUE));
    }

    @Test
    void namesAreReadAsTheyAreWritten() {
        SpoolName name = SpoolName.of(file().id(), file().token(), "cccccccccccccccc");
        assertThat(SpoolName.parse(name.toString())).contains(name);
        assertThat(SpoolName.parse(name.unfinished().toString())).contains(name.unfinished());
        assertThat(SpoolName.runOf(name.toString())).contains("cccccccccccccccc");
        assertThat(SpoolName.runOf(SpoolName.lock("cccccccccccccccc"))).contains("cccccccccccccccc");
        for (String other :
                List.of("", "notes.txt", name + ".bak", name.toString().substring(1), "c.lock")) {
            assertThat(SpoolName.runOf(other)).isEmpty();
        }
        assertThat(name.toString()).doesNotContain("k/1");
    }
}
