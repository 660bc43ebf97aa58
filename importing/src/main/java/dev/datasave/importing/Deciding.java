package dev.datasave.importing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.importing.ImportReport.Finding;
import dev.datasave.importing.ImportReport.Outcome;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of each profile, from what is stored, and writes nothing. */
final class Deciding implements ItemBatches {
    private static final String SCHEMA = "schema";
    private static final String READER = "reader";
    private static final String MOVED = "moved";
    private static final String NOTE = "note";

    private final Storage target;
    private final String store;
    private final boolean replaces;
    private final Consumer<Finding> listener;
    private final ImportReport.Counter counter = new ImportReport.Counter();

    Deciding(Storage target, String store, boolean replaces, Consumer<Finding> listener) {
        this.target = target;
        this.store = store;
        this.replaces = replaces;
        this.listener = listener;
    }

    /**
     * A profile that may be written.
     *
     * @param base what it is written on top of
     * @param next the number of the state to begin with; more than 0 if an earlier run has begun
     */
    record Decided(Prepared prepared, Optional<Entry> base, int next) {
        /** Whether it replaces something that is not of this import. */
        boolean replaces() {
            return next == 0 && base.isPresent();
        }

        /** What the engine remembers of the key. An imported value counts as schema 0, and stands for itself. */
        Optional<String> system() {
            String text = base.map(entry -> entry.content().system()).orElse(null);
            if (text == null) {
                return Optional.empty();
            }
            JsonObject system = JsonParser.parseString(text).getAsJsonObject();
            List.of(SCHEMA, READER, NOTE).forEach(system::remove);
            return Optional.of(system.toString());
        }
    }

    Storage target() {
        return target;
    }

    @Override
    public void unusable(ImportItem item, String why) {
        String key = item instanceof ImportItem.Profile profile ? profile.key() : "";
        tell(new Finding(Outcome.UNUSABLE, item.where(), key, why));
    }

    void found(Outcome outcome, ImportItem.Profile profile, String why) {
        tell(new Finding(outcome, profile.where(), profile.key(), why));
    }

    private void tell(Finding finding) {
        counter.add(finding.outcome());
        listener.accept(finding);
    }

    void sent(int messages) {
        counter.addMessages(messages);
    }

    @Override
    public void take(List<ImportItem.Profile> profiles) {
        for (Decided decided : decide(profiles, alreadyThere -> {})) {
            written(decided);
            sent(decided.prepared().profile().updates().size());
        }
    }

    void written(Decided decided) {
        found(
                decided.replaces() ? Outcome.REPLACED : Outcome.WRITTEN,
                decided.prepared().profile(),
                "");
    }

    /** Reports all that can't be written, and returns the rest. Those that are whole already are handed over, too. */
    List<Decided> decide(List<ImportItem.Profile> profiles, Consumer<Prepared> whole) {
        List<Prepared> prepared = prepare(profiles);
        List<Optional<Entry>> entries =
                target.read(prepared.stream().map(Prepared::id).toList());
        List<Decided> decided = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Prepared its = prepared.get(i);
            Optional<Entry> entry = entries.get(i);
            String clash = entry.map(found -> clash(its, found)).orElse(null);
            if (clash != null) {
                found(Outcome.CLASH, its.profile(), clash);
            } else if (entry.filter(its::isIn).isPresent()) {
                whole.accept(its);
                found(Outcome.ALREADY_THERE, its.profile(), "");
            } else {
                decided.add(new Decided(its, entry, entry.map(its::next).orElse(0)));
            }
        }
        return decided;
    }

    /** Those that no limit forbids; the others are reported. */
    private List<Prepared> prepare(List<ImportItem.Profile> profiles) {
        List<Prepared> prepared = new ArrayList<>();
        for (ImportItem.Profile profile : profiles) {
            try {
                prepared.add(Prepared.of(profile, store));
            } catch (IllegalArgumentException broken) {
                unusable(profile, String.valueOf(broken.getMessage()));
            }
        }
        return prepared;
    }

    private @Nullable String clash(Prepared prepared, Entry entry) {
        if (entry.isDamaged()) {
            return "found a damaged entry, expected none";
        }
        String system = entry.content().system();
        if (prepared.isIn(entry) || prepared.next(entry) > 0) {
            return null;
        } else if (entry.isTombstone() && system != null && system.contains('"' + MOVED + '"')) {
            return "found that the profile of this key was moved to another one, expected a free key";
        } else if (entry.content().holder() != null) {
            return "found a profile that a server holds (revision " + entry.revision() + "), expected a free key";
        } else if (replaces) {
            return null;
        } else if (prepared.older(entry).isPresent()) {
            return "found that an import was interrupted between the states of the profile and that it was used since (revision "
                    + entry.revision() + "), expected neither, or --replace";
        }
        return entry.isTombstone()
                ? "found a removed profile (revision " + entry.revision() + "), expected a free key, or --replace"
                : "found a profile (revision " + entry.revision() + " of " + entry.updated()
                        + "), expected a free key, or --replace";
    }

    @Override
    public ImportReport report() {
        return counter.report();
    }
}
