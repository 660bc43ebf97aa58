package dev.datasave.cli.demo;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.ArrayList;
import java.util.List;

/** What the audit looks at. */
interface Source {

    /** All revisions of a profile, oldest first, the current one last. */
    List<Entry> revisions(String key);

    /** The keys of all profiles. */
    List<String> keys();

    /** The messages that have not been removed. */
    List<Entry> messages();

    /** All of a storage. */
    static Source of(Storage storage, String store) {
        return new Source() {
            @Override
            public List<Entry> revisions(String key) {
                EntryId id = new EntryId(store, key);
                List<Entry> all = new ArrayList<>();
                VersionQuery query = VersionQuery.all(id).ascending().withLimit(1000);
                Page<Entry> page = storage.versions(query);
                all.addAll(page.items());
                while (page.next() != null) {
                    page = storage.versions(query.from(page.next()));
                    all.addAll(page.items());
                }
                storage.read(List.of(id)).getFirst().ifPresent(all::add);
                return all;
            }

            @Override
            public List<String> keys() {
                return list(EntryQuery.keys(store, "").withoutValues()).stream()
                        .map(entry -> entry.id().key())
                        .toList();
            }

            @Override
            public List<Entry> messages() {
                return list(EntryQuery.keys(Waiting.STORE, ""));
            }

            private List<Entry> list(EntryQuery first) {
                EntryQuery query = first.withLimit(1000);
                Page<Entry> page = storage.list(query);
                List<Entry> all = new ArrayList<>(page.items());
                while (page.next() != null) {
                    page = storage.list(query.from(page.next()));
                    all.addAll(page.items());
                }
                return all;
            }
        };
    }
}
