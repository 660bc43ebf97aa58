package dev.datasave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import dev.datasave.ConnectedEntry;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.DataSaveException;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import dev.datasave.ReleaseReason;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.VersionQuery;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Whatever of the engine reads bytes that were stored or received, and what each reader keeps, whatever these are: it answers, or throws just what
 * its caller handles; what it has read is read again as the same from what is written of it; and members that it doesn't know survive.
 */
@SuppressWarnings("ImmutableEnumChecker") // its properties have no state
enum Parsers {
    JSON(text -> {
        JsonElement tree = orRefused(FormatProblem.class, () -> JsonText.parse(text));
        if (tree != null) {
            String written = JsonText.write(tree);
            assertThat(JsonText.parse(written)).isEqualTo(tree);
            assertThat(JsonText.same(text, written)).isTrue();
            assertThat(Likeness.hash(tree)).isEqualTo(Likeness.hash(JsonText.parse(written)));
            assertThat(JsonText.find(tree, JsonText::isNotFinite))
                    .satisfiesAnyOf(
                            at -> assertThat(at).isNull(), at -> assertThat(at).endsWith("a member's name"));
        }
    }),
    SYSTEM(text -> {
        Entry entry = entry("{}", text);
        assertThat(Erased.isProfile(entry)).isIn(true, false);
        EntryFormat format = orRefused(IllegalArgumentException.class, () -> EntryFormat.of(entry));
        if (format != null) {
            Entry again = entry("{}", format.text());
            assertThat(EntryFormat.of(again)).isEqualTo(format);
            JsonObject rest = format.rest();
            if (rest != null) {
                JsonObject kept =
                        EntryFormat.object(format.next(Instant.EPOCH, true).text(), "kept");
                rest.entrySet()
                        .forEach(member -> assertThat(kept.get(member.getKey())).isEqualTo(member.getValue()));
            }
            assertThat(Erased.of(Optional.of(entry))).isEqualTo(format.erased());
        }
    }),
    CLAIM(text -> {
        Claim claim = orRefused(IllegalArgumentException.class, () -> Claim.parse(entry(text, null)));
        if (claim != null) {
            again(claim.content(), Claim::parse, claim);
            again(claim.refused(7).content(), Claim::parse, claim.refused(7));
        }
    }),
    NOTICE(text -> {
        Notice notice = orRefused(IllegalArgumentException.class, () -> Notice.parse(entry(text, null)));
        if (notice != null) {
            again(notice.content(), Notice::parse, notice);
        }
    }),
    TOKEN(text -> {
        Token token = Token.of(text);
        assertThat(Token.parse(token.toString())).isEqualTo(token);
    }),
    LEASE(text -> {
        LeaseFormat lease = LeaseFormat.of(entry(text, null));
        assertThat(lease.time()).isBetween(Duration.ofMillis(1), Duration.ofHours(1));
        again(lease.content(), LeaseFormat::of, lease);
    }),
    LETTER(text -> {
        Entry entry = entry(text, text);
        assertThat(new Erased(9, 0).wasSentBefore(entry)).isIn(true, false);
        Letter letter = orRefused(IllegalArgumentException.class, () -> Letter.of(entry));
        if (letter != null) {
            assertThat(letter.asPending().payload()).isEqualTo(letter.payload());
            Letter dead = Letter.of(entry(letter.dead(Instant.EPOCH)));
            assertThat(List.of(dead.profile(), dead.type(), dead.payload(), dead.from(), dead.expires()))
                    .isEqualTo(List.of(
                            letter.profile(), letter.type(), letter.payload(), letter.from(), letter.expires()));
            storable(letter.again().value())
                    .map(Letter::of)
                    .ifPresent(sent -> assertThat(sent.payload()).isEqualTo(letter.payload()));
            orRefused(
                    DataSaveException.InvalidData.class,
                    () -> MessageFormat.decode(GsonCodec.of(Samples.Hero.class), letter.type(), letter.payload()));
            orRefused(
                    DataSaveException.InvalidData.class,
                    () -> MessageFormat.edited(letter, new MessageFormat.Typed("Other", new JsonObject())));
        }
    }),
    LETTER_CHANGE(text -> {
        JsonObject json = orRefused(IllegalArgumentException.class, () -> EntryFormat.object(text, "change"));
        LetterChange change =
                json == null ? null : orRefused(IllegalArgumentException.class, () -> LetterChange.of(json));
        if (change != null) {
            assertThat(LetterChange.of(change.json())).isEqualTo(change);
        }
    }),
    OUTCOME(text -> orRefused(IllegalArgumentException.class, () -> Letter.outcome(entry(null, text)))),
    RECEIPT(text -> orRefused(IllegalArgumentException.class, () -> Receipts.Receipt.of(entry(text, null)))),
    PIN(text -> {
        PinFormat pin = orRefused(IllegalArgumentException.class, () -> PinFormat.of(entry(text, null)));
        if (pin != null) {
            again(pin.content(Set.of()), PinFormat::of, pin);
        }
    }),
    SPOOL_FILE(bytes -> spool(bytes), true),
    /** The body of a spool's file, under a head that fits it. */
    SPOOL_BODY(bytes -> spool(Samples.underHead(bytes)), true),
    SPOOL_NAME(text -> {
        SpoolName.parse(text).ifPresent(name -> assertThat(name.toString()).isEqualTo(text));
        SpoolName.runOf(text).ifPresent(run -> assertThat(text).contains(run));
    }),
    /** A stored value, of the schema version that the first two characters say. */
    DATA(text -> {
        int schema = text.isEmpty() ? 0 : text.charAt(0) - '0';
        int reader = text.length() < 2 ? 0 : text.charAt(1) - '0';
        String value = text.substring(Math.min(2, text.length()));
        for (DataFormat<?> format : Samples.FORMATS) {
            data(format, value, schema, reader);
        }
    }),
    EXPORT(text -> {
        StringWriter out = new StringWriter();
        try (JsonWriter json = new JsonWriter(out)) {
            EntryJson export = new EntryJson(json);
            Entry entry = entry(text, null);
            EntryId id = entry.id();
            export.begin(
                    new ConnectedEntry(
                            id.store(),
                            id.key(),
                            Connection.USER_ID,
                            3,
                            false,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            Set.of(),
                            Optional.empty()),
                    Optional.of(entry),
                    null);
            export.revisions(List.of(entry));
            export.belongings(Addresses.MESSAGES, List.of(entry));
            export.belongings(Addresses.PINS, List.of(entry));
            export.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(JsonText.parse(out.toString(), JsonText.MAX_DEPTH + 9)).isInstanceOf(JsonObject.class);
    }),
    PAGE_OF_CONNECTED(text -> {
        ConnectedPages.Cursor cursor =
                orRefused(IllegalArgumentException.class, () -> ConnectedPages.Cursor.parse(text));
        if (cursor != null) {
            assertThat(cursor.part() == Connection.KEY_TEMPLATE ? cursor.index() : 0)
                    .isNotNegative();
            assertThat(ConnectedPages.Cursor.parse(cursor.toString())).isEqualTo(cursor);
        }
    }),
    PAGE_IN_MEMORY(text -> {
        for (EntryQuery query : Samples.QUERIES) {
            orRefused(IllegalArgumentException.class, () -> Samples.STORAGE.list(query.from(text)));
        }
        orRefused(
                IllegalArgumentException.class,
                () -> Samples.STORAGE.versions(VersionQuery.all(Samples.ID).from(text)));
    }),
    PATH(text -> {
        List<TreePath.Step> steps = orRefused(IllegalArgumentException.class, () -> TreePath.parse(text));
        if (steps != null) {
            TreePath path = TreePath.ROOT;
            for (TreePath.Step step : steps) {
                path = switch (step) {
                    case TreePath.Member member -> path.member(member.name());
                    case TreePath.Index index -> path.index(index.index());
                };
            }
            assertThat(TreePath.parse(path.toString())).isEqualTo(steps);
        }
    }),
    /** A path, a value and a tree, a line each: changes there. */
    PATCH(text -> {
        String[] lines = (text + "\n\n").split("\n", 3);
        JsonElement value = tree(lines[1]);
        JsonElement tree = tree(lines[2]);
        List<JsonChange> changes = List.of(
                new JsonChange.Added(lines[0], value),
                new JsonChange.Removed(lines[0], value),
                new JsonChange.Changed(lines[0], value, JsonNull.INSTANCE));
        for (JsonChange change : changes) {
            orRefused(IllegalArgumentException.class, () -> new JsonDiff(List.of(change)).apply(tree));
        }
        JsonDiff diff = JsonDiff.between(tree, value);
        assertThat(JsonText.same(diff.apply(tree), value)).isTrue();
    });

    private final Consumer<byte[]> property;

    Parsers(Consumer<String> property) {
        this.property = bytes -> property.accept(new String(bytes, StandardCharsets.UTF_8));
    }

    @SuppressWarnings("UnusedVariable") // tells the constructors apart
    Parsers(Consumer<byte[]> property, boolean ofBytes) {
        this.property = property;
    }

    /** Fails if the property doesn't hold for these bytes. */
    void check(byte[] bytes) {
        try {
            property.accept(bytes);
        } catch (NotStorable refused) {
            return; // no storage can have had that text (R10)
        }
    }

    private static final class NotStorable extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotStorable(Throwable cause) {
            super(cause);
        }
    }

