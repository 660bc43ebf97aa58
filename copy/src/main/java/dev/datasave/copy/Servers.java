package dev.datasave.copy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The servers that live on a storage, by their leases (P2, P4): one that is renewed while it is watched is alive, and one that stays the same for as
 * long as it says is dead. Without any lease, nothing is watched.
 */
final class Servers {
    private static final long STANDARD_MILLIS = 10_000;
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int NAMED = 3;

    private Servers() {}

    /** A sentence for each living server: who it is, and which entries it holds. */
    static List<String> living(Storage storage) throws IOException {
        Map<EntryId, Entry> watched = new TreeMap<>(Comparator.comparing(EntryId::key));
        leases(storage).forEach(lease -> watched.put(lease.id(), lease));
        List<String> living = new ArrayList<>();
        long begun = System.nanoTime();
        while (!watched.isEmpty()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            List<EntryId> ids = List.copyOf(watched.keySet());
            List<Optional<Entry>> now = storage.read(ids);
            for (int i = 0; i < ids.size(); i++) {
                Entry before = watched.get(ids.get(i));
                Optional<Entry> lease = now.get(i);
                if (lease.isEmpty() || before == null || (isSame(before, lease.get()) && millis > millis(before))) {
                    watched.remove(ids.get(i)); // ended, or dead
                } else if (!isSame(before, lease.get())) {
                    watched.remove(ids.get(i));
                    living.add(sentence(storage, lease.get()));
                }
            }
            pause(watched.isEmpty() ? 0 : 50);
        }
        return living;
    }

    private static boolean isSame(Entry before, Entry now) {
        return before.revision() == now.revision() && before.writeId().equals(now.writeId());
    }

    private static void pause(long millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the copy was interrupted", e);
        }
    }

    private static List<Entry> leases(Storage storage) {
        List<Entry> leases = new ArrayList<>();
        EntryQuery query = EntryQuery.keys("~lease", "");
        Page<Entry> page = storage.list(query);
        leases.addAll(page.items());
        while (page.next() != null) {
            page = storage.list(query.from(page.next()));
            leases.addAll(page.items());
        }
        return leases;
    }

    private static String sentence(Storage storage, Entry lease) {
        String incarnation = lease.id().key();
        Page<Entry> held = storage.list(
                EntryQuery.holder(incarnation + "/").withoutValues().withLimit(1000));
        List<String> names = held.items().stream()
                .limit(NAMED)
                .map(entry -> entry.id().toString())
                .toList();
        int count = held.items().size();
        String holds = count == 0
                ? "holds nothing"
                : "holds " + count + (held.next() == null ? "" : " or more") + ": " + String.join(", ", names)
                        + (count > NAMED ? ", …" : "");
        return "server " + name(lease) + " (" + incarnation + ") lives and " + holds;
    }

    private static String name(Entry lease) {
        JsonElement name = object(lease).get("name");
        return name == null ? "?" : name.getAsString();
    }

    private static long millis(Entry lease) {
        JsonElement millis = object(lease).get("leaseMillis");
        try {
            long found = millis == null ? STANDARD_MILLIS : millis.getAsLong();
            return found > 0 && found <= LONGEST_MILLIS ? found : STANDARD_MILLIS;
        } catch (RuntimeException foreign) {
            return STANDARD_MILLIS;
        }
    }

    /** The lease's value, or nothing of it if no server could have written it. */
    private static JsonObject object(Entry lease) {
        String value = lease.isDamaged() ? null : lease.content().value();
        try {
            return value == null
                    ? new JsonObject()
                    : JsonParser.parseString(value).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException foreign) {
            return new JsonObject();
        }
    }
}
