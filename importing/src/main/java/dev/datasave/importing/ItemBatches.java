package dev.datasave.importing;

import java.util.List;

/** Takes what a source has, some profiles at a time. */
interface ItemBatches {
    /** Something can't be used, and why. */
    void unusable(ImportItem item, String why);

    /** Profiles, each of another key. */
    void take(List<ImportItem.Profile> profiles);

    /** What was found until now. */
    ImportReport report();
}
