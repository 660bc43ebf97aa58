package dev.datasave.engine.history;

import com.google.gson.JsonObject;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Stored;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Pins and unpins in the storage. Blocking; each step can be repeated. The entry of the name is written, then the revision is retained, then the
 * entry is written again, and only now the name counts. Unpinning takes the same steps in reverse. So a crash between two steps leaves at most a name
 * that doesn't count, and the same call again finishes the work.
 *
 * @param storage the storage
 * @param writeIds fresh write ids
 */
public record PinSteps(Storage storage, Supplier<String> writeIds) {

    /** The outcome. */
    public sealed interface Step {
        /** Pinned. */
        record Done() implements Step {}

        /** There is nothing to pin. */
        record Nothing() implements Step {}

        /** It is the present revision, and a server holds the profile. */
        record Held(Entry current) implements Step {}

        /** Another server wrote the same pin in between. */
        record Raced() implements Step {}
    }

    public Step pin(PinFormat pin, JsonObject note) {
        Optional<Entry> current = read(pin.profile()).filter(entry -> entry.revision() == pin.revision());
        Optional<Entry> found = current.or(() -> superseded(pin)).filter(entry -> !entry.isTombstone());
        if (found.isEmpty()) {
            named(pin).filter(entry -> !PinFormat.of(entry).isDone()).ifPresent(this::forget);
            return new Step.Nothing();
        }
        if (current.isPresent() && current.get().content().holder() != null) {
            return new Step.Held(current.get());
        }
        Set<String> userIds = found.get().content().userIds();
        Optional<Entry> begun = put(pin.done(false), read(pin.id()), userIds);
        if (begun.isEmpty()) {
            return new Step.Raced();
        }
        current.ifPresent(entry -> supersede(entry, note));
        if (!storage.retain(pin.profile(), pin.revision(), Retention.pin())) {
            forget(begun.get()); // the revision was dropped in between
            return new Step.Nothing();
        }
        return put(pin.done(true), begun, userIds).isPresent() ? new Step.Done() : new Step.Raced();
    }

    /**
     * Writes the present state of a profile that nobody holds once more, so that the revision becomes history. If the write is refused, another
     * server has superseded the revision, which is just as good.
     */
    private void supersede(Entry current, JsonObject note) {
        EntryFormat format =
                EntryFormat.of(current).next(current.updated(), false).withNote(note);
        Write write = Write.put(
                        current.id(),
                        Optional.of(current),
                        writeIds.get(),
                        current.content().withSystem(format.text()))
                .durable(Write.Durability.POWER)
                .superseding(Retention.keep(Stored.OPERATOR));
        write(write);
    }

    /** The revision, if it is in the history. */
    public Optional<Entry> superseded(PinFormat pin) {
        return storage.versions(VersionQuery.revision(pin.profile(), pin.revision())).items().stream()
                .findFirst();
    }

    /** Removes the name. The revision is kept as long as {@code retention} says. */
    public Step unpin(PinFormat of, Optional<Entry> superseded, Retention retention) {
        Optional<Entry> named = named(of);
        Optional<Entry> begun = named.flatMap(entry ->
                put(PinFormat.of(entry).done(false), named, entry.content().userIds()));
        if (named.isPresent() && begun.isEmpty()) {
            return new Step.Raced();
        }
        boolean isKept = superseded.isPresent() && storage.retain(of.profile(), of.revision(), retention);
        if (begun.isPresent() && !forget(begun.get())) {
            return new Step.Raced();
        }
        return isKept ? new Step.Done() : new Step.Nothing();
    }

    /** The name's entry, unless it was erased. */
    private Optional<Entry> named(PinFormat pin) {
        return read(pin.id()).filter(entry -> !entry.isTombstone());
    }

    private Optional<Entry> read(EntryId id) {
        return storage.read(List.of(id)).getFirst();
    }

    private boolean forget(Entry entry) {
        return write(Write.forget(entry, writeIds.get()));
    }

    /** Writes the name; empty if another server was quicker. */
    private Optional<Entry> put(PinFormat pin, Optional<Entry> base, Set<String> userIds) {
        Write write =
                Write.put(pin.id(), base, writeIds.get(), pin.content(userIds)).durable(Write.Durability.POWER);
        return write(write)
                ? read(pin.id()).filter(entry -> entry.writeId().equals(write.writeId()))
                : Optional.empty();
    }

    private boolean write(Write write) {
        return storage.write(List.of(write), Atomicity.EACH).getFirst() instanceof WriteResult.Written;
    }
}
