package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.DataSaveException;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Pages;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One export of a person (P14). Profiles that are loaded here are saved first. Then each entry is read and written, a page at a time, so that neither
 * the history of one entry nor all entries must fit into memory. Files are written on a user thread. Loop only.
 */
final class Export {
    private static final int PAGE = 16;

    private final Loop loop;
    private final Connections connections;
    private final ExportFile file;
    private final CompletableFuture<List<ConnectedEntry>> answer;
    private final Errand errand;
    private final List<ConnectedEntry> exported = new ArrayList<>();
    private final Deque<Map.Entry<EntryId, Connection>> waiting = new ArrayDeque<>();
    private final Set<String> hashes = new HashSet<>();
    private Map<EntryId, String> notSaved = Map.of();

    Export(
            Loop loop,
            Connections connections,
            ExportFile file,
            java.time.Duration timeout,
            CompletableFuture<List<ConnectedEntry>> answer) {
        this.loop = loop;
        this.connections = connections;
        this.file = file;
        this.answer = answer;
        this.errand = new Errand(loop, answer, timeout, this::outOfTime);
        errand.whenOver(() -> loop.elsewhere(
                () -> {
                    file.abandon();
                    return true;
                },
                done -> {},
                failure -> loop.events().tell(listener -> listener.engineFault(failure))));
    }

    void start() {
        connections.saveHere(errand, id -> false, failed -> connections.find(errand, this::found));
    }

    private void found(NavigableMap<EntryId, Connection> found) {
        connections.saveHere(errand, found::containsKey, failed -> {
            notSaved = failed;
            found.forEach((id, how) -> {
                waiting.add(Map.entry(id, how));
                hashes.add(Addresses.hash(id));
            });
            write(() -> file.begin(connections.userId(), loop.ids().serverName(), errand.now()), this::next);
        });
    }

    private void next() {
        Map.Entry<EntryId, Connection> entry = waiting.poll();
        while (entry != null && isWithItsProfile(entry.getKey())) {
            entry = waiting.poll();
        }
        if (entry == null) {
            write(file::end, this::done);
        } else {
            read(entry.getKey(), entry.getValue());
        }
    }

    /** A message or receipt is exported with the profile that it belongs to. */
    private boolean isWithItsProfile(EntryId id) {
        return Addresses.OF_PROFILES.contains(id.store()) && hashes.contains(Addresses.hashOf(id));
    }

    private record Found(Optional<Entry> current, ConnectedEntry described, boolean isEmpty, List<EntryId> others) {}

    /** Under which other keys there is data of the profile: where it was moved to, or where it was before (P15). */
    private List<EntryId> others(Storage storage, EntryId id, Optional<Entry> current) {
        EntryId present = Departure.follow(storage, id, current).id();
        boolean isTheirs = current.filter(connections::isOf).isPresent();
        return !present.equals(id) && connections.named().contains(id)
                ? List.of(present)
                : isTheirs ? FormerKeys.standing(storage, current.orElseThrow()) : List.of();
    }

    private void also(EntryId id) {
        if (hashes.add(Addresses.hash(id))) {
            waiting.add(Map.entry(id, Connection.PROFILE));
        }
        connections.alsoName(id);
    }

    private void read(EntryId id, Connection how) {
        errand.ask(
                storage -> {
                    Optional<Entry> current = storage.read(List.of(id)).getFirst();
                    boolean isEmpty =
                            current.filter(entry -> !entry.isTombstone()).isEmpty()
                                    && !Connections.hasHistory(storage, id)
                                    && Addresses.OF_PROFILES.stream()
                                            .allMatch(store -> storage.list(EntryQuery.keys(store, Addresses.prefix(id))
                                                            .withLimit(1))
                                                    .items()
                                                    .isEmpty());
                    return new Found(
                            current,
                            Connections.describe(storage, id, how, current),
                            isEmpty,
                            others(storage, id, current));
                },
                found -> {
                    found.others().forEach(this::also);
                    if (found.isEmpty()) {
                        next(); // it is gone meanwhile, or a key template names nothing
                    } else {
                        exported.add(found.described());
                        Optional<Entry> theirs = found.current().filter(this::mayBeShown);
                        write(
                                () -> file.entry(found.described(), theirs, notSaved.get(id)),
                                () -> history(id, found.described().revision(), theirs.equals(found.current())));
                    }
                });
    }

    /** What is another's alone by now, or was before, is not this person's to have. */
    private boolean mayBeShown(Entry state) {
        return state.isTombstone() || connections.isOf(state);
    }

    private void history(EntryId id, long before, boolean isTheirs) {
        Pages.each(
                errand,
                VersionQuery.all(id).ascending().withLimit(PAGE),
                (revisions, next) -> {
                    List<Entry> older = revisions.stream()
                            .filter(entry -> entry.revision() < before) // the newest one is written already
                            .filter(this::mayBeShown)
                            .toList();
                    write(() -> file.revisions(older), next);
                },
                () -> belongings(id, isTheirs ? 0 : Addresses.OF_PROFILES.size()));
    }

    private void belongings(EntryId id, int index) {
        if (index == Addresses.OF_PROFILES.size() || Addresses.isEngines(id)) {
            write(file::endEntry, this::next);
            return;
        }
        String store = Addresses.OF_PROFILES.get(index);
        Pages.each(
                errand,
                EntryQuery.keys(store, Addresses.prefix(id)).withLimit(PAGE),
                (entries, next) -> write(() -> file.belongings(store, entries), next),
                () -> belongings(id, index + 1));
    }

    private void write(ExportFile.Step step, Runnable then) {
        errand.elsewhere(
                () -> {
                    file.run(step);
                    return true;
                },
                done -> then.run(),
                this::fail);
    }

    private void done() {
        List<ConnectedEntry> all = List.copyOf(exported);
        errand.end();
        loop.answer(answer, all);
    }

    private void outOfTime() {
        fail(new DataSaveException.StorageFailed(
                "export: found it unfinished when its time was over, expected an end", errand.lastFailure()));
    }

    private void fail(Throwable failure) {
        errand.end();
        loop.fail(answer, failure);
    }
}
