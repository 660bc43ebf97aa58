package dev.datasave.tck.network;

import dev.datasave.DataSaveException;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The network's storage as one server sees it: usable only inside a call, and failing as the call's fate says. */
final class ServerStorage implements Storage {
    private final String server;
    private final VirtualStorage storage;
    private final Signals signals;
    private final EventQueue queue;
    private final Weather weather;
    private final Runnable looked;
    private Weather.@Nullable Call fate;
    private int operation;

    /** @param looked runs between two operations of a call; when it returns, the result of the first may be out of date */
    ServerStorage(
            String server,
            VirtualStorage storage,
            Signals signals,
            EventQueue queue,
            Weather weather,
            Runnable looked) {
        this.server = server;
        this.storage = storage;
        this.signals = signals;
        this.queue = queue;
        this.weather = weather;
        this.looked = looked;
    }

    /** Runs a server's call with its fate. */
    <T> T run(Weather.Call call, Callable<T> blocking) throws Exception {
        Weather.Call outer = fate;
        int outerOperation = operation;
        fate = call;
        operation = 0;
        try {
            T result = blocking.call();
            boolean replyLost = operation > 0
                    && operation <= call.operation()
                    && call.fault().isTold();
            if (replyLost && call.fault().isCarriedOut()) {
                throw failure("reply lost");
            }
            return result;
        } finally {
            fate = outer;
            operation = outerOperation;
        }
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        return operate("read", () -> asFound(storage.read(ids)), false);
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        List<Write> copy = List.copyOf(writes);
        List<Write> broken = copy.stream().filter(weather::isBroken).toList();
        if (!broken.isEmpty()) {
            broken.forEach(write -> storage.unstored(server, write.id()));
            throw failure("a write that can't be stored");
        }
        return operate("write", () -> written(storage.write(server, copy, atomicity)), true);
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        return operate("list", () -> asFound(storage.list(query)), false);
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return operate("count", () -> storage.count(scope), false);
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        return operate("versions", () -> asFound(storage.versions(query)), false);
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        return operate("retain", () -> storage.retain(id, revision, retention), true);
    }

    @Override
    public int sweep(int limit) {
        return operate("sweep", () -> storage.sweep(limit), true);
    }

    @Override
    public Backlog backlog() {
        return operate("backlog", storage::backlog, false);
    }

    private <T> T operate(String what, Supplier<T> body, boolean changes) {
        Weather.Call call = fate;
        if (call == null) {
            throw new IllegalStateException(
                    "storage: found a " + what + " on a thread of the server, expected it inside Environment.call");
        }
        if (operation > 0) {
            looked.run();
        }
        Weather.Fault fault = operation++ == call.operation() ? call.fault() : Weather.Fault.NONE;
        if (changes && weather.isFailing(queue.now())) {
            throw DataSaveException.StorageFailed.lasting("virtual storage: it takes no writes", null);
        }
        if (!fault.isTold()) {
            return body.get();
        }
        if (fault.isCarriedOut()) {
            unheard(body);
        } else if (fault == Weather.Fault.LATE && changes) {
            queue.add(queue.now() + weather.lateness(), () -> {
                if (!weather.isFailing(queue.now())) {
                    unheard(body);
                }
            });
        }
        throw failure(what + " " + fault);
    }

    /** Carries out an operation whose result nobody learns. */
    private static void unheard(Supplier<?> body) {
        try {
            Object unused = body.get();
        } catch (DataSaveException damaged) {
            // nobody learns of that either
        }
    }

    private List<Optional<Entry>> asFound(List<Optional<Entry>> entries) {
        return entries.stream().map(entry -> entry.map(weather::asFound)).toList();
    }

    private Page<Entry> asFound(Page<Entry> page) {
        return new Page<>(page.items().stream().map(weather::asFound).toList(), page.next());
    }

    /** A refusal never carries a damaged entry: the call fails instead. */
    private List<WriteResult> written(List<WriteResult> results) {
        for (WriteResult result : results) {
            if (result instanceof WriteResult.Refused(var current)
                    && current.filter(entry -> weather.asFound(entry).isDamaged())
                            .isPresent()) {
                throw failure("a write that found a damaged entry");
            }
        }
        return results;
    }

    private static DataSaveException failure(String what) {
        return new DataSaveException.StorageFailed("virtual storage: " + what, null);
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    /** Does nothing, because other servers share the storage. */
    @Override
    public void close() {}
}
