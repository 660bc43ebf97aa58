package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.DataSaveException;
import dev.datasave.ErasureReceipt;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.ErasureReceipt.Item;
import dev.datasave.UserDataOptions;
import dev.datasave.engine.commit.Receipts;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.Way;
import dev.datasave.engine.load.Loads;
import dev.datasave.engine.load.Removals;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Messages;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One erasure of a person (P14): passes that find what is connected and erase it, until one finds nothing, and after a quiet time one more
 * finds nothing either.
 *
 * <p>Each entry is erased by one checked write that purges its history, so after a crash some entries are erased, and the others are as they were and
 * can still be found. Running again finishes the work. What is written on top of a revision that this run has erased is new data under an old key,
 * and is left alone. Loop only.
 */
final class Erasure {
    private static final int AT_ONCE = 16;
    private static final int MOST_DEFERRED = 5;

    private final Loop loop;
    private final Removals removals;
    private final Loads loads;
    private final Messages messages;
    private final Connections connections;
    private final UserDataOptions options;
    private final CompletableFuture<ErasureReceipt> answer;
    private final Errand errand;
    private final Instant begun;
    private final NavigableMap<EntryId, Item> items = new TreeMap<>(Connections.ORDER);
    private final Map<EntryId, Gone> gone = new HashMap<>();
    private final Map<String, Gone> goneByHash = new HashMap<>();
    private final Deque<EntryErasure> waiting = new ArrayDeque<>();
    private final Set<EntryErasure> running = new LinkedHashSet<>();
    private final Set<EntryId> known = new HashSet<>();
    private final Set<String> stillThere = new HashSet<>();
    private final Map<EntryId, Integer> deferred = new HashMap<>();
    private Map<EntryId, Connection> connected = Map.of();
    private Instant lastPass;
    private int passes;
    private int fruitless;
    private boolean hasChanged;
    private boolean hasFailed;
    private boolean wasEmpty;

    /**
     * What this run has erased.
     *
     * @param revision the tombstone's revision
     * @param at when it was written, by the storage's clock
     */
    record Gone(long revision, Instant at) {}

    Erasure(
            Loop loop,
            Connections connections,
            Removals removals,
            Loads loads,
            Messages messages,
            UserDataOptions options,
            CompletableFuture<ErasureReceipt> answer) {
        this.loop = loop;
        this.removals = removals;
        this.loads = loads;
        this.messages = messages;
        this.connections = connections;
        this.options = options;
        this.answer = answer;
        this.errand = new Errand(loop, answer, options.timeout(), this::outOfTime);
        this.begun = errand.now();
        this.lastPass = begun;
    }

    void start() {
        connections.saveHere(errand, id -> false, notSaved -> connections.find(errand, this::pass));
    }

    private void pass(NavigableMap<EntryId, Connection> found) {
        known.forEach(id -> found.putIfAbsent(id, Connection.PROFILE));
        hasChanged = false;
        hasFailed = false;
        stillThere.clear();
        connected = found;
        add(found, false);
        add(found, true);
        next();
    }

    private void add(NavigableMap<EntryId, Connection> found, boolean engines) {
        found.forEach((id, how) -> {
            if (Addresses.isEngines(id) == engines) {
                waiting.add(new EntryErasure(this, id, how));
            }
        });
    }

    private void next() {
        while (running.size() < AT_ONCE && isNextReady()) {
            EntryErasure erasure = waiting.remove();
            if (!belongsToWhatIsStillThere(erasure.id())) {
                running.add(erasure);
                erasure.start();
            }
        }
        if (running.isEmpty()) {
            passed();
        }
    }

    /** The entries that belong to profiles come after the profiles. */
    private boolean isNextReady() {
        EntryErasure next = waiting.peek();
        return next != null
                && (!Addresses.isEngines(next.id())
                        || running.stream().allMatch(other -> Addresses.isEngines(other.id())));
    }

    private boolean belongsToWhatIsStillThere(EntryId id) {
        return Addresses.isEngines(id) && stillThere.contains(Addresses.hashOf(id));
    }

    private void passed() {
        passes++;
        lastPass = errand.now();
        boolean isEmpty = !hasChanged && !hasFailed;
        if (isEmpty && (wasEmpty || options.quiet().isZero())) {
            finish(true);
            return;
        }
        wasEmpty = isEmpty;
        if (hasFailed) {
            errand.later(errand.backOff(fruitless++), this::start);
        } else {
            fruitless = 0;
            errand.later(isEmpty ? options.quiet() : errand.backOff(0), this::start);
        }
    }

    /** This pass is done with that entry. */
    void over(EntryErasure erasure) {
        running.remove(erasure);
        next();
    }

    /** Something was done to that entry. A later pass may have more to do. */
    void did(EntryId id, Connection how, Done done, long revision, String note) {
        hasChanged = true;
        Item before = items.get(id);
        Connection first = before == null ? connected.getOrDefault(id, how) : before.connection();
        items.put(id, new Item(id.store(), id.key(), first, done, revision, note));
    }

