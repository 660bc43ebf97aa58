package dev.datasave.importing;

import com.google.gson.JsonObject;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion.PinResult;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.HashMap;
import java.util.Map;

/** Makes pins of the states that the source keeps for ever, as an operator would. A later run makes those that an interrupted one has not come to. */
final class ImportedPins {
    private static final int MOST_CHARS = 100;

    private final Storage target;
    private final Mailing mailing;

    ImportedPins(Storage target, Mailing mailing) {
        this.target = target;
        this.mailing = mailing;
    }

    /** Pins the older states of a profile that is whole. Those that are not kept any more stay so. */
    void pin(Prepared prepared) {
        Map<Long, String> names = new HashMap<>();
        if (prepared.profile().versions().stream().anyMatch(ImportItem.Version::isPinned)) {
            VersionQuery query = VersionQuery.all(prepared.id());
            Page<Entry> page = target.versions(query);
            addNames(prepared, page, names);
            for (String next = page.next(); next != null; next = page.next()) {
                page = target.versions(query.from(next));
                addNames(prepared, page, names);
            }
        }
        if (!names.isEmpty()) {
            ProfileStore<JsonObject> profiles = mailing.profiles();
            names.forEach((revision, name) -> {
                switch (profiles.pinAsync(prepared.id().key(), revision, name).join()) {
                    case PinResult.Pinned done -> {}
                    case PinResult.NotKept gone -> {}
                    case PinResult.StillCurrent current ->
                        throw new IllegalStateException(prepared.id() + ": found that revision " + revision
                                + " is the current one, expected a superseded one");
                }
            });
        }
    }

    private static void addNames(Prepared prepared, Page<Entry> page, Map<Long, String> names) {
        for (Entry version : page.items()) {
            if (!version.isDamaged() && !version.isTombstone()) {
                prepared.older(version).ifPresent(number -> {
                    ImportItem.Version older = prepared.profile().versions().get(number);
                    if (older.isPinned()) {
                        names.put(version.revision(), name(older.origin()));
                    }
                });
            }
        }
    }

    private static String name(String origin) {
        if (origin.isBlank()) {
            return "imported";
        }
        if (origin.length() <= MOST_CHARS) {
            return origin;
        }
        int end = MOST_CHARS - 1;
        return origin.substring(0, Character.isHighSurrogate(origin.charAt(end - 1)) ? end - 1 : end) + "\u2026";
    }
}
