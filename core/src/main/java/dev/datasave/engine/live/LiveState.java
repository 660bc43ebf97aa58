package dev.datasave.engine.live;

import com.google.gson.JsonElement;
import dev.datasave.DataSaveException;
import dev.datasave.ProfileId;
import dev.datasave.ProfileState;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.data.Opened;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.lease.Lease;
import dev.datasave.spi.EntryId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A loaded profile's data under its own lock. Edits, reads and snapshots exclude each other; the loop changes only the phase and never waits for the
 * lock.
 *
 * <p>Immutable data is saved by reference. Mutable data is encoded under the lock, and its last saved text is kept to compare with.
 *
 * <p>Fields are written under the lock, except the phase. They are volatile for readers that don't take the lock.
 */
@SuppressWarnings({"ReferenceEquality", "NonAtomicVolatileUpdate"}) // the same reference is the same state; see above
public final class LiveState<T> {

    /** Who may edit the profile, as far as the session's progress decides it. */
    public enum Phase {
        /** Edits are accepted while the lease is valid. */
        OPEN,
        /** No one may edit until the session is written under a new incarnation (P3). */
        DETACHED,
        /** Only the {@code onLastSave} listeners may edit. */
        ENDING,
        /** No one may edit any more. */
        GONE
    }

    private final EntryId id;
    private final DataFormat<T> format;
    private final Lease lease;
    private volatile @Nullable Gate gate; // of a profile that was edited or saved since it was loaded

    private volatile Phase phase = Phase.OPEN;
    private volatile @Nullable String trouble;
    private volatile @Nullable Thread lastWords;
    private volatile boolean isSilent;
    private volatile T data;
    private volatile @Nullable JsonElement leftover;
    private volatile boolean touched;

    /** The validator refused the current state. Saving is tried again after an edit, or when a save is asked for. */
    private volatile boolean isRefused;

    /** The load has migrated or filled in something that the stored value lacks. */
    private volatile boolean isBehind;

    private volatile Meta meta;
    private volatile int metaVersion;
    private volatile int savedMetaVersion;
    private volatile Meta savedMeta;
    private volatile @Nullable Object saved; // the data if it is immutable, else its text

    public LiveState(EntryId id, DataFormat<T> format, Lease lease, Opened<T> opened, Meta meta) {
        this.id = id;
        this.format = format;
        this.lease = lease;
        this.leftover = opened.leftover();
        this.data = opened.data();
        this.touched = opened.differs();
        this.isBehind = opened.differs();
        this.meta = meta;
        this.savedMeta = meta;
        this.saved = format.immutable() ? opened.data() : opened.text();
    }

    private ProfileId profileId() {
        return Addresses.profile(id);
    }

    private Gate gate() {
        Gate made = gate;
        return made == null ? firstGate() : made;
    }

    private synchronized Gate firstGate() {
        Gate made = gate;
        if (made == null) {
            made = new Gate();
            gate = made;
        }
        return made;
    }

    public ProfileState state() {
        return switch (phase) {
            case OPEN -> trouble == null && lease.isValid() ? ProfileState.ACTIVE : ProfileState.SUSPENDED;
            case DETACHED -> ProfileState.SUSPENDED;
            case ENDING, GONE -> ProfileState.RELEASED;
        };
    }

    /** Why the profile is suspended at this moment; empty if it is not. */
    public Optional<String> suspension() {
        String own = trouble;
        return switch (phase) {
            case OPEN -> lease.isValid() ? Optional.ofNullable(own) : Optional.of(lease.whyEnded());
            case DETACHED ->
                Optional.of("another server has removed this server's lease, and the profile is not written anew yet");
            case ENDING, GONE -> Optional.empty();
        };
    }

    /** Sets why no state of this profile can be stored, or null if one can; true if that is a change from one to the other. */
    public boolean trouble(@Nullable String why) {
        boolean was = isInTrouble();
        trouble = why;
        return was != isInTrouble();
    }

    public boolean isInTrouble() {
        return trouble != null;
    }

    public synchronized void phase(Phase next) {
        phase = next;
    }

    /** Enters or leaves the phase {@link Phase#DETACHED}, unless the session has begun to end. */
    public synchronized void detached(boolean whether) {
        if (phase == Phase.OPEN || phase == Phase.DETACHED) {
            phase = whether ? Phase.DETACHED : Phase.OPEN;
        }
    }

    /** Refuses edits from now on. Called from any thread, before the loop knows of the release (P9). */
    public synchronized void stopEdits() {
        if (phase != Phase.GONE) {
            phase = Phase.ENDING;
        }
    }

    public Phase phase() {
        return phase;
    }

    /** Lets the current thread edit although the session is ending, unless it comes too late for that. */
    public void beginLastWords() {
        lastWords = Thread.currentThread();
    }

