package dev.datasave.jdbc.sqlite;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Entries with history in a file, bits flipped in it, and what is read of it afterwards. */
final class Flips {
    private static final int ENTRIES = 200;

    private Flips() {}

    /** What was read of a damaged file, counted. */
    static final class Count {
        int right;
        int told;
        int lost;
        int changed;
        final List<String> silent = new ArrayList<>();

        private void silent(String what) {
            silent.add(what);
        }
    }

    static List<EntryId> ids() {
        return IntStream.range(0, ENTRIES)
                .mapToObj(i -> new EntryId("PlayerData", "player-" + i * 7919 % 10007))
                .toList();
    }

    static EntryId absent(int number) {
        return new EntryId("PlayerData", "nobody-" + number);
    }

    private static Content content(EntryId id, int revision) {
        Random random = new Random(id.hashCode() + revision);
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 20 + random.nextInt(20); i++) {
            items.append(i == 0 ? "" : ",").append(random.nextInt(1_000_000));
        }
        return new Content(
                "{\"coins\":" + random.nextInt(1_000_000) + ",\"items\":[" + items + "]}",
                Set.of("u-" + id.key()),
                Map.of("rank", "r" + random.nextInt(100)),
                random.nextInt(4) == 0 ? "incarnation/" + id.key() : null,
                null,
                "{\"loads\":" + revision + "}");
    }

    /** Writes each entry twice and keeps the first revision. */
    static void write(Storage storage) {
        for (EntryId id : ids()) {
            Write first = Write.put(id, Optional.empty(), "w1-" + id.key(), content(id, 1));
            write(storage, first);
            write(
                    storage,
                    new Write(
                            id,
                            1,
                            "w1-" + id.key(),
                            "w2-" + id.key(),
                            content(id, 2),
                            Write.Durability.PROCESS,
                            Retention.pin(),
                            false));
        }
    }

    private static void write(Storage storage, Write write) {
        WriteResult result = storage.write(List.of(write), Atomicity.EACH).getFirst();
        if (!(result instanceof WriteResult.Written)) {
            throw new AssertionError(result);
        }
    }

    /** Flips one to six bits anywhere in the file. */
    static void flip(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i <= random.nextInt(6); i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, bytes);
    }

    /** Reads everything that was written, and some of what was not. */
    static void read(Storage storage, Count count) {
        for (EntryId id : ids()) {
            judge(count, id, 2, () -> storage.read(List.of(id)).getFirst());
            judge(
                    count,
                    id,
                    1,
                    () -> storage.versions(VersionQuery.revision(id, 1)).items().stream()
                            .findFirst());
        }
        for (int i = 0; i < 20; i++) {
            EntryId id = absent(i);
            try {
                storage.read(List.of(id))
                        .getFirst()
                        .filter(entry -> !entry.isDamaged())
                        .ifPresent(entry -> count.silent(id + " was found"));
            } catch (RuntimeException told) {
                count.told++;
            }
        }
    }

    private interface Reading {
        Optional<Entry> read();
    }

    private static void judge(Count count, EntryId id, int revision, Reading reading) {
        Optional<Entry> found;
        try {
            found = reading.read();
        } catch (RuntimeException told) {
            count.told++;
            return;
        }
        if (found.isEmpty()) {
            count.lost += revision == 2 ? 1 : 0; // a lost superseded revision is not answered with other data
            if (revision == 2) {
                count.silent(id + " was not found");
            }
        } else if (found.get().isDamaged()) {
            count.told++;
        } else if (isRight(found.get(), id, revision)) {
            count.right++;
        } else {
            count.changed++;
            count.silent(id + " was changed");
        }
    }

    private static boolean isRight(Entry found, EntryId id, int revision) {
        return found.id().equals(id)
                && found.revision() == revision
                && found.writeId().equals("w" + revision + "-" + id.key())
                && found.content().equals(content(id, revision))
                && !found.created().isAfter(found.updated())
                && found.updated().toEpochMilli() > 1_700_000_000_000L;
    }
}
