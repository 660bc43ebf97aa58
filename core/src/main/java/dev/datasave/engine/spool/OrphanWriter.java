package dev.datasave.engine.spool;

import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps a state as an orphan, without a file. The profile may be erased before the storage takes the orphan; so the storage is looked at once more
 * afterwards, and the orphan is removed again (P14). Loop only.
 */
public final class OrphanWriter {
    private final Loop loop;
    private final SpoolFile file;
    private final Consumer<Boolean> then;
    private int looks;

    private OrphanWriter(Loop loop, SpoolFile file, Consumer<Boolean> then) {
        this.loop = loop;
        this.file = file;
        this.then = then;
    }

    /** Keeps the state; then tells whether it is kept. It waits for a storage that is away, but not for one that refuses this write. */
    public static void keep(Loop loop, SpoolFile file, Consumer<Boolean> then) {
        OrphanWriter writer = new OrphanWriter(loop, file, then);
        loop.queue()
                .submitBriefly(
                        List.of(OrphanEntries.write(file)),
                        true,
                        group -> {
                            if (group.written()) {
                                writer.look();
                            } else {
                                then.accept(false);
                            }
                        },
                        notKept -> then.accept(false));
    }

    private void look() {
        long now = loop.environment().wallClockMillis();
        loop.port().call(storage -> removal(storage, now), this::decided, failure -> loop.retry(looks++, this::look));
    }

    private Optional<Write> removal(Storage storage, long now) {
        List<Optional<Entry>> found = storage.read(List.of(file.id(), OrphanEntries.idOf(file)));
        return SpoolVerdict.isErased(file, found.get(0), now)
                ? found.get(1)
                        .filter(orphan -> !orphan.isTombstone())
                        .map(orphan ->
                                OrphanEntries.removal(orphan, file.write().writeId() + "-"))
                : Optional.empty();
    }

    private void decided(Optional<Write> removal) {
        if (removal.isEmpty()) {
            then.accept(true);
        } else {
            loop.queue().submitBriefly(List.of(removal.get()), true, done -> then.accept(false), failed -> look());
        }
    }
}
