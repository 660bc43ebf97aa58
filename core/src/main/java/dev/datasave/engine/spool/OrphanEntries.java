package dev.datasave.engine.spool;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Orphan;
import dev.datasave.ProfileInfo;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.loop.Pages;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Orphans: final states that no longer fit when they could be stored. They are entries of a store of their own. Each has the content that the
 * profile's entry would have had, and the orphan's origin in its {@code system} part. It is connected to the same people, so that export and erasure
 * find it (P14).
 */
public final class OrphanEntries {
    private static final String PART = "orphan";

    private OrphanEntries() {}

    /** The id of a file's orphan. It is the same at each attempt, so that no orphan is stored twice. */
    public static EntryId idOf(SpoolFile file) {
        return new EntryId(
                Addresses.ORPHANS,
                Addresses.prefix(file.id()) + file.write().expectedRevision() + "-"
                        + file.token().session());
    }

    public static Write write(SpoolFile file) {
        JsonObject origin = JsonFields.object(file.id());
        origin.addProperty("revision", file.write().expectedRevision());
        origin.addProperty("created", file.created().toEpochMilli());
        origin.addProperty("server", file.server());
        origin.addProperty("reason", file.reason().name());
        origin.addProperty("at", file.at());
        Content content = file.content();
        JsonObject system = EntryFormat.object(String.valueOf(content.system()), "system of a spooled state");
        system.add(PART, origin);
        return Write.put(idOf(file), Optional.empty(), file.write().writeId(), content.withSystem(system.toString()))
                .durable(Write.Durability.POWER);
    }

    /** The write that removes an orphan. It leaves a tombstone, so that a late repeat of the orphan's write is refused. */
    static Write removal(Entry orphan, String writeId) {
        return Write.put(orphan.id(), Optional.of(orphan), writeId, Content.TOMBSTONE)
                .durable(Write.Durability.POWER)
                .superseding(Retention.drop())
                .purging();
    }

    /** Lists the entries of a profile's orphans. Blocking. */
    public static List<Entry> list(Storage storage, EntryId profile) {
        EntryQuery query = EntryQuery.keys(Addresses.ORPHANS, Addresses.prefix(profile));
        return Pages.all(storage, query.withLimit(20))
                .filter(entry -> !entry.isDamaged())
                .toList();
    }

    /**
     * A profile's orphans as the game sees them, the one with the oldest base first. {@code opener} reads their data; it returns empty if this
     * version of the game can't.
     */
    public static <T> List<Orphan<T>> shown(EntryId profile, List<Entry> orphans, Function<Entry, Optional<T>> opener) {
        return orphans.stream()
                .map(entry -> orphan(profile, entry, opener))
                .sorted(Comparator.comparingLong(orphan -> orphan.info().revision()))
                .toList();
    }

    private static <T> Orphan<T> orphan(EntryId profile, Entry entry, Function<Entry, Optional<T>> opener) {
        Content content = entry.content();
        JsonObject origin = JsonFields.object(
                EntryFormat.object(String.valueOf(content.system()), "system of " + entry.id()), PART);
        JsonElement stored = JsonText.parse(String.valueOf(content.value()));
        ProfileInfo info = new ProfileInfo(
                profile.store(),
                profile.key(),
                JsonFields.number(origin, "revision"),
                EntryFormat.of(entry).counters().loads(),
                Instant.ofEpochMilli(JsonFields.number(origin, "created")),
                entry.updated(),
                content.userIds(),
                content.metadata(),
                Meta.shown(content.score()),
                Optional.empty());
        return new Orphan<>(
                entry.id().key(),
                opener.apply(entry),
                stored,
                info,
                JsonFields.text(origin, "server"),
                ReleaseReason.valueOf(JsonFields.text(origin, "reason")),
                Instant.ofEpochMilli(JsonFields.number(origin, "at")));
    }

    /** Removes an orphan; false if there is none. Blocking. */
    public static boolean discard(Storage storage, EntryId orphan, String writeId) {
        @Nullable Entry found = live(storage.read(List.of(orphan)).getFirst());
        while (found != null) {
            WriteResult result = storage.write(List.of(removal(found, writeId)), Atomicity.EACH)
                    .getFirst();
            if (!(result instanceof WriteResult.Refused(var current))) {
                return true;
            }
            found = live(current);
        }
        return false;
    }

    private static @Nullable Entry live(Optional<Entry> entry) {
        return entry.filter(found -> !found.isTombstone()).orElse(null);
    }
}
