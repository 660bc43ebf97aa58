package dev.datasave.engine.commit;

import com.google.gson.JsonObject;
import dev.datasave.GrantResult;
import dev.datasave.ProfileState;
import dev.datasave.Transaction;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.entry.Way;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Grants that are applied exactly once: each has a receipt, an entry of its own that is stored with the profile's new state, all or nothing (P12). So
 * their number is not limited, and a shop may replay a purchase at any time without a second grant.
 */
public final class Receipts {
    private static final int ID_BYTES = 300;

    private final Loop loop;
    private final Commits commits;

    public Receipts(Loop loop, Commits commits) {
        this.loop = loop;
        this.commits = commits;
    }

    /**
     * A receipt.
     *
     * @param profile the profile that it belongs to
     * @param name the id that the shop gave it
     * @param revision the number of the profile's first revision that holds the grant; 0 or less if that is one of a former key ({@code Way})
     * @param arrived the revision with which it came to the profile's present key, for a receipt of a former key; else 0. Negative if it had come to that
     *     former key with another profile before
     */
    public record Receipt(EntryId profile, String name, long revision, long arrived) {
        /** The first revision under the profile's present key that holds the grant. */
        public long since() {
            return Math.max(revision, Math.abs(arrived));
        }

        /** Whether it belongs to an earlier life of the profile, because an erasure has not come to it yet (P14). */
        public boolean isErased(EntryFormat.Memory profile) {
            return since() < profile.erased().whole();
        }

        /** Whether it is of the profile that has come that way, and not of another one that had the key before (P15). */
        public boolean isOf(Way way) {
            return revision > 0 || arrived == way.at();
        }

        /** Empty if it can't be read. */
        public static Optional<Receipt> read(Entry entry) {
            try {
                return Optional.of(of(entry));
            } catch (IllegalArgumentException unreadable) {
                return Optional.empty();
            }
        }

        public static Receipt of(Entry entry) {
            JsonObject json =
                    EntryFormat.object(Objects.requireNonNull(entry.content().value()), "receipt " + entry.id());
            return new Receipt(
                    JsonFields.entryId(json),
                    JsonFields.text(json, "receipt"),
                    JsonFields.number(json, "revision"),
                    JsonFields.number(json, "arrived", 0));
        }
    }

    /**
     * Applies a grant unless it was applied before. If a rollback took it back, it is applied once more only with {@code again}. From any thread.
     *
     * @throws IllegalArgumentException if the receipt's id is empty, too long, or not representable
     */
    public <T> CompletableFuture<GrantResult> grant(
            Session<T> session, String receipt, UnaryOperator<T> grant, boolean again) {
        Limits.check("receipt", receipt, 1, ID_BYTES);
        EntryId id = new EntryId(Addresses.RECEIPTS, Addresses.prefix(session.id()) + receipt);
        AtomicReference<GrantResult> answer = new AtomicReference<>();
        Commit.Work work = drafts -> {
            Optional<Entry> known = drafts.entry(id);
            long next = session.stored().revision() + 1;
            GrantResult found = known.filter(entry -> !entry.isTombstone())
                    .map(Receipt::of)
                    .filter(receiptThere ->
                            !receiptThere.isErased(session.stored().format().memory()))
                    .map(receiptThere -> found(session, receiptThere, again))
                    .orElse(new GrantResult.Granted(next));
            answer.set(found);
            if (!(found instanceof GrantResult.Granted)) {
                return false;
            }
            Draft<T> draft = drafts.of(session);
            draft.data(Objects.requireNonNull(grant.apply(draft.data()), "the grant returned null"));
            drafts.write(entry(id, session, receipt, next, known, draft.meta().userIds()));
            return true;
        };
        return loop.ask(future -> commits.of(List.of(session), Set.of(id), work, new Answering(loop, future, answer))
                .start());
    }

    private static GrantResult found(Session<?> session, Receipt receipt, boolean again) {
        Stored stored = session.stored();
        if (receipt.revision() > stored.revision()) {
            return new GrantResult.NotGranted(
                    ProfileState.ACTIVE); // a newer session granted it: this one is over and does not know it yet
        }
        EntryFormat.Memory memory = stored.format().memory();
        boolean isPart =
                receipt.isOf(memory.way()) && memory.ancestry().descends(stored.revision(), receipt.revision());
        if (isPart) {
            return new GrantResult.AlreadyGranted(receipt.since());
        }
        return again ? new GrantResult.Granted(stored.revision() + 1) : new GrantResult.TakenBack(receipt.since());
    }

    private SideWrite entry(
            EntryId id, Session<?> session, String receipt, long revision, Optional<Entry> base, Set<String> userIds) {
        JsonObject json = JsonFields.object(session.id());
        json.addProperty("receipt", receipt);
        json.addProperty("revision", revision);
        json.addProperty("by", loop.ids().serverName());
        return new SideWrite(
                id, base, new Content(json.toString(), userIds, Map.of(), null, null, null), Retention.drop());
    }

    /** Completes a future with what the work has found. */
    private record Answering(Loop loop, CompletableFuture<GrantResult> future, AtomicReference<GrantResult> answer)
            implements Commit.Done {
        @Override
        public void result(Transaction.Result result) {
            GrantResult outcome = switch (result) {
                case Transaction.Result.Committed committed -> answer.get();
                case Transaction.Result.Declined declined -> answer.get();
                case Transaction.Result.NotActive(var profile, var state) -> new GrantResult.NotGranted(state);
                case Transaction.Result.Busy busy -> new GrantResult.NotGranted(ProfileState.SUSPENDED);
                case Transaction.Result.TooManyMessages none ->
                    throw new IllegalStateException("a grant sends nothing");
                case Transaction.Result.Held held -> throw new IllegalStateException("a receipt is held by nobody");
                case Transaction.Result.Contended contended -> new GrantResult.NotGranted(ProfileState.ACTIVE);
            };
            loop.answer(future, outcome);
        }

        @Override
        public void failed(Throwable failure) {
            loop.fail(future, failure);
        }
    }
}
