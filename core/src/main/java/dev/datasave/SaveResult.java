package dev.datasave;

import java.time.Instant;

/** What became of a save or of the final save of a release. */
public sealed interface SaveResult {

    /**
     * The state at the time of the call, or a newer one, is durable, also against a power cut where the storage is.
     *
     * @param revision the revision that holds it
     * @param updated when that was written, by the storage's clock
     */
    record Saved(long revision, Instant updated) implements SaveResult {}

    /**
     * The session had ended, or ended before the state could be saved. Unsaved data was reported to {@link
     * DataSaveListener#lostUpdate}.
     *
     * @param reason how it ended
     */
    record NotSaved(ReleaseReason reason) implements SaveResult {}
}
