package dev.datasave.importing;

import com.google.gson.JsonParser;
import dev.datasave.importing.ImportReport.Finding;
import dev.datasave.importing.ImportReport.Outcome;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Compares a source with what is stored. */
final class SourceCheck implements ItemBatches {
    private final Storage target;
    private final String store;
    private final Consumer<Finding> listener;
    private final ImportReport.Counter counter = new ImportReport.Counter();

    SourceCheck(Storage target, String store, Consumer<Finding> listener) {
        this.target = target;
        this.store = store;
        this.listener = listener;
    }

    @Override
    public void unusable(ImportItem item, String why) {
        String key = item instanceof ImportItem.Profile profile ? profile.key() : "";
        tell(new Finding(Outcome.UNUSABLE, item.where(), key, why));
    }

    private void tell(Finding finding) {
        counter.add(finding.outcome());
        listener.accept(finding);
    }

    @Override
    public void take(List<ImportItem.Profile> profiles) {
        List<Prepared> prepared = new ArrayList<>();
        for (ImportItem.Profile profile : profiles) {
            try {
                prepared.add(Prepared.of(profile, store));
            } catch (IllegalArgumentException broken) {
                unusable(profile, String.valueOf(broken.getMessage()));
            }
        }
        List<Optional<Entry>> entries =
                target.read(prepared.stream().map(Prepared::id).toList());
        for (int i = 0; i < entries.size(); i++) {
            Prepared its = prepared.get(i);
            String where = its.profile().where();
            String key = its.profile().key();
            tell(entries.get(i)
                    .map(entry -> compare(its, entry))
                    .orElseGet(() -> new Finding(Outcome.MISSING, where, key, "found no profile, expected one")));
        }
    }

    private Finding compare(Prepared prepared, Entry entry) {
        String where = prepared.profile().where();
        String key = prepared.profile().key();
        if (entry.isDamaged()) {
            return new Finding(Outcome.DIFFERENT, where, key, "found a damaged entry");
        } else if (entry.isTombstone()) {
            return new Finding(Outcome.MISSING, where, key, "found a removed profile, expected a present one");
        }
        Content wanted = prepared.contents().getLast();
        Content found = entry.content();
        String difference = !digest(wanted).equals(digest(found))
                ? "data"
                : !found.userIds().containsAll(wanted.userIds())
                        ? "user ids"
                        : !found.metadata()
                                        .entrySet()
                                        .containsAll(wanted.metadata().entrySet())
                                ? "metadata"
                                : "";
        if (difference.isEmpty()) {
            return history(prepared);
        }
        return prepared.isIn(entry)
                ? new Finding(
                        Outcome.CHANGED_SINCE,
                        where,
                        key,
                        "found other " + difference + " in revision " + entry.revision() + ", imported earlier")
                : new Finding(Outcome.DIFFERENT, where, key, "found other " + difference + ", expected the source's");
    }

    private static String digest(Content content) {
        return Canonical.digest(JsonParser.parseString(String.valueOf(content.value())));
    }

    private Finding history(Prepared prepared) {
        String where = prepared.profile().where();
        String key = prepared.profile().key();
        long older = prepared.last() == 0 ? 0 : countOlder(prepared);
        return older == prepared.last()
                ? new Finding(Outcome.SAME, where, key, "")
                : new Finding(
                        Outcome.DIFFERENT,
                        where,
                        key,
                        "found " + older + " of the older states in history, expected " + prepared.last());
    }

    private long countOlder(Prepared prepared) {
        long count = 0;
        VersionQuery query = VersionQuery.all(prepared.id());
        Page<Entry> page = target.versions(query);
        while (true) {
            count += page.items().stream()
                    .filter(version -> !version.isDamaged() && prepared.next(version) > 0)
                    .count();
            String next = page.next();
            if (next == null) {
                return count;
            }
            page = target.versions(query.from(next));
        }
    }

    @Override
    public ImportReport report() {
        return counter.report();
    }
}
