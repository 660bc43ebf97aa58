package dev.datasave.engine.commit;

import dev.datasave.DataSaveException;
import dev.datasave.ProfileId;
import dev.datasave.ProfileState;
import dev.datasave.Transaction;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.engine.session.Participant;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One commit of profiles that are active here, of other entries, and of messages: first stored, then shown to the profiles (P12).
 *
 * <ol>
 *   <li>Reserve each session, in the order of ids, so that two commits never wait for each other; run {@code onSave}.
 *   <li>Read the other entries.
 *   <li>Close the profiles to edits, and let the work change drafts of them, on a user thread.
 *   <li>Write everything at once. If an entry was changed meanwhile, the work runs again. If another server has one of the profiles, the commit ends.
 *   <li>Put the drafts into the profiles, open them, give the sessions back.
 * </ol>
 *
 * <p>Loop only, but for the work.
 */
public final class Commit {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FAILURES_UNTIL_FENCE = 5;

    private final Commits commits;
    private final Loop loop;
    private final Post post;
    private final List<Participant<?>> holds;
    private final Map<EntryId, Optional<Entry>> entries = new HashMap<>();
    private final Deque<Work> works = new ArrayDeque<>();
    private final Done done;
    private List<SideWrite> besides = List.of();
    private List<Post.AddressedMessage> messages = List.of();
    private @Nullable Drafts worked;
    private String writeId = "";
    private long begun;
    private SaveQueue.@Nullable Job job;
    private int failures;
    private boolean isFencing;
    private boolean isOver;
    private Environment.Timer deadline = () -> {};
    private @Nullable Participant<?> waitingFor;

    /** What a commit does to drafts; on a user thread, perhaps several times. */
    @FunctionalInterface
    public interface Work {
        /** False if nothing is to be done. What it throws ends the commit. */
        boolean on(Drafts drafts);
    }

    /** Is told once, on the loop, when the sessions are free again. */
    public interface Done {
        void result(Transaction.Result result);

        void failed(Throwable failure);
    }

    Commit(
            Commits commits,
            Loop loop,
            Post post,
            Collection<? extends Session<?>> sessions,
            Set<EntryId> reads,
            Work work,
            Done done) {
        this.commits = commits;
        this.loop = loop;
        this.post = post;
        this.holds = new ArrayList<>();
        sessions.stream()
                .sorted(Comparator.comparing(
                        (Session<?> session) -> session.id().toString()))
                .forEach(session -> holds.add(new Participant<>(session)));
        reads.forEach(id -> entries.put(id, Optional.empty()));
        this.works.add(work);
        this.done = done;
    }

    /** Stores the present states first, as revisions of their own; nobody edits in between. {@code look} runs before, on a user thread. */
    public void savingBefore(Runnable look) {
        works.addFirst(drafts -> {
            look.run();
            drafts.touchAll();
            return true;
        });
    }

    public void start() {
        commits.begun(this);
        begun = loop.environment().monotonicNanos();
        deadline = loop.environment().schedule(PATIENCE, this::outOfPatience);
        reserve(0);
    }

    private void outOfPatience() {
        Participant<?> stuck = waitingFor;
        if (stuck != null) {
            stuck.withdraw();
            end(new Transaction.Result.Busy(stuck.session().profileId()), null);
        }
    }

    private void reserve(int next) {
        if (isOver) {
            return;
        }
        if (next == holds.size()) {
            waitingFor = null;
            runOnSave(0);
            return;
        }
        Participant<?> hold = holds.get(next);
        waitingFor = hold;
        hold.reserve(() -> reserve(next + 1), () -> notActive(hold));
    }

    private void runOnSave(int next) {
        if (next == holds.size()) {
            read();
        } else {
            holds.get(next).session().runOnSave(() -> runOnSave(next + 1));
        }
    }

    private void read() {
        if (entries.isEmpty()) {
            draft();
            return;
        }
        List<EntryId> ids = List.copyOf(entries.keySet());
        loop.port()
                .call(
                        storage -> Whereabouts.of(storage, ids),
                        found -> {
                            found.forEach(where -> entries.put(where.id(), where.entry()));
                            found.stream()
                                    .filter(Whereabouts::isHeld)
                                    .findFirst()
                                    .ifPresentOrElse(
                                            held -> end(
                                                    new Transaction.Result.Held(
                                                            Addresses.profile(held.id()),
                                                            held.holder().orElseThrow()),
                                                    null),
                                            this::draft);
                        },
                        failure -> end(
                                null,
                                new DataSaveException.StorageFailed("transaction: an entry can't be read", failure)));
    }

    private void draft() {
        Participant<?> inactive = inactive();
        if (isOver || inactive != null) {
            notActive(inactive);
            return;
        }
        Drafts drafts = new Drafts(Map.copyOf(entries));
        Work work = works.getFirst();
        loop.elsewhere(
                () -> {
                    boolean wanted = works(work, drafts);
                    holds.forEach(Participant::encode);
                    return wanted;
                },
                wanted -> worked(wanted, drafts),
                thrown -> end(null, thrown));
    }

