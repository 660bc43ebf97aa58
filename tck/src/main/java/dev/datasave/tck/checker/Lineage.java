package dev.datasave.tck.checker;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The contents of the storage, derived from the journal alone: the current entries and all revisions that led to them. */
final class Lineage {
    private final List<Journal.Written> accepted = new ArrayList<>();
    private final Map<EntryId, Journal.Written> newest = new HashMap<>();
    private final Map<EntryId, Map<Long, Entry>> revisions = new HashMap<>();
    private final Map<EntryId, Map<String, Duration>> held = new HashMap<>();

    void accept(Journal.Written written) {
        accepted.add(written);
        apply(written);
    }

    private void apply(Journal.Written written) {
        newest.put(written.id(), written);
        Findings.holder(written.after())
                .ifPresent(holder -> held.computeIfAbsent(written.id(), any -> new HashMap<>())
                        .putIfAbsent(holder, written.at()));
        Map<Long, Entry> all = revisions.computeIfAbsent(written.id(), id -> new HashMap<>());
        written.after().ifPresentOrElse(entry -> all.put(entry.revision(), entry), all::clear);
    }

    void setBack(Duration to) {
        accepted.removeIf(written -> written.at().compareTo(to) > 0);
        newest.clear();
        revisions.clear();
        accepted.forEach(this::apply);
    }

    Optional<Entry> current(EntryId id) {
        return Optional.ofNullable(newest.get(id)).flatMap(Journal.Written::after);
    }

    Optional<Entry> revision(EntryId id, long revision) {
        return Optional.ofNullable(revisions.getOrDefault(id, Map.of()).get(revision));
    }

    /** Whether a revision of the entry is of that write. */
    boolean holds(EntryId id, String writeId) {
        return revisions.getOrDefault(id, Map.of()).values().stream()
                .anyMatch(entry -> entry.writeId().equals(writeId));
    }

    /** The existing entries of a store. */
    Set<EntryId> present(String store) {
        return newest.values().stream()
                .filter(written -> written.id().store().equals(store))
                .filter(written -> written.after().isPresent())
                .map(Journal.Written::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** When an entry first named its present holder. */
    Duration heldSince(EntryId id, String holder) {
        return held.getOrDefault(id, Map.of()).getOrDefault(holder, Duration.ZERO);
    }

    /** The server that wrote the current entry; empty if none did. */
    String writer(EntryId id) {
        Journal.Written written = newest.get(id);
        return written == null ? "" : written.server();
    }

    /** When the current entry was written. */
    Duration writtenAt(EntryId id) {
        Journal.Written written = newest.get(id);
        return written == null ? Duration.ZERO : written.at();
    }
}
