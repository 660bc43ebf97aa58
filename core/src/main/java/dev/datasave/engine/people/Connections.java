package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.SaveResult;
import dev.datasave.UserDataOptions;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Pages;
import dev.datasave.engine.session.Sessions;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which entries have to do with a person (P14): those connected by user id, now or in a revision that history keeps, and those that a key
 * template names. Loop only, but for the constructor.
 */
final class Connections {
    /** By the bytes of store and key, as a storage lists. */
    static final Comparator<EntryId> ORDER = Comparator.comparing(
                    (EntryId id) -> id.store().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
            .thenComparing(id -> id.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final int PAGE = 500;

    private final Loop loop;
    private final Sessions sessions;
    private final String userId;
    private final Set<EntryId> named;

    /**
     * @throws IllegalArgumentException if the user id, or a key made of it, breaks R10
     */
    Connections(Loop loop, Sessions sessions, String userId, UserDataOptions options) {
        this.loop = loop;
        this.sessions = sessions;
        this.userId = userId;
        Limits.checkUserIds(Set.of(userId));
        this.named = options.keyTemplates().stream()
                .map(template ->
                        new EntryId(template.store(), template.template().replace(UserDataOptions.USER_ID, userId)))
                .collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));
    }

    String userId() {
        return userId;
    }

    /** The entries that key templates name, whether or not they exist. */
    Set<EntryId> named() {
        return named;
    }

    /** Counts an entry as named, because what a key template names was moved there, or comes from there (P15). */
    void alsoName(EntryId id) {
        named.add(id);
    }

    boolean connects(Entry entry) {
        return entry.content().userIds().contains(userId);
    }

    /** Whether others are connected to that state of an entry. */
    boolean isShared(Entry entry) {
        Set<String> userIds = entry.content().userIds();
        return userIds.size() > (userIds.contains(userId) ? 1 : 0);
    }

    /** Whether that state of an entry is the person's: connected to them, or named by a key template and connected to nobody else. */
    boolean isOf(Entry entry) {
        return connects(entry) || (named.contains(entry.id()) && !isShared(entry));
    }

    /** Whether there is an entry, or at least the history of a removed one. Inside a storage call. */
    static boolean isThere(Storage storage, Optional<Entry> current) {
        return current.filter(entry -> !entry.isTombstone() || hasHistory(storage, entry.id()))
                .isPresent();
    }

    static boolean hasHistory(Storage storage, EntryId id) {
        return !storage.versions(VersionQuery.all(id).withLimit(1)).items().isEmpty();
    }

    /** An entry as the caller sees it. Inside a storage call. */
    static ConnectedEntry describe(Storage storage, EntryId id, Connection how, Optional<Entry> current) {
        return new ConnectedEntry(
                id.store(),
                id.key(),
                how,
                current.map(Entry::revision).orElse(0L),
                current.filter(entry -> !entry.isTombstone()).isEmpty(),
                current.map(Entry::created).orElse(Instant.EPOCH),
                current.map(Entry::updated).orElse(Instant.EPOCH),
                current.map(entry -> entry.content().userIds()).orElse(Set.of()),
                current.flatMap(entry -> Whereabouts.named(storage, entry)));
    }

    /** Finds all of them, in order. */
    void find(Errand errand, Consumer<NavigableMap<EntryId, Connection>> then) {
        NavigableMap<EntryId, Connection> found = new TreeMap<>(ORDER);
        list(
                errand,
                EntryQuery.user(userId),
                Connection.USER_ID,
                found,
                () -> list(errand, EntryQuery.past(userId), Connection.HISTORY, found, () -> {
                    named.forEach(id -> found.putIfAbsent(id, Connection.KEY_TEMPLATE));
                    then.accept(found);
                }));
    }

    private static void list(
            Errand errand, EntryQuery query, Connection how, Map<EntryId, Connection> found, Runnable then) {
        Pages.each(
                errand,
                query.withoutValues().withLimit(PAGE),
                (entries, next) -> {
                    entries.forEach(entry -> found.putIfAbsent(entry.id(), how));
                    next.run();
                },
                then);
    }

    /** Saves the person's profiles that are loaded here, so that their present state is stored. {@code then} is told which ones could not be saved. */
    void saveHere(Errand errand, Predicate<EntryId> isMeant, Consumer<Map<EntryId, String>> then) {
        Map<EntryId, String> failed = new TreeMap<>(ORDER);
        List<CompletableFuture<?>> saves = new ArrayList<>();
        sessions.forEach(session -> {
            EntryId id = session.id();
            if (named.contains(id) || session.meta().userIds().contains(userId) || isMeant.test(id)) {
                saves.add(session.saveAsync().handle((result, failure) -> {
                    loop.environment().onLoop(() -> {
                        if (failure != null) {
                            failed.put(id, String.valueOf(failure.getMessage()));
                        } else if (result instanceof SaveResult.NotSaved(var reason)) {
                            failed.put(id, "its session has ended: " + reason);
                        }
                    });
                    return result;
                }));
            }
        });
        errand.await(CompletableFuture.allOf(saves.toArray(CompletableFuture<?>[]::new)), () -> then.accept(failed));
    }
}
