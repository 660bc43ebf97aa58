package dev.datasave.ops;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Paging;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator does with what is stored: find entries, look at a profile and into its past, change it, see which servers live, export and
 * erase a person, and read the {@linkplain AuditLog audit log}. It works on the stored JSON trees of any store, without the game's classes, while the
 * game's servers run.
 *
 * <ul>
 *   <li>Nothing is done behind the back of a server that has a profile loaded: acts go to that server, which carries them out (P13).
 *   <li>Every act has a {@link Mandate}. It is written into the audit log before anything is done, with the outcome afterwards, and into the history of the
 *       profile.
 *   <li>Outcomes are values that can be shown in a terminal or on a page. Texts in them may come from players and may hold any character; whoever shows them
 *       has to make them harmless. Nothing here prints.
 * </ul>
 *
 * <p>All methods block until the storage has answered; call them on a virtual thread. Any thread may do so. Unless a method says otherwise, it throws
 * {@link DataSaveException.StorageFailed} if the storage does not answer, and {@link IllegalArgumentException} if a name, a key or a cursor can't be one.
 * What an act had not done before such a failure is not done; the audit log then shows it as {@linkplain AuditLog.State#FAILED failed}, or as
 * {@linkplain AuditLog.State#BEGUN begun} if the storage did not answer for that either.
 */
public final class Operations implements AutoCloseable {
    private static final String NAME = "ops";

    private final Storage storage;
    private @Nullable DataSave server;
    private boolean isClosed;

    private Operations(Storage storage) {
        this.storage = storage;
    }

    /**
     * The operations on a storage, which stays open when this is closed. The first call that needs it starts a server of DataSave named {@code ops}, which
     * has a lease of its own and holds a profile only for the moment of an act.
     */
    public static Operations on(Storage storage) {
        return new Operations(storage);
    }

    /** Finds entries; a page at a time, at the same cost however many there are. */
    public Page<Match> search(Search search, Paging paging) {
        EntryQuery query = search.query()
                .withoutValues()
                .withLimit(paging.size())
                .from(paging.cursor().orElse(null));
        Page<Entry> page = storage.list(query);
        return new Page<>(page.items().stream().map(Match::of).toList(), page.next());
    }

    /** The servers that have a lease, dead ones included until another server has removed their lease; in the order of their incarnations. */
    public List<ServerReport> servers() {
        String own = ownIncarnation();
        List<ServerReport> reports = new ArrayList<>();
        LeaseTable.of(storage)
                .leases()
                .forEach((incarnation, lease) -> reports.add(new ServerReport(
                        lease.name(),
                        incarnation,
                        lease.since(),
                        lease.age(),
                        lease.time(),
                        lease.version().isEmpty() ? Optional.empty() : Optional.of(lease.version()),
                        held(incarnation),
                        incarnation.equals(own))));
        return List.copyOf(reports);
    }

    /** What the servers that have a lease tell of themselves; in the order of their incarnations. Cheap enough to be asked every second. */
    public List<ServerPulse> pulses() {
        String own = ownIncarnation();
        List<ServerPulse> pulses = new ArrayList<>();
        LeaseTable.of(storage)
                .leases()
                .forEach((incarnation, lease) -> pulses.add(new ServerPulse(
                        lease.name(),
                        incarnation,
                        lease.since(),
                        lease.age(),
                        lease.time(),
                        lease.figures(),
                        incarnation.equals(own))));
        return List.copyOf(pulses);
    }

    /** The labels of the servers that have a lease, by their incarnations: what {@link Match#holder} means to a human. */
    public Map<String, String> serverNames() {
        return LeaseTable.of(storage).leases().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, lease -> lease.getValue().name()));
    }

    private int held(String incarnation) {
        EntryQuery query = EntryQuery.holder(incarnation + "/").withoutValues().withLimit(1000);
        Page<Entry> page = storage.list(query);
        int count = page.items().size();
        while (page.next() != null && count < ServerReport.MOST_COUNTED) {
            page = storage.list(query.from(page.next()));
            count += page.items().size();
        }
        return count;
    }

    /**
     * One profile, or any other entry.
     *
     * @throws IllegalArgumentException if store or key break R10, or the store is one of DataSave's own
     */
    public ProfileDesk profile(String store, String key) {
        return new ProfileDesk(this, store, key);
    }

    /**
     * All profiles of a store.
     *
     * @throws IllegalArgumentException if the name breaks R10, or the store is one of DataSave's own
     */
    public StoreDesk store(String store) {
        return new StoreDesk(this, store);
    }

    /**
     * One person, by the user id under which the game connects its entries.
     *
     * @throws IllegalArgumentException if it is not 1 to 100 bytes of UTF-8
     */
    public PersonDesk person(String userId) {
        return new PersonDesk(this, userId);
    }

    /** What operators have done. */
    public AuditLog audit() {
        return new AuditLog(storage);
    }

    /** Looks for what is wrong with the storage. */
    public Doctor doctor() {
        return new Doctor(storage);
    }

    /** How much there is. It may take seconds on a large storage. */
    public StorageStats stats() {
        return StorageStats.of(storage);
    }

    Storage storage() {
        return storage;
    }

    /** The server that carries out acts; started at the first call. */
    synchronized DataSave server() {
        if (isClosed) {
            throw new DataSaveException.Closed("operations");
        }
        DataSave running = server;
        if (running == null) {
            running =
                    DataSave.builder(storage).serverName(NAME).keepStorageOpen().build();
            server = running;
        }
        return running;
    }

    private synchronized String ownIncarnation() {
        return server == null ? "" : server.incarnation();
    }

    /** Waits for an answer, and throws what it failed with. */
    static <R> R await(CompletableFuture<R> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw failed;
        }
    }

    /** Ends its server, if one was started. The storage stays open. Closing twice is fine. */
    @Override
    public void close() {
        DataSave running;
        synchronized (this) {
            isClosed = true;
            running = server;
            server = null;
        }
        if (running != null) {
            running.close();
        }
    }
}
