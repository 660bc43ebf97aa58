package dev.datasave.ops;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.JsonDiff;
import dev.datasave.MigrationProgress;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All profiles of one store. A bulk act is one line of the audit log; in the history of each profile that it changes stand who and why, as for a single act.
 *
 * <p>Thread-safe. See {@link Operations} for what all methods throw.
 */
public final class StoreDesk {
    /** How many failures {@link BulkEdit#failures()} names at most. */
    public static final int MOST_FAILURES = 100;

    private static final int PAGE = 50;

    private final Operations operations;
    private final String store;

    StoreDesk(Operations operations, String store) {
        this.operations = operations;
        this.store = store;
        operations.profile(store, "k").id();
    }

    /**
     * How far a bulk edit has come, or what came of it.
     *
     * @param seen how many profiles were looked at
     * @param changed how many were changed; without carrying it out, how many would be
     * @param unchanged how many the patch leaves as they are
     * @param unfit how many the patch does not fit, a {@code test} in it included; they stay as they are
     * @param failed how many could not be changed: their server does not answer or refuses the result, they were written again and again, or can't be read
     * @param failures the first of those that failed, each with its key and why
     * @param cursor where it goes on, for the same patch and prefix; empty on the first page
     * @param isDone whether all profiles were looked at
     */
    public record BulkEdit(
            long seen,
            long changed,
            long unchanged,
            long unfit,
            long failed,
            List<String> failures,
            Optional<String> cursor,
            boolean isDone) {
        /** Copies the list. */
        public BulkEdit {
            failures = List.copyOf(failures);
        }

        private String sentence() {
            return "changed " + changed + " of " + seen + ", unchanged " + unchanged + ", not fitting " + unfit
                    + ", failed " + failed;
        }
    }

    /**
     * Counts what {@link #edit} would do, and changes nothing.
     *
     * @throws IllegalArgumentException if the text is no patch
     */
    public BulkEdit editPreview(String patch, String prefix, Consumer<BulkEdit> progress) {
        return new Run(patch, prefix, Optional.empty(), Optional.empty(), progress).all();
    }

    /**
     * Changes every profile whose key begins with a prefix by the same JSON patch (RFC 6902), wherever each is loaded, one after the other in the order of their
     * keys. A {@code test} in the patch leaves those alone that it does not fit. It is not all or nothing. If it ends in the middle, it can go on behind the
     * last {@link BulkEdit#cursor()} that was told. Started from the beginning again it changes profiles twice, unless a {@code test} prevents that.
     *
     * @param prefix the beginning of the keys; empty = all
     * @param after the cursor behind which to go on; empty = from the beginning
     * @param progress called after each page; if it throws, the edit ends
     * @throws IllegalArgumentException if the text is no patch
     */
    public BulkEdit edit(
            String patch, String prefix, Optional<String> after, Mandate mandate, Consumer<BulkEdit> progress) {
        JsonPatches.check(patch);
        AuditLog.Open line = begin("edit-all", mandate, prefix);
        Run run = new Run(patch, prefix, after, Optional.of(mandate), progress);
        BulkEdit edit = line.watch(run::all, () -> run.state(false).sentence() + "; then: ");
        line.end(AuditLog.State.DONE, edit.sentence());
        return edit;
    }

    /**
     * Brings all profiles of the game's own store to its present schema: {@link ProfileStore#migrateAllAsync(MigrationProgress, Consumer)}, with a line of the
     * audit log. The game's migrations are code of the game, so this needs the game's store.
     *
     * @param profiles the store of this name, opened by the game
     * @throws IllegalArgumentException if it is another store
     */
    public MigrationProgress migrate(
            ProfileStore<?> profiles, MigrationProgress from, Mandate mandate, Consumer<MigrationProgress> progress) {
        if (!profiles.name().equals(store)) {
            throw new IllegalArgumentException("store: found \"" + profiles.name() + "\", expected \"" + store + "\"");
        }
        AuditLog.Open line = begin("migrate", mandate, "");
        MigrationProgress end = line.watch(() -> Operations.await(profiles.migrateAllAsync(from, progress)));
        line.end(
                AuditLog.State.DONE,
                "migrated " + end.migrated() + " of " + end.seen() + ", held by servers " + end.held() + ", failed "
                        + end.failed());
        return end;
    }

    private AuditLog.Open begin(String action, Mandate mandate, String prefix) {
        JsonObject details = new JsonObject();
        details.addProperty("store", store);
        if (!prefix.isEmpty()) {
            details.addProperty("prefix", prefix);
        }
        return operations.audit().begin(mandate, action, Optional.empty(), Set.of(), details);
    }

    /** One bulk edit; used by one thread. */
    private final class Run {
        private final String patch;
        private final EntryQuery query;
        private final Optional<Mandate> mandate;
        private final Consumer<BulkEdit> progress;
        private final List<String> failures = new ArrayList<>();
        private Optional<String> cursor;
        private long seen;
        private long changed;
        private long unchanged;
        private long unfit;
        private long failed;

        Run(
                String patch,
                String prefix,
                Optional<String> after,
                Optional<Mandate> mandate,
                Consumer<BulkEdit> progress) {
            JsonPatches.check(patch);
            this.patch = patch;
            this.query = EntryQuery.keys(store, prefix).withLimit(PAGE);
            this.cursor = after;
            this.mandate = mandate;
            this.progress = progress;
        }

        BulkEdit all() {
            boolean isLast = false;
            while (!isLast) {
                Page<Entry> page = operations.storage().list(query.from(cursor.orElse(null)));
                page.items().forEach(this::one);
                isLast = page.next() == null;
                cursor = isLast ? cursor : Optional.ofNullable(page.next());
                progress.accept(state(isLast));
            }
            return state(true);
        }

        private BulkEdit state(boolean isDone) {
            return new BulkEdit(seen, changed, unchanged, unfit, failed, failures, cursor, isDone);
        }

        private void one(Entry entry) {
            if (!entry.isDamaged() && (entry.isTombstone() || !StoredForms.isProfile(entry))) {
                return;
            }
            seen++;
            try {
                JsonElement before = ProfileDesk.tree(entry);
                if (JsonDiff.between(before, JsonPatches.apply(patch, before)).isEmpty()) {
                    unchanged++;
                } else if (mandate.isEmpty()) {
                    changed++;
                } else {
                    carriedOut(entry.id(), mandate.get());
                }
            } catch (JsonPatches.Unfit doesNotFit) {
                unfit++;
            } catch (DataSaveException.InvalidData unreadable) {
                failed(entry.id(), String.valueOf(unreadable.getMessage()));
            }
        }

        private void carriedOut(EntryId id, Mandate who) {
            ActOutcome outcome = new Acts(operations, operations.profile(store, id.key())).editNow(patch, who);
            if (outcome instanceof ActOutcome.Done) {
                changed++;
            } else {
                failed(id, outcome.sentence());
            }
        }

        private void failed(EntryId id, String why) {
            failed++;
            if (failures.size() < MOST_FAILURES) {
                failures.add(id.key() + ": " + why);
            }
        }
    }
}
