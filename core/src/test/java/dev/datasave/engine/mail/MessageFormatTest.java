package dev.datasave.engine.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.Message;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.data.DataSamples;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages between the game's objects and entries (P11). */
class MessageFormatTest {
    private static final Message.SendOptions PLAIN = Message.SendOptions.defaults();
    private static final EntryId TO = new EntryId("Players", "k");
    private static final Instant NOW = Instant.parse("2024-02-29T12:00:00Z");
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Loop loop = environment.loop(environment.storage());
    private final MessageFormat format = new MessageFormat(loop);

    private static Entry entry(String id, String value, Instant created) {
        Content content = new Content(value, Set.of("u1"), Map.of(), "mail:inc", null, "{\"at\":3}");
        EntryId key = new EntryId(Addresses.MESSAGES, Addresses.prefix(TO) + id);
        return new Entry(key, 1, "w", content, created, created);
    }

    private static StoredMessage stored(NewMessage message) {
        return StoredMessage.of(entry("lobby/1", message.value(), NOW));
    }

    private static StoredMessage letter(String extra) {
        return StoredMessage.of(entry(
                "lobby/1",
                "{\"store\":\"Players\",\"key\":\"k\",\"type\":\"Gift\",\"payload\":[1.50],\"from\":\"lobby\"" + extra
                        + "}",
                NOW));
    }

    @Test
    void anObjectTravelsAsItsClassSays() {
        DataSamples.Item item = new DataSamples.Item("axe 😀", 2, List.of("old"));
        StoredMessage sent = stored(format.outgoing(TO, item, PLAIN));
        assertThat(sent.profile()).isEqualTo(TO);
        assertThat(sent.type()).isEqualTo("Item");
        assertThat(sent.from()).isEqualTo("lobby-1");
        assertThat(sent.asker()).isEmpty();
        assertThat(sent.expires()).isEmpty();
        assertThat(MessageFormat.decode(format.codec(DataSamples.Item.class), sent.type(), sent.payload()))
                .isEqualTo(item);
        assertThat(stored(format.outgoing(TO, DataSamples.Color.GREEN, PLAIN)).payload())
                .isEqualTo(new JsonPrimitive("vert"));
    }