    private interface Step<T> {
        T run();
    }

    /** What the step answers; null where it throws what it may. */
    private static <T> T orRefused(Class<? extends RuntimeException> how, Step<T> step) {
        try {
            return step.run();
        } catch (NotStorable refused) {
            throw refused;
        } catch (RuntimeException thrown) {
            if (!how.isInstance(thrown)) {
                throw thrown;
            }
            return null;
        }
    }

    private static Entry entry(String value, String system) {
        try {
            return entry(new Content(value, Set.of(), Map.of(), null, null, system));
        } catch (IllegalArgumentException limit) {
            throw new NotStorable(limit);
        }
    }

    private static Entry entry(Content content) {
        return new Entry(Samples.ID, 3, "w3", content, Instant.EPOCH, Instant.EPOCH);
    }

    private static Optional<Entry> storable(String value) {
        try {
            return Optional.of(entry(value, null));
        } catch (NotStorable refused) {
            return Optional.empty();
        }
    }

    private static <T> void again(Content content, Function<Entry, T> reader, T expected) {
        assertThat(reader.apply(entry(content))).isEqualTo(expected);
    }

    private static void spool(byte[] bytes) {
        SpoolFile file;
        try {
            file = SpoolFormat.parse(bytes);
        } catch (IOException refused) {
            return;
        }
        assertThat(file.id().store()).doesNotStartWith("~");
        byte[] written = SpoolFormat.bytes(file);
        try {
            assertThat(SpoolFormat.parse(written)).isEqualTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException("what was written can't be read", e);
        }
        assertThat(ReleaseReason.values()).contains(file.reason());
        orRefused(IllegalArgumentException.class, () -> OrphanVersions.write(file));
    }

