package dev.datasave.copy;

import dev.datasave.spi.Storage.Transfer.Tally;
import java.util.List;

/** What a copy ended with. */
public sealed interface CopyOutcome {

    /**
     * Both sides are equal, entry by entry and revision by revision.
     *
     * @param stores how much was compared
     * @param added how many revisions this run has added; fewer than all if it resumed an earlier one
     * @param notes what the operator should know, each as a sentence; usually none
     */
    record Copied(List<Tally> stores, long added, List<String> notes) implements CopyOutcome {
        /** Copies the lists. */
        public Copied {
            stores = List.copyOf(stores);
            notes = List.copyOf(notes);
        }
    }

    /**
     * The copy would be carried out; nothing was written.
     *
     * @param stores how much would be copied
     * @param resumes whether it would go on with an unfinished copy
     * @param notes what the operator should know
     */
    record Planned(List<Tally> stores, boolean resumes, List<String> notes) implements CopyOutcome {
        /** Copies the lists. */
        public Planned {
            stores = List.copyOf(stores);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Nothing was written.
     *
     * @param reasons why, each as a sentence with what was found and expected
     */
    record Refused(List<String> reasons) implements CopyOutcome {
        /** Copies the list. */
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * The two sides differ. A target storage stays marked as unfinished, so that no server starts on it; the file of a backup is not kept.
     *
     * @param differences the first hundred, each with entry and revision, without payloads
     * @param count how many there are
     */
    record Different(List<String> differences, long count) implements CopyOutcome {
        /** Copies the list. */
        public Different {
            differences = List.copyOf(differences);
        }
    }
}
