package dev.datasave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something of the engine that reads bytes that were stored or received, and the property that it keeps, whatever these are: it answers, or throws just what
 * its caller handles; what it has read is read again as the same from what is written of it; and members that it doesn't know survive.
 *
 * @param name the name of its method in {@link ParsersFuzz}
 * @param property fails if the property doesn't hold for these bytes
 */
public record Parser(String name, Consumer<byte[]> property) {
    /** The id of every entry that {@link #entry} makes. */
    public static final EntryId ID = new EntryId("Players", "k/1");

    /** A parser of text. */
    public static Parser of(String name, Consumer<String> property) {
        return new Parser(name, bytes -> property.accept(new String(bytes, StandardCharsets.UTF_8)));
    }

    /** A parser of bytes. */
    public static Parser ofBytes(String name, Consumer<byte[]> property) {
        return new Parser(name, property);
    }

    /** Fails if the property doesn't hold for these bytes. */
    void check(byte[] bytes) {
        try {
            property.accept(bytes);
        } catch (NotStorable refused) {
            return; // no storage can have had that text (R10)
        }
    }

    /** Where inputs are kept: seeds, and what was once found to break the property. */
    String folder() {
        return "ParsersFuzzInputs/" + name;
    }

    @Override
    public String toString() {
        return name;
    }

    /** A step that may be refused. */
    public interface Step<T> {
        T run();
    }

    /** What the step answers; null where it throws what it may. */
    public static <T> T orRefused(Class<? extends RuntimeException> how, Step<T> step) {
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

    public static Entry entry(String value, String system) {
        try {
            return entry(new Content(value, Set.of(), Map.of(), null, null, system));
        } catch (IllegalArgumentException limit) {
            throw new NotStorable(limit);
        }
    }

    public static Entry entry(Content content) {
        return new Entry(ID, 3, "w3", content, Instant.EPOCH, Instant.EPOCH);
    }

    public static Optional<Entry> storable(String value) {
        try {
            return Optional.of(entry(value, null));
        } catch (NotStorable refused) {
            return Optional.empty();
        }
    }

    public static <T> void again(Content content, Function<Entry, T> reader, T expected) {
        assertThat(reader.apply(entry(content))).isEqualTo(expected);
    }

    private static final class NotStorable extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotStorable(Throwable cause) {
            super(cause);
        }
    }
}
