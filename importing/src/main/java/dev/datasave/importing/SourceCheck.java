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
import java.util.BitSet;
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
        String difference = difference(wanted, found);
        if (difference.isEmpty()) {
            return history(prepared, new Finding(Outcome.SAME, where, key, ""));
        }
        return prepared.isIn(entry)
                ? history(
                        prepared,
                        new Finding(
                                Outcome.CHANGED_SINCE,
                                where,
                                key,
                                "found other " + difference + " in revision " + entry.revision()
                                        + ", imported earlier"))
                : new Finding(Outcome.DIFFERENT, where, key, "found other " + difference + ", expected the source's");
    }

    /** What differs; empty if nothing does. */
    private static String difference(Content wanted, Content found) {
        if (!digest(wanted).equals(digest(found))) {
            return "data";
        } else if (!found.userIds().containsAll(wanted.userIds())) {
            return "user ids";
        }
        return found.metadata().entrySet().containsAll(wanted.metadata().entrySet()) ? "" : "metadata";
    }

    private static String digest(Content content) {
        return Canonical.digest(JsonParser.parseString(String.valueOf(content.value())));
    }

    /** The finding on the present state, unless history lacks one of the older states. */
    private Finding history(Prepared prepared, Finding present) {
        if (prepared.last() == 0) {
            return present;
        }
        BitSet found = new BitSet();
        VersionQuery query = VersionQuery.all(prepared.id());
        Page<Entry> page = target.versions(query);
        addOlder(prepared, page, found);
        for (String next = page.next(); next != null; next = page.next()) {
            page = target.versions(query.from(next));
            addOlder(prepared, page, found);
        }
        int missing = prepared.last() - found.cardinality();
        if (missing == 0) {
            return present;
        }
        String first = prepared.profile().versions().get(found.nextClearBit(0)).origin();
        return new Finding(
                Outcome.DIFFERENT,
                present.where(),
                present.key(),
                "found " + found.cardinality() + " of the older states in history as the source has them, expected "
                        + prepared.last() + (first.isEmpty() ? "" : "; the first that is missing: " + first));
    }

    private static void addOlder(Prepared prepared, Page<Entry> page, BitSet found) {
        for (Entry version : page.items()) {
            if (!version.isDamaged() && !version.isTombstone()) {
                prepared.older(version).ifPresent(number -> {
                    if (difference(prepared.contents().get(number), version.content())
                            .isEmpty()) {
                        found.set(number);
                    }
                });
            }
        }
    }

    @Override
    public ImportReport report() {
        return counter.report();
    }
}