    /** Ends the edits of listeners that have returned. Those that are passed over may edit until the {@link #last} snapshot is taken. */
    public void endLastWords() {
        lastWords = null;
    }

    /** The final snapshot, which waits for an edit under way; nobody edits any more from then on. Not on the loop. */
    public Snapshot<T> last() {
        gate().enter();
        try {
            isSilent = true;
        } finally {
            gate().exit();
        }
        return snapshot(true);
    }

    private void checkEditable() {
        ProfileState now = state();
        boolean speaks = phase == Phase.ENDING && !isSilent;
        boolean may =
                now == ProfileState.ACTIVE || (speaks && Thread.currentThread().equals(lastWords));
        if (!may) {
            throw new DataSaveException.NotActive(profileId(), now, suspension().orElse(null));
        }
    }

    public T update(UnaryOperator<T> change) {
        gate().enterEdit(id, lease.environment());
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
            gate().exit();
        }
    }

    public void edit(Consumer<? super T> change) {
        if (format.immutable()) {
            throw new IllegalStateException(
                    "profile " + profileId() + ": found edit of immutable data, expected update");
        }
        gate().enterEdit(id, lease.environment());
        try {
            checkEditable();
            touched = true;
            change.accept(data);
        } finally {
            gate().exit();
        }
    }

    public void reconcile() {
        update(format::reconcile);
    }

    public <R extends @Nullable Object> R read(Function<? super T, ? extends R> function) {
        gate().enter();
        try {
            return function.apply(data);
        } finally {
            gate().exit();
        }
    }

    public T handOut() {
        if (!format.immutable()) {
            touched = true;
        }
        return data;
    }

    public T lastSaved() {
        gate().enter();
        try {
            T kept = savedData();
            String text = savedText();
            if (kept != null) {
                return kept;
            }
            return text == null
                    ? format.copy(data)
                    : format.decode(text, format.schema(), format.oldestReader())
                            .data();
        } finally {
            gate().exit();
        }
    }

    public Meta meta() {
        return meta;
    }

    /** The meta of the newest revision known to be stored. */
    public Meta savedMeta() {
        return savedMeta;
    }

    /** Changes the meta that is saved beside the data. */
    public void change(UnaryOperator<Meta> change) {
        gate().enterChange(id, lease.environment());
        try {
            checkEditable();
            put(change.apply(meta));
        } finally {
            gate().exit();
        }
    }

    private void put(Meta changed) {
        if (changed != meta) {
            meta = changed;
            metaVersion++;
        }
    }

    /** Connects the people named by a load. This is not an edit by the game. */
    public void connect(Set<String> more) {
        if (more.isEmpty()) {
            return;
        }
        gate().enter(); // free, because the game does not have the profile yet
        try {
            put(meta.withUserIds(more));
        } finally {
            gate().exit();
        }
    }

    /**
     * Changes data and meta together, as one edit, if the meta matches; returns false if not.
     *
     * @throws DataSaveException.NotActive if the profile is suspended or released
     */
    public boolean updateIf(Predicate<Meta> wanted, UnaryOperator<T> change, UnaryOperator<Meta> beside) {
        gate().enterEdit(id, lease.environment());
        try {
            checkEditable();
            if (!wanted.test(meta)) {
                return false;
            }
            T after = Objects.requireNonNull(change.apply(data), "the change returned null");
            checkEditable();
            data = format.freeze(after);
            touched = true;
            put(beside.apply(meta));
            return true;
        } finally {
            gate().exit();
        }
    }

    /**
     * Closes the profile to edits and returns a copy of its state to change. {@link #commit} makes the copy the state, {@link #open} lets edits go
     * on. Not on the loop.
     */
    public Draft<T> draft(Thread forThread) {
        gate().close(forThread);
        return new Draft<>(format.copy(data), leftover, meta);
    }

    /** The function of the transaction has returned. */
    public void drafted() {
        gate().functionEnded();
    }

    /** Freezes, validates and encodes a draft. Not on the loop. */
    public Snapshot<T> snapshot(Draft<T> draft) {
        T frozen = format.freeze(draft.data());
        format.check(frozen);
        String text = format.encode(frozen, draft.leftover());
        Meta ranked = format.ranked(profileId(), frozen, draft.meta());
        return new Snapshot<>(format.immutable() ? frozen : null, text, true, ranked, metaVersion + 1);
    }

    /** Makes a stored draft the state; the profile stays closed to edits. Not on the loop. */
    public void commit(Draft<T> draft, Snapshot<T> stored) {
        gate().enter();
        try {
            T frozen = stored.data();
            data = frozen != null ? frozen : draft.data();
            leftover = draft.leftover();
            meta = stored.meta();
            metaVersion = stored.metaVersion();
            touched = false;
            saved(stored);
        } finally {
            gate().exit();
        }
    }

    /** Lets edits go on after a draft. Not on the loop. */
    public void open() {
        gate().open();
    }

    /** Whether the state may differ from the stored one; cheap, without the lock. */
    public boolean mayDiffer() {
        return touched || (!isRefused && metaVersion != savedMetaVersion);
    }

    /**
     * Freezes, validates and encodes the state; {@code whole} encodes the data even if it seems unchanged. Not on the loop.
     *
     * @throws DataSaveException.InvalidData if the state can't be encoded, or its validator refuses it; {@link #mayDiffer} is then false until the
     *     next edit
     */
    public Snapshot<T> snapshot(boolean whole) {
        return snapshot(whole, () -> true);
    }

    /**
     * As {@link #snapshot(boolean)}, on a thread that may come too late. If nobody waits for the snapshot any more when it is taken, the state counts
     * as edited as before, because the snapshot will not be saved.
     */
    public Snapshot<T> snapshot(boolean whole, BooleanSupplier isAwaited) {
        Snapshot<T> taken = format.immutable() ? ofImmutable(whole, true) : ofMutable(whole, true, isAwaited);
        isRefused = false;
        return taken;
    }

    private void check(T frozen) {
        try {
            format.check(frozen);
        } catch (DataSaveException.InvalidData refused) {
            isRefused = true;
            throw refused;
        }
    }

    /** Whether the validator refused the state at the last snapshot. Until the next edit it would refuse it again. */
    public boolean isRefused() {
        return isRefused;
    }

    /** Takes a snapshot for a report, without asking the validator. It must not be saved. Not on the loop. */
    public Snapshot<T> unchecked() {
        return format.immutable() ? ofImmutable(true, false) : ofMutable(true, false, () -> true);
    }

    /** What can be kept of a state that can't be saved, for an operator; empty if there is nothing. It throws if nothing can be read. Not on the loop. */
    public Optional<Snapshot<T>> salvaged() {
        gate().enter();
        try {
            return format.salvaged(data, leftover, savedText())
                    .map(text -> new Snapshot<>(null, text, true, meta, metaVersion));
        } finally {
            gate().exit();
        }
    }

    private Snapshot<T> ofImmutable(boolean whole, boolean checks) {
        T frozen;
        JsonElement unknown;
        Snapshot<T> taken;
        boolean isNew;
        gate().enter();
        try {
            frozen = data;
            unknown = leftover;
            boolean metaChanged = metaVersion != savedMetaVersion;
            isNew = frozen != savedData() && !frozen.equals(savedData());
            touched = false;
            taken = new Snapshot<>(frozen, null, isNew || metaChanged || isBehind, ranked(frozen, checks), metaVersion);
        } finally {
            gate().exit();
        }
        if (isNew && checks) {
            check(frozen);
        }
        return whole || taken.isChanged() ? taken.withText(format.encode(frozen, unknown)) : taken;
    }

    private Snapshot<T> ofMutable(boolean whole, boolean checks, BooleanSupplier isAwaited) {
        gate().enter();
        try {
            boolean metaChanged = metaVersion != savedMetaVersion;
            boolean encodes = whole || touched || isRefused || metaChanged;
            touched = false;
            String text = encodes ? format.encode(data, leftover) : null;
            boolean isNew = text != null && !text.equals(savedText());
            if (isNew && checks) {
                check(data);
            }
            return new Snapshot<>(null, text, isNew || metaChanged || isBehind, ranked(data, checks), metaVersion);
        } finally {
            if (!isAwaited.getAsBoolean()) {
                touched = true;
            }
            gate().exit();
        }
    }

    /** The meta with the score of a ranked store. What is to be saved is remembered, so that whoever keeps a score keeps the time of reaching it. */
    private Meta ranked(T frozen, boolean isToBeSaved) {
        Meta ranked = format.ranked(profileId(), frozen, meta);
        if (isToBeSaved) {
            meta = ranked;
        }
        return ranked;
    }

    /** The immutable data that is stored. */
    @SuppressWarnings("unchecked") // nothing else is kept of immutable data
    private @Nullable T savedData() {
        return format.immutable() ? (T) saved : null;
    }

    /** The text of mutable data that is stored. */
    private @Nullable String savedText() {
        return format.immutable() ? null : (String) saved;
    }

    /** The snapshot is stored. */
    public void saved(Snapshot<T> snapshot) {
        if (snapshot.metaVersion() >= savedMetaVersion) {
            savedMetaVersion = snapshot.metaVersion();
            savedMeta = snapshot.meta();
        }
        if (snapshot.text() != null) {
            isBehind = false;
            if (format.immutable()) {
                saved = snapshot.data();
            } else {
                saved = snapshot.text();
            }
        }
    }

    /** A snapshot was taken but not stored, so the state may differ again. */
    public void notSaved() {
        touched = true;
    }
}
