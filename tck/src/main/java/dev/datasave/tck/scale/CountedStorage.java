package dev.datasave.tck.scale;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Entries in memory, and a count of what was asked for. History is counted and not kept, so that hours of a large network fit into memory; so nothing may be
 * asked of it whose answer stands in history alone, such as the fate of a write whose answer was lost. A profile's value counts as {@code valueBytes}, however
 * short the text is that stands for it. One thread.
 */
final class CountedStorage implements Storage {
    private final Storage entries;
    private final Tally tally;
    private final int valueBytes;

    CountedStorage(InstantSource clock, Tally tally, int valueBytes) {
        this.entries = Storage.inMemory(clock);
        this.tally = tally;
        this.valueBytes = valueBytes;
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        tally.call();
        List<Optional<Entry>> found = entries.read(ids);
        for (int i = 0; i < ids.size(); i++) {
            tally.entry(
                    Demand.read(ids.get(i)),
                    ids.get(i),
                    found.get(i).map(this::bytes).orElse(0));
        }
        return found;
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        tally.call();
        List<Optional<Entry>> before =
                entries.read(writes.stream().map(Write::id).toList());
        List<Write> bare = new ArrayList<>(writes.size());
        for (Write write : writes) {
            bare.add(write.isForget() ? write : write.superseding(Retention.drop()));
        }
        List<WriteResult> results = entries.write(bare, atomicity);
        for (int i = 0; i < writes.size(); i++) {
            count(writes.get(i), before.get(i), results.get(i) instanceof WriteResult.Written);
        }
        return results;
    }

    private void count(Write write, Optional<Entry> before, boolean isWritten) {
        Content content = write.content();
        String holder = before.map(entry -> entry.content().holder()).orElse(null);
        boolean isSame = content != null && holder != null && holder.equals(content.holder());
        tally.entry(Demand.of(write, isSame), write.id(), content == null ? 0 : bytes(write.id(), content));
        if (!isWritten) {
            tally.refused();
            return;
        }
        boolean isThere = content != null && content.value() != null;
        boolean wasThere = before.filter(entry -> !entry.isTombstone()).isPresent();
        if (isThere != wasThere) {
            tally.listed(write.id().store());
        }
        if (content != null && before.isPresent() && !(write.superseded() instanceof Retention.Drop)) {
            tally.kept(bytes(before.get()));
        }
    }

    private int bytes(Entry entry) {
        return bytes(entry.id(), entry.content());
    }

    private int bytes(EntryId id, Content content) {
        String value = content.value();
        String system = content.system();
        String holder = content.holder();
        int length = value == null ? 0 : id.store().startsWith("~") ? value.length() : valueBytes;
        return 60 + id.key().length() + length + length(system) + length(holder);
    }

    private static int length(@org.jspecify.annotations.Nullable String text) {
        return text == null ? 0 : text.length();
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        tally.call();
        Page<Entry> page = entries.list(query);
        Demand asked = Demand.list(query.scope());
        tally.list(asked);
        for (Entry entry : page.items()) {
            tally.entry(asked, entry.id(), query.values() ? bytes(entry) : 100);
        }
        return page;
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        tally.call();
        return entries.count(scope);
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        throw new UnsupportedOperationException(
                "counted storage: found a question about history, which it does not keep");
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        throw new UnsupportedOperationException(
                "counted storage: found a question about history, which it does not keep");
    }

    @Override
    public int sweep(int limit) {
        tally.call();
        tally.list(Demand.SWEEP);
        return 0;
    }

    /** Nothing is ever due, because no history is kept. */
    @Override
    public Backlog backlog() {
        tally.call();
        tally.list(Demand.SWEEP);
        return new Backlog(0, 1, java.time.Instant.EPOCH);
    }

    @Override
    public Signals signals() {
        return entries.signals();
    }

    @Override
    public Set<Capability> capabilities() {
        return entries.capabilities();
    }

    @Override
    public void close() {
        entries.close();
    }
}
