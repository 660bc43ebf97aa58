package dev.datasave.engine.history;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSaveException;
import dev.datasave.JsonDiff;
import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.lease.Leases;
import dev.datasave.engine.loop.Pages;
import dev.datasave.engine.loop.SoundStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists a profile's revisions, the present one among them. The present one is read first, and only older ones are taken from history. So none is
 * shown twice when it is superseded meanwhile. Blocking, but for what returns a future.
 */
public record Versions(Storage storage, EntryId id) {
    private static final Pattern WRITE_ID = Pattern.compile("([a-z2-7]{16})-[a-z2-7]{16}");

    /**
     * Where a page begins.
     *
     * @param after the last revision that was shown, or null
     * @param cursor the storage's cursor, or null at the beginning of its list
     * @param isOver whether that list has been shown
     */
    private record Place(@Nullable Long after, @Nullable String cursor, boolean isOver) {
        private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})([:!])(.*)", Pattern.DOTALL);

        static Place of(Optional<String> text) {
            if (text.isEmpty()) {
                return new Place(null, null, false);
            }
            Matcher parts = TEXT.matcher(text.get());
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "cursor: found one of another query, expected what the page before gave");
            }
            String cursor = parts.group(3).isEmpty() ? null : parts.group(3);
            return new Place(
                    Long.valueOf(parts.group(1)), cursor, parts.group(2).equals("!"));
        }

        static String text(long after, boolean isOver, @Nullable String cursor) {
            return after + (isOver ? "!" : ":") + (cursor == null ? "" : cursor);
        }
    }

    public static CompletableFuture<Page<ProfileVersion>> page(
            Reads reads, EntryId id, ProfileVersion.Range range, Paging paging) {
        return reads.ask(storage -> new Versions(storage, id).page(range, paging), Function.identity());
    }

    private record Two(Optional<Entry> from, Optional<Entry> to) {}

    /** How two revisions differ; empty if one of them is not there. */
    public static CompletableFuture<Optional<JsonDiff>> diff(Reads reads, EntryId id, long from, long to) {
        Function<Storage, Optional<Entry>> before = Reads.revision(id, from);
        Function<Storage, Optional<Entry>> after = Reads.revision(id, to);
        return reads.ask(
                storage -> new Two(before.apply(storage), after.apply(storage)),
                both -> both.from.flatMap(one -> both.to.map(other -> JsonDiff.between(tree(one), tree(other)))));
    }

    private static JsonElement tree(Entry entry) {
        String value = entry.content().value();
        try {
            return value == null ? JsonNull.INSTANCE : JsonText.parse(value);
        } catch (FormatProblem problem) {
            throw new DataSaveException.InvalidData(
                    entry.id() + ", revision " + entry.revision() + ": " + problem.getMessage(), problem);
        }
    }

    Page<ProfileVersion> page(ProfileVersion.Range range, Paging paging) {
        Place place = Place.of(paging.cursor());
        Entry current =
                SoundStorage.readAsStored(storage, List.of(id)).getFirst().orElse(null);
        if (current == null) {
            return new Page<>(List.of(), null);
        }
        // One less than fit, so that there is room for the present one.
        VersionQuery query = VersionQuery.all(id)
                .updatedBetween(range.from().orElse(null), range.to().orElse(null))
                .withLimit(Math.max(1, paging.size() - 1));
        Page<Entry> entries = range.oldestFirst()
                ? oldestFirst(current, query.ascending(), place, paging.size())
                : newestFirst(current, query, place, paging.size());
        return shown(entries, current);
    }

    private Page<Entry> newestFirst(Entry current, VersionQuery query, Place place, int size) {
        Long after = place.after;
        List<Entry> items = new ArrayList<>();
        if (after == null && isWithin(current, query)) {
            items.add(current);
        }
        long below = after == null ? current.revision() : Math.min(after, current.revision());
        if (items.size() == size) {
            boolean hasMore =
                    older(query, null, below).items().stream().findAny().isPresent();
            return new Page<>(items, hasMore ? Place.text(current.revision(), false, null) : null);
        }
        Page<Entry> history = older(query, place.cursor, below);
        items.addAll(history.items());
        String next = history.next();
        return new Page<>(
                items, next == null ? null : Place.text(items.getLast().revision(), false, next));
    }

    private Page<Entry> older(VersionQuery query, @Nullable String cursor, long below) {
        return filtered(query, cursor, entry -> entry.revision() < below);
    }

    private Page<Entry> oldestFirst(Entry current, VersionQuery query, Place place, int size) {
        long above = place.after == null ? 0 : place.after;
        List<Entry> items = new ArrayList<>();
        String next = null;
        if (!place.isOver) {
            Page<Entry> history = filtered(
                    query, place.cursor, entry -> entry.revision() > above && entry.revision() < current.revision());
            items.addAll(history.items());
            next = history.next();
        }
        if (next == null && current.revision() > above && isWithin(current, query)) {
            if (items.size() == size) {
                return new Page<>(items, Place.text(items.getLast().revision(), true, null));
            }
            items.add(current);
        }
        return new Page<>(
                items, next == null ? null : Place.text(items.getLast().revision(), false, next));
    }

    /** The first page from the cursor on that has such a revision, or the last one. */
    private Page<Entry> filtered(VersionQuery query, @Nullable String cursor, Predicate<Entry> test) {
        String at = cursor;
        while (true) {
            Page<Entry> page = storage.versions(query.from(at));
            List<Entry> items = page.items().stream().filter(test).toList();
            at = page.next();
            if (!items.isEmpty() || at == null) {
                return new Page<>(items, at);
            }
        }
    }

    private static boolean isWithin(Entry entry, VersionQuery query) {
        Instant from = query.from();
        Instant to = query.to();
        return (from == null || !entry.updated().isBefore(from))
                && (to == null || !entry.updated().isAfter(to));
    }

    private Page<ProfileVersion> shown(Page<Entry> entries, Entry current) {
        Map<Long, ProfileVersion.Pin> pins = pins();
        Map<String, String> servers = servers(entries.items());
        return new Page<>(
                entries.items().stream()
                        .map(entry -> shown(entry, entry.revision() == current.revision(), pins, servers))
                        .toList(),
                entries.next());
    }

    private static ProfileVersion shown(
            Entry entry, boolean isCurrent, Map<Long, ProfileVersion.Pin> pins, Map<String, String> servers) {
        EntryFormat format = readable(entry);
        String value = entry.isDamaged() ? null : entry.content().value();
        return new ProfileVersion(
                entry.revision(),
                isCurrent,
                entry.isTombstone(),
                entry.updated(),
                author(entry).map(author -> new ProfileVersion.Author(servers.getOrDefault(author, "?"), author)),
                format.times().end(),
                Optional.ofNullable(pins.get(entry.revision())),
                Optional.ofNullable(format.note()).map(Versions::noted),
                format.counters().schema(),
                value == null ? 0 : value.getBytes(StandardCharsets.UTF_8).length);
    }

    /** One revision that was damaged by hand must not hide the others. It is shown with what can be read of it. */
    private static EntryFormat readable(Entry entry) {
        try {
            return EntryFormat.of(entry);
        } catch (RuntimeException damaged) {
            return EntryFormat.fresh(0, 0);
        }
    }

    private static ProfileVersion.Note noted(JsonObject note) {
        return new ProfileVersion.Note(text(note, "action"), text(note, "why"), text(note, "by"));
    }

    private static String text(JsonObject note, String name) {
        return note.get(name) instanceof JsonPrimitive text ? text.getAsString() : "";
    }

    private static Optional<String> author(Entry entry) {
        Matcher parts = WRITE_ID.matcher(entry.writeId());
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    private Map<Long, ProfileVersion.Pin> pins() {
        Map<Long, ProfileVersion.Pin> pins = new HashMap<>();
        EntryQuery query = EntryQuery.keys(Addresses.PINS, Addresses.prefix(id)).withLimit(1000);
        Pages.all(storage, query).filter(entry -> !entry.isDamaged()).forEach(entry -> {
            PinFormat pin = PinFormat.of(entry);
            if (pin.isDone()) {
                pins.put(pin.revision(), pin.shown(entry));
            }
        });
        return pins;
    }

    private Map<String, String> servers(List<Entry> entries) {
        List<EntryId> leases = entries.stream()
                .flatMap(entry -> author(entry).stream())
                .distinct()
                .map(author -> new EntryId(Addresses.LEASES, author))
                .toList();
        Map<String, String> names = new HashMap<>();
        if (!leases.isEmpty()) {
            storage.read(leases).stream()
                    .flatMap(Optional::stream)
                    .filter(lease -> !lease.isTombstone())
                    .forEach(lease -> names.put(lease.id().key(), Leases.serverName(lease)));
        }
        return names;
    }
}
