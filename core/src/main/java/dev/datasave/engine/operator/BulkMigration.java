package dev.datasave.engine.operator;

import dev.datasave.DataSaveException;
import dev.datasave.MigrationProgress;
import dev.datasave.engine.data.NewerSchemaException;
import dev.datasave.engine.data.Opened;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.history.Reads;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Kind;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Migrates the profiles of a store that nobody holds to the present schema, page by page. A list without values shows which profiles are behind. Each
 * is written by a checked write on top of what was read, and has no holder then either. If a server takes the profile meanwhile, this write is
 * refused, or that server finds the profile migrated.
 *
 * <p>The caller is told of a page when all its profiles are decided. The next page begins when the caller has heard that. So a migration can go on
 * from the cursor that the caller was told. Loop only.
 */
public final class BulkMigration<T> {
    private static final int PAGE = 256;
    private static final int IN_FLIGHT = 16;
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Loop loop;
    private final Kind<T> kind;
    private final Consumer<MigrationProgress> listener;
    private final CompletableFuture<MigrationProgress> result;
    private final Deque<EntryId> waiting = new ArrayDeque<>();
    private final List<MigrationProgress.Failure> failures;
    private MigrationProgress last;
    private long seen;
    private long migrated;
    private long held;
    private long failed;
    private int inFlight;
    private @Nullable Long failingSince;
    private int failuresInARow;
    private Optional<String> next = Optional.empty();

    public BulkMigration(
            Loop loop,
            Kind<T> kind,
            MigrationProgress from,
            Consumer<MigrationProgress> listener,
            CompletableFuture<MigrationProgress> result) {
        this.loop = loop;
        this.kind = kind;
        this.listener = listener;
        this.result = result;
        this.last = from;
        this.seen = from.seen();
        this.migrated = from.migrated();
        this.held = from.held();
        this.failed = from.failed();
        this.failures = new ArrayList<>(from.failures());
    }

    public void start() {
        page();
    }

    private boolean isOver() {
        return result.isDone() || loop.isClosing();
    }

    private void page() {
        if (isOver()) {
            return;
        }
        EntryQuery query = EntryQuery.keys(kind.name(), "")
                .withoutValues()
                .withLimit(PAGE)
                .from(last.cursor().orElse(null));
        loop.port().call(storage -> storage.list(query), this::listed, failure -> again(failure, this::page));
    }

    /** The storage has failed: repeats the step, for up to a minute. */
    private void again(Throwable failure, Runnable step) {
        long now = loop.environment().monotonicNanos();
        Long since = failingSince;
        failingSince = since == null ? now : since;
        if (since != null && now - since > PATIENCE.toNanos()) {
            end(Reads.wrapped(failure));
        } else if (!isOver()) {
            loop.retry(failuresInARow++, step);
        }
    }

    /** The storage has answered. */
    private void answered() {
        failingSince = null;
        failuresInARow = 0;
    }

    private void end(Throwable failure) {
        loop.fail(result, failure);
    }

    private void listed(Page<Entry> page) {
        answered();
        next = Optional.ofNullable(page.next());
        seen += page.items().size();
        for (Entry entry : page.items()) {
            if (isBehind(entry)) {
                waiting.add(entry.id());
            }
        }
        proceed();
    }

    private boolean isBehind(Entry entry) {
        try {
            return EntryFormat.of(entry).counters().schema() < kind.format().schema();
        } catch (RuntimeException damaged) {
            fail(entry.id(), damaged);
            return false;
        }
    }

    private void proceed() {
        while (!isOver() && inFlight < IN_FLIGHT && !waiting.isEmpty()) {
            inFlight++;
            EntryId id = waiting.remove();
            read(id, 1);
        }
        if (!isOver() && inFlight == 0 && waiting.isEmpty()) {
            tell();
        }
    }

    private void decided() {
        inFlight--;
        proceed();
    }

    private void fail(EntryId id, Throwable cause) {
        failed++;
        if (failures.size() < MigrationProgress.MOST_FAILURES) {
            failures.add(new MigrationProgress.Failure(id.key(), String.valueOf(cause.getMessage())));
        }
    }

    private void read(EntryId id, int attempt) {
        loop.port()
                .call(
                        storage -> storage.read(List.of(id)).getFirst(),
                        found -> {
                            answered();
                            migrate(found, attempt);
                        },
                        failure -> again(failure, () -> read(id, attempt)));
    }

    private void migrate(Optional<Entry> found, int attempt) {
        Entry entry = found.filter(there -> !there.isTombstone()).orElse(null);
        if (entry == null || !isBehind(entry)) {
            decided(); // removed, or migrated by another server
        } else if (entry.content().holder() != null || attempt > MOST_ATTEMPTS) {
            held++;
            decided();
        } else {
            loop.elsewhere(
                    () -> migrated(entry),
                    migrated -> write(entry, migrated, attempt),
                    thrown -> broken(entry, thrown));
        }
    }

    private record Migrated(Content content, EntryFormat format) {}

    /** On a user thread. */
    private Migrated migrated(Entry entry) {
        Opened<T> opened = kind.open(entry.id(), Optional.of(entry));
        kind.format().check(opened.data());
        EntryFormat format =
                EntryFormat.of(entry).next(entry.updated(), false).withSchema(opened.schema(), opened.oldestReader());
        Content before = entry.content();
        Meta meta = kind.format().ranked(Addresses.profile(entry.id()), opened.data(), Meta.of(before, format));
        Content content =
                new Content(opened.text(), meta.userIds(), meta.metadata(), null, meta.score(), format.text());
        return new Migrated(content, format);
    }

    private void broken(Entry entry, Throwable thrown) {
        if (thrown instanceof DataSaveException.InvalidData
                || thrown instanceof IllegalArgumentException
                || thrown instanceof NewerSchemaException) {
            fail(entry.id(), thrown);
            decided();
        } else {
            result.completeExceptionally(thrown);
        }
    }

    private void write(Entry entry, Migrated migrated, int attempt) {
        if (isOver()) {
            return;
        }
        String author = loop.ids().incarnation();
        Retention retention = loop.retention(
                Addresses.profile(entry.id()),
                () -> Stored.of(entry)
                        .with(migrated.format())
                        .retention(kind.options().history(), author));
        Write write = Write.put(entry.id(), Optional.of(entry), loop.ids().writeId(), migrated.content())
                .superseding(retention);
        loop.queue()
                .submitBriefly(
                        List.of(write), false, group -> written(group.written(), entry.id(), attempt), failure -> {
                            fail(entry.id(), failure);
                            decided();
                        });
    }

    private void written(boolean isWritten, EntryId id, int attempt) {
        if (isWritten) {
            migrated++;
            decided();
        } else {
            read(id, attempt + 1);
        }
    }

    private void tell() {
        MigrationProgress now = new MigrationProgress(
                seen, migrated, held, failed, failures, next.isPresent() ? next : last.cursor(), next.isEmpty());
        last = now;
        loop.elsewhere(
                () -> {
                    listener.accept(now);
                    return now.isDone() && result.complete(now);
                },
                isDone -> {
                    if (!now.isDone()) {
                        page();
                    }
                },
                result::completeExceptionally);
    }
}
