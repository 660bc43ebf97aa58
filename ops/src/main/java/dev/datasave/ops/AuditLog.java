package dev.datasave.ops;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSaveException;
import dev.datasave.Paging;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The audit log: a line for each act of an operator, in DataSave's own store {@code ~audit}. A line is written before the act begins, and completed when it
 * has ended: nothing is done that the log does not have, and it says of nothing that it was done before it was. Lines are kept until they are erased with the
 * person whom they tell of: then they lose everything but who did something of which kind, and when.
 *
 * <p>Thread-safe.
 */
public final class AuditLog {
    private static final int EACH = 1000;
    private static final int MOST_USER_IDS = Limits.USER_IDS - 1;

    private final Storage storage;

    AuditLog(Storage storage) {
        this.storage = storage;
    }

    /** How far an act has come. */
    public enum State {
        /** It has begun. If it stays so, the tool ended in the middle, and whether the act was done is to be seen in the profile's history. */
        BEGUN,
        /** It is done. */
        DONE,
        /** Nothing was changed. */
        NOT_DONE,
        /** It failed on the way, and the result says how. Whether it was done nevertheless, or in part, is to be seen in the profile's history. */
        FAILED
    }

    /**
     * One act.
     *
     * @param id its id; ids fall from the newest to the oldest
     * @param at when it began, by the clock of the operator's machine
     * @param who the operator
     * @param action what was to be done, in a word
     * @param state how far it has come
     * @param store the store of the entry that it was about; empty if it was about none, or the person was erased
     * @param key the key of that entry
     * @param why the reason; empty if the person was erased
     * @param result what came of it, in a sentence
     * @param details what else was said about it, by name
     * @param isErased whether the person whom it tells of was erased
     */
    public record Line(
            String id,
            Instant at,
            String who,
            String action,
            State state,
            Optional<String> store,
            Optional<String> key,
            Optional<String> why,
            Optional<String> result,
            Map<String, String> details,
            boolean isErased) {}

    /** All lines, the newest first. */
    public Page<Line> lines(Paging paging) {
        return page(EntryQuery.keys(StoredForms.AUDIT, ""), paging);
    }

    /** The lines about one entry, the newest first. */
    public Page<Line> linesOf(String store, String key, Paging paging) {
        return page(EntryQuery.user(subject(new EntryId(store, key))), paging);
    }

    private Page<Line> page(EntryQuery query, Paging paging) {
        Page<Entry> page =
                storage.list(query.withLimit(paging.size()).from(paging.cursor().orElse(null)));
        return new Page<>(
                page.items().stream()
                        .filter(entry -> entry.id().store().equals(StoredForms.AUDIT))
                        .map(AuditLog::line)
                        .toList(),
                page.next());
    }

    /** All lines, the newest first, one after the other. */
    void each(Consumer<Line> step) {
        StoredForms.each(
                storage, EntryQuery.keys(StoredForms.AUDIT, "").withLimit(EACH), entry -> step.accept(line(entry)));
    }