    /** On a user thread. However the work ends, its thread may edit like any other from then on. */
    private boolean works(Work work, Drafts drafts) {
        try {
            holds.forEach(hold -> drafts.add(hold.session(), hold.draft(Thread.currentThread())));
            return work.on(drafts);
        } finally {
            holds.forEach(Participant::worked);
        }
    }

    private void worked(boolean wanted, Drafts drafts) {
        if (isOver) {
            return;
        }
        if (!wanted) {
            end(new Transaction.Result.Declined(), null);
            return;
        }
        worked = drafts;
        messages = List.of();
        besides = new ArrayList<>(drafts.besides());
        if (drafts.mail().isEmpty()) {
            submit();
            return;
        }
        post.address(
                drafts.mail(),
                addressed -> {
                    messages = addressed;
                    addressed.forEach(message -> besides.add(message.entry()));
                    submit();
                },
                full -> end(full, null),
                failure -> end(null, failure));
    }

    private void submit() {
        Participant<?> inactive = inactive();
        if (isOver || inactive != null) {
            notActive(inactive);
            return;
        }
        writeId = loop.ids().writeId();
        List<Write> writes = new ArrayList<>();
        holds.stream().map(hold -> hold.write(writeId)).filter(Objects::nonNull).forEach(writes::add);
        besides.forEach(beside -> writes.add(beside.write(writeId)));
        String problem = problem(writes);
        if (!problem.isEmpty()) {
            end(null, new IllegalArgumentException("transaction: " + problem));
        } else if (writes.isEmpty()) {
            end(new Transaction.Result.Committed(), null);
        } else if (writes.size() == 1) {
            job = loop.queue()
                    .submit(
                            writes.getFirst(),
                            true,
                            decision -> decided(writes, decision.written(), List.of(decision)),
                            this::failing);
        } else {
            job = loop.queue()
                    .submitAll(writes, group -> decided(writes, group.written(), group.each()), this::failing);
        }
    }

    private String problem(List<Write> writes) {
        if (writes.size() > Limits.BATCH) {
            return "found " + writes.size() + " profiles, entries and messages, expected at most " + Limits.BATCH;
        }
        return writes.size() > 1 && !loop.port().isAtomic()
                ? "found a storage without " + Capability.ATOMIC_BATCH + ", expected one that has it"
                : "";
    }

