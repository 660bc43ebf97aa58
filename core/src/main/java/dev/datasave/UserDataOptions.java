package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.spi.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a person's data is found, exported and erased (P14). Make it once and use it for all three, so that they find the same. Immutable: every
 * method returns a changed copy.
 */
public final class UserDataOptions {
    /** The placeholder for the user id in a key template. */
    public static final String USER_ID = "{userId}";

    private static final UserDataOptions DEFAULTS = new UserDataOptions(
            List.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Format.JSON,
            Duration.ofMinutes(2),
            Duration.ofSeconds(10));

    private final List<KeyTemplate> keyTemplates;
    private final Set<String> sharedStores;
    private final Optional<Detach> detach;
    private final Optional<SentMessages> sentMessages;
    private final Format format;
    private final Duration timeout;
    private final Duration quiet;

    private UserDataOptions(
            List<KeyTemplate> keyTemplates,
            Set<String> sharedStores,
            Optional<Detach> detach,
            Optional<SentMessages> sentMessages,
            Format format,
            Duration timeout,
            Duration quiet) {
        this.keyTemplates = keyTemplates;
        this.sharedStores = sharedStores;
        this.detach = detach;
        this.sentMessages = sentMessages;
        this.format = format;
        this.timeout = timeout;
        this.quiet = quiet;
    }

    /** The file format of an export. */
    public enum Format {
        /** One JSON document. */
        JSON,
        /** A ZIP file with a JSON document per entry, and {@code index.json}. */
        ZIP
    }

    /**
     * A pattern that finds a person's entry by its key alone.
     *
     * @param store the store
     * @param template the key, with {@link #USER_ID} in the place of the user id
     */
    public record KeyTemplate(String store, String template) {}

    /** The defaults: no templates, no shared stores, no {@link Detach}, JSON, a timeout of 2 minutes, a quiet period of 10 s. */
    public static UserDataOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Adds a template that finds an entry by its key, whether or not the user id is connected to it:
     * {@code keyTemplate("PlayerData", "player/{userId}")}.
     *
     * @throws IllegalArgumentException if the store's name breaks R10 or begins with {@code ~}, or the template does not contain {@link #USER_ID}
     */
    public UserDataOptions keyTemplate(String store, String template) {
        checkOwn(store);
        Objects.requireNonNull(template, "template");
        if (!template.contains(USER_ID)) {
            throw new IllegalArgumentException(
                    "key template of store \"" + store + "\": found none of " + USER_ID + ", expected at least one");
        }
        List<KeyTemplate> more = new ArrayList<>(keyTemplates);
        more.add(new KeyTemplate(store, template));
        return new UserDataOptions(List.copyOf(more), sharedStores, detach, sentMessages, format, timeout, quiet);
    }

    /**
     * Marks all entries of a store as shared, also those with only one person connected. They are given to {@link Detach} instead of being erased.
     *
     * @throws IllegalArgumentException if the store's name breaks R10 or begins with {@code ~}
     */
    public UserDataOptions sharedStore(String store) {
        checkOwn(store);
        Set<String> more =
                Stream.concat(sharedStores.stream(), Stream.of(store)).collect(Collectors.toUnmodifiableSet());
        return new UserDataOptions(keyTemplates, more, detach, sentMessages, format, timeout, quiet);
    }

    /**
     * Decides about entries that others share: those connected to more than one person, and those of shared stores. By default there is no
     * {@link Detach}, and they are not erased.
     */
    public UserDataOptions detach(Detach newDetach) {
        Objects.requireNonNull(newDetach, "detach");
        return new UserDataOptions(
                keyTemplates, sharedStores, Optional.of(newDetach), sentMessages, format, timeout, quiet);
    }

    /**
     * Decides about messages that the person {@linkplain Message.SendOptions#sender sent} and that wait for somebody else's profile. They may hold goods
     * that belong to that profile already. So by default they are not erased, and the receipt names them as not done. To drop them, whatever they hold:
     * {@code sentMessages(message -> Detach.Outcome.remove())}.
     */
    public UserDataOptions sentMessages(SentMessages newSentMessages) {
        Objects.requireNonNull(newSentMessages, "sentMessages");
        return new UserDataOptions(
                keyTemplates, sharedStores, detach, Optional.of(newSentMessages), format, timeout, quiet);
    }

    /** The file format of an export; default {@link Format#JSON}. */
    public UserDataOptions format(Format newFormat) {
        Objects.requireNonNull(newFormat, "format");
        return new UserDataOptions(keyTemplates, sharedStores, detach, sentMessages, newFormat, timeout, quiet);
    }

    /**
     * How long a call may take; default 2 minutes. Until then, an entry that can't be read, or that its holder doesn't give up, is tried again.
     *
     * @throws IllegalArgumentException if it is not 1 ms to 1 h
     */
    public UserDataOptions timeout(Duration newTimeout) {
        check("timeout", newTimeout, Duration.ofMillis(1));
        return new UserDataOptions(keyTemplates, sharedStores, detach, sentMessages, format, newTimeout, quiet);
    }

