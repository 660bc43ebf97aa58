package dev.datasave.engine;

import dev.datasave.DataSaveException;
import dev.datasave.ProfileId;
import dev.datasave.ProfileState;
import dev.datasave.spi.Limits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A loaded profile's data under its own lock. Edits, reads and snapshots exclude each other; the loop changes only the phase and
 * never waits for the lock.
 *
 * <p>Immutable data is saved by reference. Mutable data is encoded under the lock, and its last saved text is kept to compare with.
 *
 * <p>Fields are written under the lock, except the phase, and volatile for those who look without it.
 */
@SuppressWarnings({"ReferenceEquality", "NonAtomicVolatileUpdate"}) // the same reference is the same state; see above
final class LiveState<T> {

    /** Where the session stands, as far as edits are concerned. */
    enum Phase {
        /** Edits are accepted while the lease is valid. */
        OPEN,
        /** Waiting to be written under a new incarnation (P3). */
        DETACHED,
        /** Only the last-save listeners may edit. */
        ENDING,
        /** Nobody may. */
        GONE
    }

    private final ProfileId id;
    private final DataFormat<T> format;
    private final Lease lease;
    private final com.google.gson.@Nullable JsonElement leftover;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Phase phase = Phase.OPEN;
    private volatile @Nullable Thread lastWords;
    private volatile T data;
    private volatile boolean touched;
    private volatile boolean isBehind; // what is stored lacks what the load migrated or filled in
    private volatile long metaVersion;
    private volatile long savedMetaVersion;
    private volatile @Nullable T savedData;
    private volatile @Nullable String savedText;
    private volatile Set<String> userIds;
    private volatile Map<String, String> metadata;
    private volatile @Nullable Double score;

    LiveState(ProfileId id, DataFormat<T> format, Lease lease, Opened<T> opened, dev.datasave.spi.Content content) {
        this.id = id;
        this.format = format;
        this.lease = lease;
        this.leftover = opened.leftover();
        this.data = opened.data();
        this.touched = opened.differs();
        this.isBehind = opened.differs();
        if (format.immutable()) {
            this.savedData = opened.data();
        } else {
            this.savedText = opened.text();
        }
        this.userIds = content.userIds();
        this.metadata = content.metadata();
        this.score = content.score();
    }

    ProfileState state() {
        return switch (phase) {
            case OPEN -> lease.isValid() ? ProfileState.ACTIVE : ProfileState.SUSPENDED;
            case DETACHED -> ProfileState.SUSPENDED;
            case ENDING, GONE -> ProfileState.RELEASED;
        };
    }

    synchronized void phase(Phase next) {
        phase = next;
    }

    /** Leaves or enters the wait for a new incarnation, unless the session has begun to end. */
    synchronized void detached(boolean whether) {
        if (phase == Phase.OPEN || phase == Phase.DETACHED) {
            phase = whether ? Phase.DETACHED : Phase.OPEN;
        }
    }

    /** Refuses edits from here on; from any thread, before the loop knows (P9). */
    synchronized void stopEdits() {
        if (phase != Phase.GONE) {
            phase = Phase.ENDING;
        }
    }

    Phase phase() {
        return phase;
    }

    /** Lets the current thread edit although the session is ending. */
    void beginLastWords() {
        lastWords = Thread.currentThread();
    }

    /** From here on nobody edits; the final snapshot can be taken. Doesn't wait for the lock, the snapshot does. */
    void endLastWords() {
        lastWords = null;
    }

    private void checkEditable() {
        ProfileState now = state();
        boolean may = now == ProfileState.ACTIVE
                || (phase == Phase.ENDING && Thread.currentThread().equals(lastWords));
        if (!may) {
            throw new DataSaveException.NotActive(id, now);
        }
    }

    private void enterEdit() {
        if (lock.isHeldByCurrentThread()) {
            throw new DataSaveException.NestedEdit(id);
        }
        lock.lock();
    }

    T update(UnaryOperator<T> change) {
        enterEdit();
        try {
            checkEditable();
            T before = data;
            T after = Objects.requireNonNull(change.apply(before), "update returned null");
            checkEditable(); // the function may have taken longer than the lease
            if (after != before || !format.immutable()) {
                data = format.freeze(after);
                touched = true;
            }
            return data;
        } finally {
            lock.unlock();
        }
    }

    void edit(Consumer<? super T> change) {
        if (format.immutable()) {
            throw new IllegalStateException("profile " + id + ": found edit of immutable data, expected update");
        }
        enterEdit();
        try {
            checkEditable();
            touched = true;
            change.accept(data);
        } finally {
            lock.unlock();
        }
    }

