package dev.datasave.cli.demo;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Compares the file with the driver's log, when all servers have ended. */
final class Audit {
    private final Storage storage;
    private final String store;
    private final Fates fates;
    private final List<Finding> findings = new ArrayList<>();
    private long revisions;

    Audit(Storage storage, String store, Fates fates) {
        this.storage = storage;
        this.store = store;
        this.fates = fates;
    }

    /**
     * What was found.
     *
     * @param findings what is wrong; empty = the audit holds
     * @param revisions how many revisions were looked at
     */
    record Outcome(List<Finding> findings, long revisions) {
        long count(Finding.Kind kind) {
            return findings.stream().filter(finding -> finding.kind() == kind).count();
        }

        boolean holds() {
            return findings.isEmpty();
        }
    }

    Outcome run(Collection<PlayerLog> logs, Consumer<PlayerLog> checked) {
        Set<String> known = new HashSet<>();
        for (PlayerLog log : logs) {
            known.add(log.key());
            findings.addAll(profile(log, read(new EntryId(store, log.key())), fates));
            checked.accept(log);
        }
        everyKey().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> findings.add(
                        new Finding(Finding.Kind.BROKEN_CHAIN, key, "found a profile that nobody has joined")));
        return new Outcome(List.copyOf(findings), revisions);
    }

    /** One profile: its revisions, oldest first, the current one last. */
    static List<Finding> profile(PlayerLog log, List<Entry> entries, Fates fates) {
        List<Finding> findings = new ArrayList<>();
        List<Revision> chain = new ArrayList<>();
        long expected = 1;
        for (Entry entry : entries) {
            if (entry.revision() != expected) {
                findings.add(new Finding(
                        Finding.Kind.MISSING_REVISION,
                        log.key(),
                        "found revision " + entry.revision() + " where " + expected + " was expected"));
            }
            expected = entry.revision() + 1;
            try {
                chain.add(Revision.of(entry, fates));
            } catch (RuntimeException e) {
                findings.add(new Finding(
                        Finding.Kind.BROKEN_CHAIN, log.key(), "revision " + entry.revision() + " can't be read: " + e));
            }
        }
        HolderChain.check(log.key(), chain, findings);
        Set<Long> kept = Ledger.check(log, chain, findings);
        Promises.check(log, chain, kept, fates, findings);
        if (!chain.isEmpty()
                && fates.closed().contains(String.valueOf(chain.getLast().owner()))) {
            findings.add(new Finding(
                    Finding.Kind.STILL_HELD,
                    log.key(),
                    "found it held by " + chain.getLast().owner() + ", which closed in order"));
        }
        return findings;
    }

    private List<Entry> read(EntryId id) {
        List<Entry> all = new ArrayList<>();
        VersionQuery query = VersionQuery.all(id).ascending().withLimit(1000);
        Page<Entry> page = storage.versions(query);
        all.addAll(page.items());
        while (page.next() != null) {
            page = storage.versions(query.from(page.next()));
            all.addAll(page.items());
        }
        storage.read(List.of(id)).getFirst().ifPresent(all::add);
        revisions += all.size();
        return all;
    }

    private List<String> everyKey() {
        List<String> keys = new ArrayList<>();
        EntryQuery query = EntryQuery.keys(store, "").withoutValues().withLimit(1000);
        Page<Entry> page = storage.list(query);
        page.items().forEach(entry -> keys.add(entry.id().key()));
        while (page.next() != null) {
            page = storage.list(query.from(page.next()));
            page.items().forEach(entry -> keys.add(entry.id().key()));
        }
        return keys;
    }
}
