package dev.datasave.engine.operator;

import com.google.gson.JsonObject;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.commit.Receipts;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.data.Opened;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Ancestry;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Marks;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.loop.Pages;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Finale;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A rollback to an older revision (P13). It pins that revision, saves the present state, and stores the older one's data on top, with user ids and
 * metadata as they are. Unless the game listens for such a replacement, the session ends with it, so that data that the game still has can't undo it (F21).
 *
 * @param key the key under which the older revision was written; an earlier one, if the profile was moved since (P15)
 * @param revision the older revision
 * @param seen the revision that the operator saw, if the rollback is to be refused when there is a newer one
 * @param why the reason given
 * @param by which server asked for it
 */
record Rollback<T>(String key, long revision, OptionalLong seen, String why, String by) implements OperatorAct<T> {
    private static final int MOST_RECEIPTS = 1000;

    @Override
    public Optional<Travel> travel() {
        JsonObject payload = OperatorAct.payload(why, by);
        payload.addProperty("key", key);
        payload.addProperty("revision", revision);
        seen.ifPresent(number -> payload.addProperty("seen", number));
        return Optional.of(new Travel(ROLLBACK, payload));
    }

    @Override
    public boolean mayCreate() {
        return true;
    }

    @Override
    public void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed) {
        port.call(
                storage -> Found.of(storage, session, new EntryId(session.id().store(), key), revision),
                found -> then.accept(new Prepared(session, found)),
                failed);
    }

    /** What is stored of the older revision, and the receipts of the profile. */
    private record Found(Optional<Entry> target, long number, List<Receipts.Receipt> receipts) {
        static Found of(Storage storage, Session<?> session, EntryId id, long revision) {
            OptionalLong number = session.stored()
                    .format()
                    .memory()
                    .way()
                    .number(id.key(), revision, session.id().key());
            if (number.isEmpty()) {
                return new Found(Optional.empty(), 0, List.of()); // another profile's, which had that key before
            }
            storage.retain(id, revision, Retention.pin());
            Optional<Entry> target = storage.versions(VersionQuery.revision(id, revision)).items().stream()
                    .findFirst()
                    .or(() -> storage.read(List.of(id)).getFirst().filter(entry -> entry.revision() == revision));
            return new Found(
                    target.filter(entry -> !entry.isTombstone()), number.getAsLong(), receipts(storage, session));
        }

        private static List<Receipts.Receipt> receipts(Storage storage, Session<?> session) {
            EntryQuery query = EntryQuery.keys(Addresses.RECEIPTS, Addresses.prefix(session.id()))
                    .withLimit(1000);
            return Pages.all(storage, query).map(Receipts.Receipt::of).toList();
        }
    }

    private final class Prepared implements Ready<T> {
        private final Session<T> session;
        private final Found found;

        private Prepared(Session<T> session, Found found) {
            this.session = session;
            this.found = found;
        }

        @Override
        public @Nullable ActResult refusal() {
            long now = session.stored().revision();
            if (seen.isPresent() && !session.isAt(seen.getAsLong())) {
                return new ActResult.Moved(now);
            }
            if (found.target().isEmpty()) {
                return new ActResult.NoSuchRevision(revision);
            }
            return null;
        }

        @Override
        public boolean savesBefore() {
            return true;
        }

        @Override
        public ActResult apply(Drafts drafts, Draft<T> draft) {
            Entry target = found.target().orElseThrow();
            EntryFormat then = EntryFormat.of(target);
            Opened<T> opened;
            try {
                DataFormat<T> format =
                        session.kind().format().forKey(session.id().key());
                opened = Opened.stored(format, String.valueOf(target.content().value()), then);
            } catch (RuntimeException unreadable) {
                return new ActResult.Refused(String.valueOf(unreadable.getMessage()));
            }
            Stored present = session.stored();
            draft.replace(opened.data(), opened.leftover());
            if (session.kind().isRaw()) {
                draft.schema(then.counters().schema(), then.counters().oldestReader()); // it was not migrated
            }
            draft.note(OperatorAct.note("rollback to revision " + revision + ofFormerKey(), why, by));
            draft.rolledBackTo(found.number());
            if (!session.isHeardWhenReplaced()) {
                draft.endSession();
            }
            long next = present.revision() + 1;
            Marks marks = draft.meta().marks();
            Set<String> effective = then.memory().marks().effective();
            List<String> messages = marks.effective().stream()
                    .filter(id -> !effective.contains(id))
                    .toList();
            draft.meta(draft.meta().withMarks(marks.rolledBackTo(then.memory().marks())));
            return new ActResult.RolledBack(next, present.revision(), takenBack(present, next), messages);
        }

        private String ofFormerKey() {
            return key.equals(session.id().key()) ? "" : " of key " + key;
        }

        /** The grants that are part of the present state and not of the older one. */
        private List<String> takenBack(Stored present, long next) {
            EntryFormat.Memory memory = present.format().memory();
            Ancestry before = memory.ancestry();
            Ancestry after = before.with(new Ancestry.Jump(next, found.number()));
            return found.receipts().stream()
                    .filter(receipt -> receipt.isOf(memory.way()) && !receipt.isErased(memory))
                    .filter(receipt -> before.descends(present.revision(), receipt.revision())
                            && !after.descends(next, receipt.revision()))
                    .sorted((first, second) -> Long.compare(second.revision(), first.revision()))
                    .limit(MOST_RECEIPTS)
                    .map(Receipts.Receipt::name)
                    .toList();
        }

        @Override
        public void stored() {
            if (!session.tellReplaced()) {
                session.endAs(ReleaseReason.ROLLED_BACK, Finale.STORED);
            }
        }
    }
}
