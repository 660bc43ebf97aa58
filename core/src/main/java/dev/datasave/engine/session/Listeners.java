package dev.datasave.engine.session;

import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners of one profile. Most profiles have few, so each list is created when it is needed. Thread-safe. */
final class Listeners {
    /** Nobody is added to these. */
    static final Listeners NONE = new Listeners();

    private @Nullable List<Runnable> save;
    private @Nullable List<Consumer<ReleaseReason>> lastSave;
    private @Nullable List<Consumer<SaveResult.Saved>> afterSave;
    private @Nullable List<Runnable> suspended;
    private @Nullable List<Runnable> resumed;
    private @Nullable List<Consumer<ReleaseReason>> release;
    private @Nullable List<Consumer<?>> replaced;
    private @Nullable ReleaseReason ended;

    private static <L> List<L> plus(@Nullable List<L> list, L listener) {
        List<L> more = list == null ? new ArrayList<>(1) : list;
        more.add(java.util.Objects.requireNonNull(listener, "listener"));
        return more;
    }

    private static <L> List<L> copy(@Nullable List<L> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    synchronized void addSave(Runnable listener) {
        save = plus(save, listener);
    }

    /** Adds a listener. If the session has already ended, returns the reason, and the caller calls the listener at once. */
    synchronized @Nullable ReleaseReason addLastSave(Consumer<ReleaseReason> listener) {
        lastSave = plus(lastSave, listener);
        return ended;
    }

    synchronized void addAfterSave(Consumer<SaveResult.Saved> listener) {
        afterSave = plus(afterSave, listener);
    }

    synchronized void addSuspended(Runnable listener) {
        suspended = plus(suspended, listener);
    }

    synchronized void addResumed(Runnable listener) {
        resumed = plus(resumed, listener);
    }

    /** Adds a listener. If the session has already ended, returns the reason, and the caller calls the listener at once. */
    synchronized @Nullable ReleaseReason addRelease(Consumer<ReleaseReason> listener) {
        release = plus(release, listener);
        return ended;
    }

    synchronized void addReplaced(Consumer<?> listener) {
        replaced = plus(replaced, listener);
    }

    /** The listeners for replaced data. */
    @SuppressWarnings("unchecked") // added by a profile of that type
    synchronized <T> List<Consumer<T>> replaced() {
        List<Consumer<T>> all = new ArrayList<>();
        copy(replaced).forEach(listener -> all.add((Consumer<T>) listener));
        return all;
    }

    synchronized List<Runnable> save() {
        return copy(save);
    }

    synchronized List<Consumer<SaveResult.Saved>> afterSave() {
        return copy(afterSave);
    }

    synchronized List<Runnable> suspended() {
        return copy(suspended);
    }

    synchronized List<Runnable> resumed() {
        return copy(resumed);
    }

    /** Marks the session as ended and returns the listeners to call: those for {@code onLastSave}, then those for {@code onRelease}. */
    synchronized List<Runnable> end(ReleaseReason reason, boolean withLastSave) {
        ended = reason;
        List<Runnable> all = new ArrayList<>();
        if (withLastSave) {
            copy(lastSave).forEach(listener -> all.add(() -> listener.accept(reason)));
        }
        copy(release).forEach(listener -> all.add(() -> listener.accept(reason)));
        return all;
    }
}