    @Test
    void anExpiryIsATimeOfTheStoragesClockAndFarAwayIsForEver() {
        loop.clock().read(NOW);
        assertThat(format.outgoing(TO, "x", PLAIN.expiry(Duration.ofMillis(1))).expires())
                .contains(NOW.plusMillis(1));
        assertThat(stored(format.outgoing(TO, "x", PLAIN.expiry(Duration.ofSeconds(Long.MAX_VALUE))))
                        .expires())
                .contains(NOW.plus(Duration.ofDays(36_500)));
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PLAIN.expiry(wrong))
                    .withMessage("expiry of a message: found " + wrong + ", expected a positive time");
        }
    }

    @Test
    void whatCanNotTravelIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.outgoing(TO, new Object() {}, PLAIN))
                .withMessageContaining(" without a name, expected one with a name");
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> format.outgoing(TO, new Thread(), PLAIN))
                .withMessageStartingWith("message Thread can't be encoded: ");
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> format.outgoing(TO, Double.NaN, PLAIN))
                .withMessage(
                        "message Double can't be encoded: at $: found NaN or an infinity, expected a finite number");
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> format.outgoing(TO, "\ud800", PLAIN))
                .withMessageStartingWith("message String can't be encoded: value: found a lone surrogate U+D800");
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> format.outgoing(TO, "x".repeat(4 << 20), PLAIN))
                .withMessageStartingWith("message String can't be encoded: value: found ");
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() ->
                        MessageFormat.decode(format.codec(DataSamples.Item.class), "Item", new JsonPrimitive("secret")))
                .withMessageStartingWith("message Item can't be decoded: ")
                .satisfies(invalid -> assertThat(invalid.getMessage()).doesNotContain("secret"));
    }

    @Test
    void anEditedMessageKeepsAllButItsTypeAndPayload() {
        StoredMessage before = letter(",\"expires\":1709208000001,\"newer\":7");
        Content after =
                new MessageEdit.Edit(format.typed("text")).on(before, NOW).orElseThrow();
        StoredMessage edited = StoredMessage.of(entry("lobby/1", after.value(), NOW));
        assertThat(edited.type()).isEqualTo("String");
        assertThat(edited.payload()).isEqualTo(new JsonPrimitive("text"));
        assertThat(edited.expires()).isEqualTo(before.expires());
        assertThat(after.value()).contains("\"newer\":7");
        assertThat(after.userIds()).containsExactly("u1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                        | false
            ,"expires":1709208000001  | false
            ,"expires":1709208000000  | true
            ,"expires":0              | true
            """)
    void whatHasExpiredIsADeadLetterAndNothingElse(String expires, boolean isExpired) {
        StoredMessage letter = letter(expires);
        assertThat(letter.isExpired(NOW)).isEqualTo(isExpired);
        assertThat(new MessageEdit.Withdraw().on(letter, NOW))
                .isEqualTo(isExpired ? Optional.empty() : Optional.of(Content.TOMBSTONE));
        assertThat(new MessageEdit.Edit(format.typed("x")).on(letter, NOW).isPresent())
                .isEqualTo(!isExpired);
        Optional<Content> dead = new MessageEdit.Expire().on(letter, NOW);
        assertThat(dead.isPresent()).isEqualTo(isExpired);
        dead.ifPresent(content -> {
            Entry entry = new Entry(letter.entry().id(), 2, "w", content, NOW, NOW);
            assertThat(StoredMessage.isPending(entry)).isFalse();
            assertThat(StoredMessage.isDead(entry)).isTrue();
            assertThat(content.holder()).as("no longer addressed").isNull();
            assertThat(content.score())
                    .isEqualTo(Content.Score.of(NOW.plus(Duration.ofDays(30)).toEpochMilli()));
        });
        assertThat(stored(letter.again(letter.profile())).expires()).isEmpty();
    }

    @Test
    void ofAnErasedRequestOnlyItsRevisionsAreKept() {
        JsonObject outcome = new JsonObject();
        outcome.addProperty("applied", 7);
        outcome.add("receipts", com.google.gson.JsonParser.parseString("[\"secret\"]"));
        Content tombstone = Content.TOMBSTONE.withSystem("{\"outcome\":" + outcome + "}");
        Entry answered = new Entry(letter("").entry().id(), 4, "w", tombstone, NOW, NOW);
        Entry erased = new Entry(answered.id(), 5, "e", StoredMessage.erased(answered), NOW, NOW);
        assertThat(StoredMessage.outcome(erased)).hasToString("{\"applied\":7,\"receipts\":[]}");
        assertThat(Erased.of(Optional.of(erased)).whole()).isEqualTo(5);
        Entry foreign = new Entry(answered.id(), 4, "w", Content.TOMBSTONE.withSystem("[]"), NOW, NOW);
        assertThat(StoredMessage.erased(foreign)).isEqualTo(Erased.tombstone(4));
        assertThat(StoredMessage.erased(letter("").entry())).isEqualTo(Erased.tombstone(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"type\"", "\"payload\"", "\"from\"", "\"store\"", "\"key\""})
    void aMessageWithoutAPartIsNamed(String part) {
        String value = String.valueOf(letter("").entry().content().value()).replace(part, "\"other\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredMessage.of(entry("lobby/1", value, NOW)))
                .withMessageStartingWith("member " + part + ": found nothing");
    }

    @Test
    void lettersAreDeliveredInTheOrderOfEachSenderAndOfTimeBetweenThem() {
        String value = String.valueOf(letter("").entry().content().value());
        List<Delivery> expected = new ArrayList<>();
        for (String[] sent : new String[][] {
            {"a/000000000001", "10"},
            {"b/000000000001", "11"},
            {"a/000000000002", "12"},
            {"a/000000000003", "5"},
            {"b/000000000002", "13"},
            {"c/000000000009", "14"},
            {"by hand", "15"}
        }) {
            Instant created = NOW.plusSeconds(Long.parseLong(sent[1]));
            expected.add(new Delivery(StoredMessage.of(entry(sent[0], value, created)), true));
        }
        for (long seed = 0; seed < 50; seed++) {
            List<Delivery> mixed = new ArrayList<>(expected);
            Collections.shuffle(mixed, new Random(seed));
            assertThat(Delivery.inOrder(mixed)).as("seed %s", seed).isEqualTo(expected);
        }
    }
}
