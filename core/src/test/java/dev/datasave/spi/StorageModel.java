package dev.datasave.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** What threads do to a storage at the same time, with few keys, revisions and write ids, so that they meet. What is seen is shown without times. */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "expected", gen = IntGen.class, conf = "0:2")
@Param(name = "author", gen = IntGen.class, conf = "1:2")
public abstract class StorageModel {
    private static final List<EntryId> IDS = List.of(new EntryId("s", "a"), new EntryId("s", "b"));
    private final Storage storage;

    StorageModel(Storage storage) {
        this.storage = storage;
    }

    @Operation
    public String read(@Param(name = "key") int key) {
        return Shown.ofAll(storage.read(List.of(IDS.get(key))));
    }

    @Operation
    public String readBoth() {
        return Shown.ofAll(storage.read(IDS));
    }

    @Operation
    public String write(
            @Param(name = "key") int key,
            @Param(name = "expected") int expected,
            @Param(name = "author") int on,
            @Param(name = "author") int author) {
        return Shown.of(storage.write(List.of(Shown.based(key, expected, on, author)), Atomicity.EACH));
    }

    @Operation
    public String writeEach(@Param(name = "expected") int expected, @Param(name = "author") int author) {
        return Shown.of(storage.write(Shown.both(expected, author), Atomicity.EACH));
    }

    @Operation
    public String writeAll(@Param(name = "expected") int expected, @Param(name = "author") int author) {
        return Shown.of(storage.write(Shown.both(expected, author), Atomicity.ALL));
    }

    @Operation
    public String remove(
            @Param(name = "key") int key, @Param(name = "expected") int expected, @Param(name = "author") int author) {
        Write put = Shown.based(key, expected, author, author);
        Write removal = new Write(
                put.id(),
                put.expectedRevision(),
                put.expectedWriteId(),
                put.writeId(),
                Content.TOMBSTONE,
                put.durability(),
                Retention.drop(),
                true);
        return Shown.of(storage.write(List.of(removal), Atomicity.EACH));
    }

    @Operation
    public String versions(@Param(name = "key") int key) {
        return Shown.of(storage.versions(VersionQuery.all(IDS.get(key))));
    }

    @Operation
    public String list() {
        return Shown.of(storage.list(EntryQuery.user("u")));
    }

    /** What goes in and comes out, as values that can be compared; no step of the storage. */
    static final class Shown {
        private Shown() {}

        static List<Write> both(int expected, int author) {
            return List.of(based(0, expected, author, author), based(1, expected, author, author));
        }

        static Write based(int key, int expected, int on, int author) {
            return new Write(
                    IDS.get(key),
                    expected,
                    expected == 0 ? null : writeId(expected, on),
                    writeId(expected + 1, author),
                    new Content("\"" + author + "\"", Set.of("u"), Map.of(), null, null, null),
                    Write.Durability.PROCESS,
                    Retention.keep(Duration.ofDays(1)),
                    false);
        }

        static String writeId(int revision, int author) {
            return "w" + revision + "by" + author;
        }

        static String of(Page<Entry> page) {
            return ofAll(page.items().stream().map(Optional::of).toList());
        }

        static String ofAll(List<Optional<Entry>> entries) {
            return entries.stream().map(Shown::of).toList().toString();
        }

        static String of(List<WriteResult> results) {
            return results.stream()
                    .map(result -> switch (result) {
                        case WriteResult.Written written -> "written " + written.revision();
                        case WriteResult.Refused refused -> "refused " + of(refused.current());
                    })
                    .toList()
                    .toString();
        }

        private static String of(Optional<Entry> entry) {
            return entry.map(found -> found.id().key() + found.revision() + " " + found.writeId() + " "
                            + found.content().value())
                    .orElse("none");
        }
    }
}