    private void decided(List<Write> writes, boolean written, List<SaveQueue.Decision> each) {
        if (isOver) {
            return;
        }
        Map<EntryId, SaveQueue.Decision> decisions = new HashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            decisions.put(writes.get(i).id(), each.get(i));
        }
        if (written) {
            stored(decisions);
        } else {
            refused(writes, decisions);
        }
    }

    private void stored(Map<EntryId, SaveQueue.Decision> decisions) {
        List<Runnable> losses = new ArrayList<>();
        for (Participant<?> hold : holds) {
            SaveQueue.Decision decision = decisions.get(hold.session().id());
            if (decision != null) {
                hold.accepted(decision);
                if (decision.current().isPresent()) { // stored, and taken by another server since
                    losses.add(() -> hold.lose(decision.current()));
                }
            }
        }
        post.sent(messages);
        works.removeFirst();
        if (works.isEmpty()) {
            end(new Transaction.Result.Committed(), null, losses);
            return;
        }
        if (!losses.isEmpty()) {
            ProfileId id = holds.getFirst().session().profileId();
            end(new Transaction.Result.NotActive(id, ProfileState.RELEASED), null, losses);
            return;
        }
        Drafts stored = worked;
        loop.elsewhere(() -> commitDrafts(stored), done -> draft(), thrown -> end(null, thrown));
    }

    /** On a user thread: what is stored is the profiles' state now; they are still closed to edits. */
    private boolean commitDrafts(@Nullable Drafts stored) {
        if (stored != null) {
            stored.stored();
        }
        holds.forEach(Participant::commit);
        return true;
    }

    private void refused(List<Write> writes, Map<EntryId, SaveQueue.Decision> decisions) {
        List<Runnable> losses = new ArrayList<>();
        Participant<?> lost = null;
        for (Participant<?> hold : holds) {
            Write write = writes.stream()
                    .filter(sent -> sent.id().equals(hold.session().id()))
                    .findFirst()
                    .orElse(null);
            Optional<Entry> current = write == null
                    ? Optional.empty()
                    : Objects.requireNonNull(decisions.get(write.id())).current();
            if (write != null && !fits(write, current) && !hold.rebase(current)) {
                loop.tallies().refused();
                loop.events()
                        .tell(listener ->
                                listener.staleWriteRefused(hold.session().profileId()));
                losses.add(() -> hold.lose(current));
                lost = hold;
            }
        }
        if (lost == null) {
            workAgain(decisions);
            return;
        }
        ProfileId id = lost.session().profileId();
        if (decisions.values().stream().anyMatch(SaveQueue.Decision::isUncertain)) {
            end(null, erased(lost.session().id(), "outcome unknown"), losses);
        } else {
            end(new Transaction.Result.NotActive(id, ProfileState.RELEASED), null, losses);
        }
    }

    private static DataSaveException erased(EntryId id, String outcome) {
        return new DataSaveException.StorageFailed(
                "transaction: found entry " + id + " erased while it was written (P14), " + outcome, null);
    }

    /** All profiles are still owned: other entries have changed, or the storage was set back (F41). */
    private void workAgain(Map<EntryId, SaveQueue.Decision> decisions) {
        List<SideWrite> moved = besides.stream()
                .filter(beside -> !fits(beside.write(writeId), current(decisions, beside)))
                .toList();
        Optional<SideWrite> erased = moved.stream()
                .filter(beside -> Erased.covers(
                        current(decisions, beside),
                        beside.base().map(Entry::revision).orElse(0L)))
                .findFirst();
        if (erased.isPresent()) { // the work may hold what was erased (P14)
            end(
                    null,
                    erased(
                            erased.get().id(),
                            holds.stream().anyMatch(Participant::isWritten)
                                    ? "nothing was stored"
                                    : "outcome unknown"));
        } else if (!moved.isEmpty() && loop.environment().monotonicNanos() - begun > PATIENCE.toNanos()) {
            end(
                    new Transaction.Result.Contended(
                            Addresses.profile(moved.getFirst().id())),
                    null);
        } else {
            read();
        }
    }

    private static Optional<Entry> current(Map<EntryId, SaveQueue.Decision> decisions, SideWrite beside) {
        return Objects.requireNonNull(decisions.get(beside.id())).current();
    }

    private static boolean fits(Write write, Optional<Entry> current) {
        return write.expectedRevision() == current.map(Entry::revision).orElse(0L)
                && Objects.equals(
                        write.expectedWriteId(), current.map(Entry::writeId).orElse(null));
    }

    /**
     * The storage answers but does not take these writes. A plain save of one profile makes sure that they can't be carried out later: it replaces
     * the revision that they are based on.
     */
    private void failing(Throwable failure) {
        Participant<?> first =
                holds.stream().filter(Participant::isWritten).findFirst().orElse(null);
        holds.forEach(hold -> loop.events()
                .tell(listener -> listener.saveFailed(hold.session().profileId(), failure)));
        if (++failures >= FAILURES_UNTIL_FENCE && !isFencing && first != null) {
            isFencing = true;
            first.fence(written -> {
                isFencing = false;
                failures = 0;
                if (written && !isOver && job != null) {
                    job.cancel();
                    end(null, new DataSaveException.StorageFailed("transaction: nothing of it was stored", failure));
                }
            });
        }
    }

    private @Nullable Participant<?> inactive() {
        return holds.stream().filter(hold -> !hold.isActive()).findFirst().orElse(null);
    }

    private void notActive(@Nullable Participant<?> hold) {
        if (hold != null) {
            end(new Transaction.Result.NotActive(hold.session().profileId(), hold.state()), null);
        }
    }

    /** The server has closed. Whether the commit was stored is not known here. */
    void giveUp() {
        if (!isOver) {
            isOver = true;
            done.failed(new DataSaveException.StorageFailed(
                    "transaction: found no answer until closing, outcome unknown", null));
        }
    }

    private void end(Transaction.@Nullable Result result, @Nullable Throwable failure) {
        end(result, failure, List.of());
    }

    private void end(Transaction.@Nullable Result result, @Nullable Throwable failure, List<Runnable> afterwards) {
        if (isOver) {
            return;
        }
        isOver = true;
        deadline.cancel();
        boolean isStored = result instanceof Transaction.Result.Committed;
        Drafts last = worked;
        loop.elsewhere(
                () -> {
                    try {
                        return isStored && commitDrafts(last);
                    } finally {
                        holds.forEach(Participant::open);
                    }
                },
                done -> ended(result, failure, afterwards),
                thrown -> {
                    loop.events().tell(listener -> listener.engineFault(thrown));
                    ended(result, failure, afterwards);
                });
    }

    private void ended(Transaction.@Nullable Result result, @Nullable Throwable failure, List<Runnable> afterwards) {
        boolean isStored = result instanceof Transaction.Result.Committed;
        holds.forEach(hold -> hold.end(isStored));
        afterwards.forEach(Runnable::run);
        commits.over(this);
        if (result != null) {
            done.result(result);
        } else {
            done.failed(Objects.requireNonNull(failure));
        }
    }
}