    /** It is kept on purpose. */
    void kept(EntryId id, Connection how, String why) {
        items.put(id, new Item(id.store(), id.key(), how, Done.KEPT, 0, why));
    }

    /** It can't be done, and trying again would not help. */
    void cannot(EntryId id, Connection how, String why) {
        if (!Addresses.isEngines(id)) {
            stillThere.add(Addresses.hash(id));
        }
        items.put(id, new Item(id.store(), id.key(), how, Done.NOT_DONE, 0, why));
    }

    /** It could not be done now. */
    void notYet(EntryId id, Connection how, String why) {
        hasFailed = true;
        cannot(id, how, why);
    }

    /**
     * Whether the profile of a key is to be dealt with before the mark at the key from which it was moved. Then this pass leaves the mark, and the next
     * one deals with both.
     */
    boolean isFirst(EntryId profile, EntryId mark) {
        connections.alsoName(profile);
        boolean isOpen = !items.containsKey(profile) && deferred.merge(mark, 1, Integer::sum) <= MOST_DEFERRED;
        hasChanged |= isOpen;
        return isOpen;
    }

    /** Nothing is left to do to it: what an earlier pass could not do, somebody else has done. */
    void nothing(EntryId id) {
        items.computeIfPresent(id, (same, item) -> item.done() == Done.NOT_DONE ? null : item);
    }

    void erasedAt(EntryId id, long revision, @Nullable Instant at) {
        Gone now = new Gone(revision, at == null ? errand.now() : at);
        gone.put(id, now);
        if (!Addresses.isEngines(id)) {
            goneByHash.put(Addresses.hash(id), now);
            known.add(id); // what belongs to it may come late
        }
    }

    /** Whether an entry is new: written on top of what this run has erased, or for the next life of a profile. */
    boolean isNew(Entry entry) {
        Gone before = gone.get(entry.id());
        boolean isLater = before != null && entry.revision() > before.revision() && !wasThereBefore(entry, before);
        return isLater || (Addresses.isEngines(entry.id()) && isOfNextLife(entry));
    }

    /** Whether the profile is no new one, but was moved to a key that this run had erased (P15). */
    private static boolean wasThereBefore(Entry entry, Gone before) {
        Way way = Way.of(Optional.of(entry));
        return way.at() > before.revision() && way.born(entry.created()).isBefore(before.at());
    }

    /** Whether a receipt or message was written for a profile that came after that revision. */
    static boolean cameAfter(Entry belonging, long revision) {
        if (belonging.isTombstone()) {
            return false;
        }
        return switch (belonging.id().store()) {
            case Addresses.RECEIPTS ->
                Receipts.Receipt.read(belonging)
                        .filter(receipt -> receipt.since() > revision)
                        .isPresent(); // one of the next life may stand on top of one of the life before
            case Addresses.MESSAGES -> !new Erased(revision + 1, 0).wasSentBefore(belonging);
            default -> false;
        };
    }

    /** Whether an entry that belongs to a profile was written after this run had erased the profile. */
    boolean isOfNextLife(Entry entry) {
        Gone profile = goneByHash.get(Addresses.hashOf(entry.id()));
        if (profile == null) {
            return false;
        }
        if (entry.id().store().equals(Addresses.RECEIPTS) && !entry.isTombstone()) {
            return cameAfter(entry, profile.revision());
        }
        boolean isMessage = entry.id().store().equals(Addresses.MESSAGES) && !entry.isTombstone();
        return isMessage
                ? !new Erased(profile.revision(), 0).wasSentBefore(entry)
                : !entry.created().isBefore(profile.at());
    }

    Loop loop() {
        return loop;
    }

    Removals removals() {
        return removals;
    }

    Loads loads() {
        return loads;
    }

    Messages messages() {
        return messages;
    }

    Errand errand() {
        return errand;
    }

    Connections connections() {
        return connections;
    }

    UserDataOptions options() {
        return options;
    }

    private void outOfTime() {
        List<EntryErasure> open = new ArrayList<>(running);
        open.addAll(waiting);
        open.forEach(erasure -> cannot(erasure.id(), erasure.how(), "found no end of it in time: " + erasure.doing()));
        Throwable failure = errand.lastFailure();
        if (failure == null || passes > 0 || !open.isEmpty()) {
            finish(false);
        } else {
            errand.end();
            loop.fail(
                    answer,
                    new DataSaveException.StorageFailed(
                            "erasure: found no answer of the storage in time, expected one", failure));
        }
    }

    private void finish(boolean isEmpty) {
        errand.end();
        ErasureReceipt receipt =
                new ErasureReceipt(connections.userId(), begun, lastPass, passes, isEmpty, List.copyOf(items.values()));
        loop.answer(answer, receipt);
    }
}