    /**
     * How long an erasure waits before it looks once more after a pass that found nothing; default 10 s. It should be longer than a write may be
     * under way.
     *
     * @throws IllegalArgumentException if it is not 0 to 1 h
     */
    public UserDataOptions quiet(Duration newQuiet) {
        check("quiet", newQuiet, Duration.ZERO);
        return new UserDataOptions(keyTemplates, sharedStores, detach, sentMessages, format, timeout, newQuiet);
    }

    /** See {@link #keyTemplate}. */
    public List<KeyTemplate> keyTemplates() {
        return keyTemplates;
    }

    /** See {@link #sharedStore}. */
    public Set<String> sharedStores() {
        return sharedStores;
    }

    /** See {@link #detach(Detach)}. */
    public Optional<Detach> detach() {
        return detach;
    }

    /** See {@link #sentMessages(SentMessages)}. */
    public Optional<SentMessages> sentMessages() {
        return sentMessages;
    }

    /** See {@link #format(Format)}. */
    public Format format() {
        return format;
    }

    /** See {@link #timeout(Duration)}. */
    public Duration timeout() {
        return timeout;
    }

    /** See {@link #quiet(Duration)}. */
    public Duration quiet() {
        return quiet;
    }

    private static void checkOwn(String store) {
        Limits.checkStore(store);
        if (store.startsWith("~")) {
            throw new IllegalArgumentException(
                    "store: found the name \"" + store + "\", expected one that does not start with ~, the engine's");
        }
    }

    private static void check(String what, Duration found, Duration least) {
        Objects.requireNonNull(found, what);
        if (found.compareTo(least) < 0 || found.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(what + ": found " + found + ", expected " + least + " to 1 h");
        }
    }

    /**
     * Takes one person out of an entry that others share (P14). It is called on a virtual thread, and called again with the newer value if another
     * writer changed the entry meanwhile, so it should have no side effects. If it throws, the entry stays as it is and the receipt says so.
     */
    @FunctionalInterface
    public interface Detach {

        /** Decides what happens to the entry. */
        Outcome detach(Shared entry);

        /**
         * An entry that others share.
         *
         * @param store its store
         * @param key its key
         * @param value its value as it is stored, of whatever schema version; a copy, which may be changed and returned
         * @param userIds the people connected to it, including the person to be detached unless only a key template named the entry
         * @param metadata its metadata
         * @param userId the person to be detached
         */
        record Shared(
                String store,
                String key,
                JsonElement value,
                Set<String> userIds,
                Map<String, String> metadata,
                String userId) {}

        /** Decides what happens to the entry. */
        sealed interface Outcome {
            /** The entry gets this value and metadata, is disconnected from the person, and loses its history. */
            static Outcome rewrite(JsonElement value, Map<String, String> metadata) {
                return new Rewrite(value, metadata);
            }

            /** Like {@link #rewrite(JsonElement, Map)}, without metadata, which messages don't have. */
            static Outcome rewrite(JsonElement value) {
                return new Rewrite(value, Map.of());
            }

            /** The entry is removed, with its history. */
            static Outcome remove() {
                return new Remove();
            }

            /** The entry stays as it is, connected to the person and with its history. The reason is noted in the receipt. */
            static Outcome keep(String why) {
                return new Keep(why);
            }
        }

        /**
         * See {@link Outcome#rewrite}.
         *
         * @param value the value without the person
         * @param metadata the metadata without the person
         */
        record Rewrite(JsonElement value, Map<String, String> metadata) implements Outcome {
            /** Copies the metadata. */
            public Rewrite {
                metadata = Map.copyOf(metadata);
            }
        }

        /** See {@link Outcome#remove}. */
        record Remove() implements Outcome {}

        /**
         * See {@link Outcome#keep}.
         *
         * @param why the reason, noted in the receipt
         */
        record Keep(String why) implements Outcome {}
    }

    /**
     * Takes one person out of a message that the person sent and that waits for somebody else's profile (P14). It is called on a virtual thread, perhaps
     * several times, so it should have no side effects. If it throws, the message stays as it is and the receipt says so. Wherever the profile is
     * loaded, the change is made as {@link ProfileStore#editMessageAsync} and {@link ProfileStore#withdrawMessageAsync} make it: the profile gets the
     * message as it was before or as it is afterwards, never both.
     */
    @FunctionalInterface
    public interface SentMessages {

        /**
         * Decides what happens to the message: {@link Detach.Outcome#rewrite(JsonElement) rewritten}, it keeps its id and its place; removed, it is
         * withdrawn, and what it held is lost unless the game gives it back.
         */
        Detach.Outcome detach(Sent message);

        /**
         * A message that waits.
         *
         * @param to the profile that it waits for
         * @param id its id, unique among those of that profile
         * @param type the {@link Message.Name} of its class, or its simple name
         * @param payload its content; a copy, which may be changed and returned
         * @param sent when it was sent, by the storage's clock
         * @param userId the person to be detached
         */
        record Sent(ProfileId to, String id, String type, JsonElement payload, Instant sent, String userId) {}
    }
}
