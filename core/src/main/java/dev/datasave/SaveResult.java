package dev.datasave;

import java.time.Instant;

/** The outcome of a save, or of the final save of a release. */
public sealed interface SaveResult {

    /**
     * The state at the time of the call, or a newer one, is durable, also against a power cut where the storage supports that.
     *
     * @param revision the revision that contains the state
     * @param updated when that revision was written, by the storage's clock
     */
    record Saved(long revision, Instant updated) implements SaveResult {}

    /**
     * The session had ended before the call, or ended before the state could be saved. Unsaved data was reported to
     * {@link DataSaveListener#lostUpdate}.
     *
     * @param reason why the session ended
     */
    record NotSaved(ReleaseReason reason) implements SaveResult {}
}