    private static <T> void data(DataFormat<T> format, String value, int schema, int reader) {
        Entry entry = entry(value, null);
        DataFormat.Decoded<T> found;
        try {
            found = format.decode(String.valueOf(entry.content().value()), schema, reader);
        } catch (NewerSchemaException | DataSaveException.InvalidData refused) {
            return;
        }
        String text =
                orRefused(DataSaveException.InvalidData.class, () -> format.encode(found.data(), found.leftover()));
        if (text != null) {
            DataFormat.Decoded<T> again = format.decode(text, found.schema(), found.oldestReader());
            assertThat(JsonText.same(format.encode(again.data(), again.leftover()), text))
                    .isTrue();
            assertThat(format.encode(format.copy(found.data()), found.leftover()))
                    .isEqualTo(text);
            if (!found.migrated()) {
                JsonObject kept = (JsonObject) JsonText.parse(text);
                ((JsonObject) JsonText.parse(value))
                        .entrySet().stream()
                                .filter(member -> !member.getValue().isJsonNull())
                                .forEach(
                                        member -> assertThat(kept.has(member.getKey()) || isFormerName(member.getKey()))
                                                .as(member.getKey())
                                                .isTrue());
            }
        }
    }

    private static boolean isFormerName(String name) {
        return name.equals("coins");
    }

    private static JsonElement tree(String text) {
        JsonElement tree = orRefused(FormatProblem.class, () -> JsonText.parse(text));
        return tree == null ? new JsonObject() : tree;
    }

    /** Where inputs are kept: seeds, and what was once found to break the property. */
    String folder() {
        return "ParsersFuzzInputs/" + method();
    }

    /** The name of its method in {@link ParsersFuzz}. */
    String method() {
        StringBuilder name = new StringBuilder();
        for (String word : name().toLowerCase(java.util.Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