    void reconcile() {
        update(format::reconcile);
    }

    <R extends @Nullable Object> R read(Function<? super T, ? extends R> function) {
        lock.lock();
        try {
            return function.apply(data);
        } finally {
            lock.unlock();
        }
    }

    T handOut() {
        if (!format.immutable()) {
            touched = true;
        }
        return data;
    }

    T lastSaved() {
        lock.lock();
        try {
            T saved = savedData;
            String text = savedText;
            if (saved != null) {
                return saved;
            }
            return text == null
                    ? format.copy(data)
                    : format.decode(text, format.schema(), format.oldestReader())
                            .data();
        } finally {
            lock.unlock();
        }
    }

    Set<String> userIds() {
        return userIds;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    OptionalDouble score() {
        Double now = score;
        return now == null ? OptionalDouble.empty() : OptionalDouble.of(now);
    }

    void changeUserIds(Function<Set<String>, Boolean> change) {
        changeMeta(() -> {
            Set<String> more = new HashSet<>(userIds);
            if (change.apply(more)) {
                userIds = Set.copyOf(Limits.checkUserIds(more));
                return true;
            }
            return false;
        });
    }

    void changeMetadata(String name, @Nullable String value) {
        changeMeta(() -> {
            Map<String, String> more = new HashMap<>(metadata);
            String before = value == null ? more.remove(name) : more.put(name, value);
            metadata = Map.copyOf(Limits.checkMetadata(more));
            return !Objects.equals(before, value);
        });
    }

    void changeScore(OptionalDouble newScore) {
        if (newScore.isPresent() && !Double.isFinite(newScore.getAsDouble())) {
            throw new IllegalArgumentException(
                    "score of profile " + id + ": found " + newScore.getAsDouble() + ", expected a finite number");
        }
        changeMeta(() -> {
            score = newScore.isPresent() ? newScore.getAsDouble() : null;
            return true;
        });
    }

    private void changeMeta(java.util.function.BooleanSupplier change) {
        lock.lock();
        try {
            checkEditable();
            if (change.getAsBoolean()) {
                metaVersion++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Connects the people whom a load named; not an edit of the game. */
    void connect(Set<String> more) {
        lock.lock(); // free: nobody has the profile yet
        try {
            if (!userIds.containsAll(more)) {
                Set<String> all = new HashSet<>(userIds);
                all.addAll(more);
                userIds = Set.copyOf(Limits.checkUserIds(all));
                metaVersion++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there may be something to save; cheap, without the lock. */
    boolean mayDiffer() {
        return touched || metaVersion != savedMetaVersion;
    }

    /** Freezes and encodes the state; {@code whole} encodes even what seems unchanged. Not on the loop. */
    Snapshot<T> snapshot(boolean whole) {
        T frozen;
        String text = null;
        boolean metaChanged;
        Snapshot<T> rest;
        lock.lock();
        try {
            frozen = data;
            if (!format.immutable()) {
                text = whole || touched || metaVersion != savedMetaVersion ? format.encode(frozen, leftover) : null;
            }
            boolean dataMayDiffer = format.immutable()
                    ? frozen != savedData && !frozen.equals(savedData)
                    : text != null && !text.equals(savedText);
            touched = false;
            metaChanged = metaVersion != savedMetaVersion;
            rest = new Snapshot<>(
                    format.immutable() ? frozen : null,
                    text,
                    dataMayDiffer || metaChanged || isBehind,
                    userIds,
                    metadata,
                    score,
                    metaVersion);
        } finally {
            lock.unlock();
        }
        if (format.immutable() && (whole || rest.isChanged())) {
            return new Snapshot<>(
                    frozen,
                    format.encode(frozen, leftover),
                    rest.isChanged(),
                    rest.userIds(),
                    rest.metadata(),
                    rest.score(),
                    rest.metaVersion());
        }
        return rest;
    }

    /** The snapshot is stored. */
    void saved(Snapshot<T> snapshot) {
        savedMetaVersion = Math.max(savedMetaVersion, snapshot.metaVersion());
        if (snapshot.text() != null) {
            isBehind = false;
            if (format.immutable()) {
                savedData = snapshot.data();
            } else {
                savedText = snapshot.text();
            }
        }
    }

    /** A snapshot was taken but not stored: look again next time. */
    void notSaved() {
        touched = true;
    }
}
