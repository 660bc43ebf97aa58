package dev.datasave.engine.mail;

import dev.datasave.DataSaveException;
import dev.datasave.HistoryPolicy;
import dev.datasave.Holder;
import dev.datasave.engine.commit.Untouched;
import dev.datasave.engine.entry.Marks;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A change of one message while no server holds its profile (P11). It is written together with the profile's own entry, whose content stays the same,
 * so that it can't race with a load. If the profile has never existed, its entry becomes a tombstone, which makes no difference to a load. Loop only.
 */
final class UnheldEdit {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Loop loop;
    private final Function<String, HistoryPolicy> policies;
    private final EntryId profile;
    private final EntryId message;
    private final MessageEdit edit;
    private final Done done;
    private final long begun;
    private int looks;

    /** Is told once what became of it. */
    interface Done {
        /** The change is stored if {@code isChanged}; otherwise there was nothing to change. */
        void decided(boolean isChanged);

        /** A living server holds the profile: nothing was done. */
        void held(Holder by);

        /** The profile was moved to another key, and its messages with it (P15): nothing was done. */
        void moved(EntryId to);

        /** The storage failed; the change may have been stored. */
        void failed(Throwable failure);
    }

    UnheldEdit(
            Loop loop,
            Function<String, HistoryPolicy> policies,
            EntryId profile,
            EntryId message,
            MessageEdit edit,
            Done done) {
        this.loop = loop;
        this.policies = policies;
        this.profile = profile;
        this.message = message;
        this.edit = edit;
        this.done = done;
        this.begun = loop.environment().monotonicNanos();
    }

    void start() {
        Holder own = loop.ids().self(java.time.Instant.EPOCH);
        loop.port()
                .call(
                        storage -> { // here, off the loop, because it may wait for a store that is being opened
                            List<Optional<Entry>> read = storage.read(List.of(profile, message));
                            Whereabouts where = Whereabouts.of(storage, profile, read.get(0), own);
                            return new Found(
                                    where,
                                    new Settling(storage, loop.ids()::writeId).present(profile, read.get(0)),
                                    read.get(1),
                                    where.isHeld()
                                            ? Optional.empty()
                                            : edit.on(
                                                    read.get(1),
                                                    Marks.consumed(read.get(0)),
                                                    loop.clock().now()),
                                    policies.apply(profile.store()));
                        },
                        this::found,
                        this::unread);
    }

    private record Found(
            Whereabouts where,
            EntryId present,
            Optional<Entry> stored,
            Optional<Content> after,
            HistoryPolicy history) {}

    private void unread(Throwable failure) {
        boolean isOver = loop.environment().monotonicNanos() - begun >= PATIENCE.toNanos();
        if (isOver || failure instanceof IllegalArgumentException) {
            done.failed(Messages.wrapped("reading a message failed", failure));
        } else {
            loop.retry(looks++, this::start);
        }
    }

    private void found(Found found) {
        Whereabouts where = found.where();
        if (where.isHeld()) {
            done.held(where.holder().orElseThrow());
        } else if (!found.present().equals(profile)) {
            done.moved(found.present());
        } else if (Settling.isOpen(where.entry())) {
            loop.retry(looks++, this::start); // what was just read may have stood elsewhere
        } else if (found.after().isEmpty()) {
            done.decided(false);
        } else if (!loop.port().isAtomic()) {
            done.failed(new IllegalStateException(
                    "message: found a storage without " + Capability.ATOMIC_BATCH + ", expected one that has it"));
        } else {
            String writeId = loop.ids().writeId();
            Write of = Write.put(message, found.stored(), writeId, found.after().get());
            submit(List.of(
                    Untouched.of(loop, profile, where.entry(), found.history()).write(writeId),
                    of.durable(Write.Durability.POWER).superseding(Mail.REMOVED)));
        }
    }

    private void submit(List<Write> writes) {
        loop.queue()
                .submitBriefly(
                        writes,
                        true,
                        decision -> {
                            if (decision.written()) {
                                done.decided(true);
                            } else {
                                start();
                            }
                        },
                        failure -> done.failed(new DataSaveException.StorageFailed(
                                "changing a message failed, outcome unknown", failure)));
    }
}
