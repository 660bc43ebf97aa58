package dev.datasave.tck;

import dev.datasave.spi.Storage;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/**
 * The rules R1 to R10 of {@link Storage} as tests, one group per rule. The author of a storage extends this class once:
 *
 * <pre>{@code
 * class MyStorageTest extends StorageRules {
 *     @TempDir
 *     Path folder;
 *
 *     @Override
 *     protected Storage open() {
 *         return MyStorage.open(folder.resolve("rules.db"));
 *     }
 * }
 * }</pre>
 *
 * <p>JUnit makes a new instance for every test, and each must find an empty database. What a storage doesn't declare in its
 * {@linkplain Storage#capabilities() capabilities} is reported as skipped, with the reason.
 */
public abstract class StorageRules {

    /** Made by JUnit. */
    protected StorageRules() {}

    /**
     * A handle on this test's database, as another process would open it; called several times in one test, also after all
     * handles were closed. A storage that is its own database returns the same object each time. The kit closes what it opened.
     */
    protected abstract Storage open() throws Exception;

    /**
     * Moves the clock of this test's database (R4), of all its handles; true if it was moved. Override it where the clock can be given to the
     * storage; otherwise the tests that need a later time are reported as skipped.
     *
     * @param by how far; may be negative
     */
    protected boolean moveClock(Duration by) {
        return false;
    }

    /**
     * Ends one handle in the middle of its calls, as much like the death of its process as possible; by default, closes it. The other handles go on.
     */
    protected void kill(Storage handle) throws Exception {
        handle.close();
    }

    @Nested
    class R1CompareAndSet extends CompareAndSetRules {
        R1CompareAndSet() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R2Revisions extends RevisionRules {
        R2Revisions() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R3Reads extends ReadRules {
        R3Reads() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R4Times extends TimeRules {
        R4Times() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R5AtomicBatches extends AtomicBatchRules {
        R5AtomicBatches() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R5AtomicBatchesInRaces extends AtomicBatchRaceRules {
        R5AtomicBatchesInRaces() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R6History extends HistoryRules {
        R6History() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R6Past extends PastRules {
        R6Past() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R7Refusals extends RefusalRules {
        R7Refusals() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R8UnknownOutcomes extends UnknownOutcomeRules {
        R8UnknownOutcomes() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R9Results extends ResultRules {
        R9Results() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R10Limits extends LimitRules {
        R10Limits() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R10Listing extends ListingRules {
        R10Listing() {
            super(StorageRules.this);
        }
    }

    @Nested
    class R10Scores extends ScoreRules {
        R10Scores() {
            super(StorageRules.this);
        }
    }

    @Nested
    class Transfers extends TransferRules {
        Transfers() {
            super(StorageRules.this);
        }
    }

    @Nested
    class DeclaredCapabilities extends CapabilityRules {
        DeclaredCapabilities() {
            super(StorageRules.this);
        }
    }
}
