package dev.datasave.engine.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.engine.Parser;
import dev.datasave.engine.codec.GsonCodec;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.data.DataSamples;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Erased;
import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.List;

/** What of this room reads what was stored or received. */
public final class MailParsers {
    private MailParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(
                Parser.of("letter", text -> {
                    Entry entry = Parser.entry(text, text);
                    assertThat(new Erased(9, 0).wasSentBefore(entry)).isIn(true, false);
                    StoredMessage letter =
                            Parser.orRefused(IllegalArgumentException.class, () -> StoredMessage.of(entry));
                    if (letter != null) {
                        assertThat(letter.asPending(false).payload()).isEqualTo(letter.payload());
                        StoredMessage dead = StoredMessage.of(Parser.entry(letter.dead(Instant.EPOCH)));
                        assertThat(List.of(dead.profile(), dead.type(), dead.payload(), dead.from(), dead.expires()))
                                .isEqualTo(List.of(
                                        letter.profile(),
                                        letter.type(),
                                        letter.payload(),
                                        letter.from(),
                                        letter.expires()));
                        Parser.storable(letter.again(letter.profile()).value())
                                .map(StoredMessage::of)
                                .ifPresent(sent -> assertThat(sent.payload()).isEqualTo(letter.payload()));
                        Parser.orRefused(
                                DataSaveException.InvalidData.class,
                                () -> MessageFormat.decode(
                                        GsonCodec.of(DataSamples.Hero.class), letter.type(), letter.payload()));
                        Parser.orRefused(
                                DataSaveException.InvalidData.class,
                                () -> MessageFormat.edited(letter, new MessageFormat.Typed("Other", new JsonObject())));
                    }
                }),
                Parser.of("letterChange", text -> {
                    JsonObject json =
                            Parser.orRefused(IllegalArgumentException.class, () -> EntryFormat.object(text, "change"));
                    MessageEdit change = json == null
                            ? null
                            : Parser.orRefused(IllegalArgumentException.class, () -> MessageEdit.of(json));
                    if (change != null) {
                        assertThat(MessageEdit.of(change.json())).isEqualTo(change);
                    }
                }),
                Parser.of(
                        "outcome",
                        text -> Parser.orRefused(
                                IllegalArgumentException.class,
                                () -> StoredMessage.outcome(Parser.entry(null, text)))));
    }
}