    private static Line line(Entry entry) {
        JsonObject json = StoredForms.object(entry);
        JsonObject details = json.get("details") instanceof JsonObject object ? object : new JsonObject();
        return new Line(
                entry.id().key(),
                instant(StoredForms.text(json, "at", ""), entry.created()),
                StoredForms.text(json, "who", "?"),
                StoredForms.text(json, "action", "?"),
                state(StoredForms.text(json, "state", "")),
                optional(json, "store"),
                optional(json, "key"),
                optional(json, "why"),
                optional(json, "result"),
                details.keySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                name -> name, name -> StoredForms.text(details, name, ""))),
                json.has("erased"));
    }

    private static Instant instant(String text, Instant otherwise) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException foreign) {
            return otherwise;
        }
    }

    private static State state(String text) {
        for (State state : State.values()) {
            if (word(state).equals(text)) {
                return state;
            }
        }
        return State.BEGUN;
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> optional(JsonObject json, String name) {
        return json.get(name) instanceof JsonPrimitive text ? Optional.of(text.getAsString()) : Optional.empty();
    }

    /** The user id that connects a line to the entry that it is about, so that both are erased together. */
    private static String subject(EntryId id) {
        return "~profile/" + StoredForms.hash(id);
    }

    /** An act that was begun, to be completed. */
    final class Open {
        private final EntryId line;
        private final JsonObject json;
        private final Set<String> userIds;
        private final String writeId;

        private Open(EntryId line, JsonObject json, Set<String> userIds, String writeId) {
            this.line = line;
            this.json = json;
            this.userIds = userIds;
            this.writeId = writeId;
        }

        /**
         * Acts. If that throws, the line is completed with the failure; what ends so before it has done anything throws {@link IllegalArgumentException}.
         */
        <R> R watch(Supplier<R> act) {
            return watch(act, () -> "");
        }

        /** As {@link #watch(Supplier)}; what was done before the failure is told in words. */
        <R> R watch(Supplier<R> act, Supplier<String> before) {
            try {
                return act.get();
            } catch (RuntimeException failure) {
                State state = failure instanceof IllegalArgumentException ? State.NOT_DONE : State.FAILED;
                try {
                    complete(
                            state, before.get() + Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
                } catch (RuntimeException alsoTheLog) {
                    failure.addSuppressed(alsoTheLog);
                }
                throw failure;
            }
        }

        /**
         * Completes the line. If the person was erased meanwhile, the line stays erased.
         *
         * @throws DataSaveException.StorageFailed if the storage does not answer; its message says what has come of the act
         */
        void end(State state, String result) {
            try {
                complete(state, result);
            } catch (RuntimeException failure) {
                throw new DataSaveException.StorageFailed(
                        "the act has ended (" + result
                                + "), but its line of the audit log could not be completed and may stay begun: "
                                + failure.getMessage(),
                        failure);
            }
        }

        private void complete(State state, String result) {
            json.addProperty("state", word(state));
            json.addProperty("result", result.length() <= 2000 ? result : result.substring(0, 2000) + "…");
            Write write = new Write(
                    line, 1, writeId, newWriteId(), content(), Write.Durability.POWER, Retention.drop(), false);
            var unused = storage.write(List.of(write), Atomicity.EACH);
        }

        private Content content() {
            return new Content(json.toString(), userIds, Map.of(), null, null, null);
        }
    }

    /**
     * Writes the line of an act that begins.
     *
     * @param subject the entry that it is about, if it is about one
     * @param people the people connected to that entry
     */
    Open begin(Mandate mandate, String action, Optional<EntryId> subject, Set<String> people, JsonObject details) {
        Instant now = Instant.now();
        JsonObject json = new JsonObject();
        json.addProperty("at", now.toString());
        json.addProperty("who", mandate.who());
        json.addProperty("action", action);
        json.addProperty("state", word(State.BEGUN));
        json.addProperty("why", mandate.why());
        subject.ifPresent(id -> {
            json.addProperty("store", id.store());
            json.addProperty("key", id.key());
        });
        if (!details.isEmpty()) {
            json.add("details", details);
        }
        Set<String> userIds =
                new HashSet<>(people.stream().sorted().limit(MOST_USER_IDS).toList());
        subject.ifPresent(id -> userIds.add(subject(id)));
        Open open = new Open(new EntryId(StoredForms.AUDIT, newKey(now)), json, userIds, newWriteId());
        Write write = Write.put(open.line, Optional.empty(), open.writeId, open.content())
                .durable(Write.Durability.POWER);
        if (!(storage.write(List.of(write), Atomicity.EACH).getFirst() instanceof WriteResult.Written)) {
            throw new IllegalStateException("audit log: found a line of the same id, expected a new one");
        }
        return open;
    }

    /** Keys rise from the newest line to the oldest, because storages list them upwards. */
    private static String newKey(Instant now) {
        return String.format(
                Locale.ROOT,
                "%016x-%s",
                Long.MAX_VALUE - now.toEpochMilli(),
                newWriteId().substring(4, 12));
    }

    private static String newWriteId() {
        return "ops-" + UUID.randomUUID();
    }
}
