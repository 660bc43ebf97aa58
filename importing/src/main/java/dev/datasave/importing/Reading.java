package dev.datasave.importing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects the profiles of a source into batches, and finds keys that come twice. */
final class Reading implements Consumer<ImportItem> {
    private static final int BATCH = 100;
    private static final int MOST_STATES = 200;

    private final ItemBatches batches;
    private final Set<String> keys = new HashSet<>();
    private List<ImportItem.Profile> batch = new ArrayList<>(BATCH);
    private int states;

    Reading(ItemBatches batches) {
        this.batches = batches;
    }

    @Override
    public void accept(ImportItem item) {
        switch (item) {
            case ImportItem.Unusable unusable -> batches.unusable(unusable, unusable.why());
            case ImportItem.Profile profile
            when !keys.add(profile.key()) ->
                batches.unusable(profile, "found its key a second time in the source, expected it once");
            case ImportItem.Profile profile -> {
                batch.add(profile);
                states += profile.versions().size();
                if (batch.size() == BATCH || states >= MOST_STATES) {
                    flush();
                }
            }
        }
    }

    /** Hands over what was collected. */
    void flush() {
        List<ImportItem.Profile> full = batch;
        batch = new ArrayList<>(BATCH);
        states = 0;
        if (!full.isEmpty()) {
            batches.take(full);
        }
    }
}
