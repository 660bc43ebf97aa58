package dev.datasave.importing;

import dev.datasave.importing.ImportReport.Finding;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Brings the profiles of a source into a store.
 *
 * <ul>
 *   <li><b>Nothing is overwritten</b> that is there already, unless {@link #replacing} says so. What a server holds is never touched.
 *   <li><b>Each profile is whole or not there</b>, if it has one state. Messages are sent before it appears. Older states are written first and become history: a
 *       player who joins in these milliseconds, or after a run that was killed in them, gets an older state. His profile is a clash then, and is not written over.
 *   <li><b>Resumed.</b> Run it again after any end: each profile bears the digest of what was imported, and is not imported a second time, even if it has been
 *       played since.
 *   <li><b>Bounded.</b> It holds a hundred profiles (of two hundred states, or a single one of more) and all keys in memory, besides what the source needs.
 * </ul>
 *
 * <p>An imported profile has revision 1 (with history: as many as there are states) and no schema version: the game's migrations run over it when it is first
 * loaded, from 0 on. Immutable: every method returns a changed copy. Calls block; the listener is called on the same thread.
 */
public final class ProfileImport {
    private final ImportSource source;
    private final Storage target;
    private final String store;
    private final boolean replaces;
    private final Consumer<Finding> listener;

    private ProfileImport(
            ImportSource source, Storage target, String store, boolean replaces, Consumer<Finding> listener) {
        this.source = source;
        this.target = target;
        this.store = store;
        this.replaces = replaces;
        this.listener = listener;
    }

    /**
     * An import that is not begun yet.
     *
     * @param store the name of the profile store
     * @throws IllegalArgumentException if the name breaks R10 or begins with {@code ~}
     */
    public static ProfileImport of(ImportSource source, Storage target, String store) {
        if (Limits.checkStore(store).startsWith("~")) {
            throw new IllegalArgumentException(
                    "store: found " + store + ", expected a name that does not begin with ~");
        }
        return new ProfileImport(
                Objects.requireNonNull(source, "source"),
                Objects.requireNonNull(target, "target"),
                store,
                false,
                finding -> {});
    }

    /**
     * Also writes over profiles that are there, removed ones included. What they were before is kept in history for 30 days. Profiles that a server holds, and
     * keys whose profile was moved elsewhere, stay as they are.
     */
    public ProfileImport replacing() {
        return new ProfileImport(source, target, store, true, listener);
    }

    /** Tells of each item as it is decided. */
    public ProfileImport listener(Consumer<Finding> newListener) {
        return new ProfileImport(source, target, store, replaces, Objects.requireNonNull(newListener, "listener"));
    }

    /**
     * Finds out what {@link #run} would do, and writes nothing.
     *
     * @throws IOException if the source can't be read to its end
     * @throws dev.datasave.DataSaveException.StorageFailed if the target can't be read
     */
    public ImportReport plan() throws IOException {
        return read(new Deciding(target, store, replaces, listener));
    }

    /**
     * Imports. After an exception, what was reported is imported; run the same import again for the rest.
     *
     * @throws IOException if the source can't be read to its end; what comes before was imported
     * @throws dev.datasave.DataSaveException.StorageFailed if the target fails
     */
    public ImportReport run() throws IOException {
        try (Mailing mailing = new Mailing(target, store)) {
            return read(new Writing(
                    new Deciding(target, store, replaces, listener), mailing, new ImportedPins(target, mailing)));
        }
    }

    /**
     * Compares what the source has with what is stored, and writes nothing: data, user ids and metadata, of the present state and of each in history. Messages and
     * pins are not compared.
     *
     * @throws IOException if the source can't be read to its end
     * @throws dev.datasave.DataSaveException.StorageFailed if the target can't be read
     */
    public ImportReport verify() throws IOException {
        return read(new SourceCheck(target, store, listener));
    }

    private ImportReport read(ItemBatches batches) throws IOException {
        Reading reading = new Reading(batches);
        try {
            source.read(reading);
        } finally {
            reading.flush(); // what comes before a break is right
        }
        return batches.report();
    }
}
