package dev.datasave.engine.load;

import dev.datasave.DataSaveListener.Acquired;
import dev.datasave.LoadOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.WhenHeld;
import dev.datasave.engine.data.Opened;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Load} comes to own its profile.
 *
 * <ol>
 *   <li>Open the data, off the loop. A profile whose data can't be opened is not taken.
 *   <li>Write the load's token as the holder, on top of the entry that was seen, unless the previous holder has done so already (P5).
 *   <li>Ask the policy once more, check the lease, deliver.
 * </ol>
 *
 * <p>If the load is cancelled when it owns the profile, the profile is freed; a write that is undecided then is followed up. Loop only.
 */
final class Taking<T> {
    private final Loads loads;
    private final Loop loop;
    private final Kind<T> kind;
    private final Load<T> load;
    private Acquired how = Acquired.FREE;
    private @Nullable Sight taken;

    Taking(Loads loads, Kind<T> kind, Load<T> load) {
        this.loads = loads;
        this.loop = loads.loop();
        this.kind = kind;
        this.load = load;
    }

    /** Takes the profile by a write on top of the entry that was seen. */
    void take(Sight sight, Acquired newHow) {
        if (!kind.mayCreate()
                && sight.profile().filter(entry -> !entry.isTombstone()).isEmpty()) {
            load.cancel(new NotLoadedReason.Cancelled()); // a raw load must not create a profile
            return;
        }
        load.on(LoadState.Event.MAY_TAKE);
        how = newHow;
        open(sight.profile(), opened -> {
            if (loads.lease().isValid()) {
                write(sight, opened);
            } else {
                load.on(LoadState.Event.LEASE_ENDED);
                load.look();
            }
        });
    }

    /** Takes over a profile whose stored entry names the load as the holder already. */
    void takeOver(Entry entry, Acquired newHow) {
        load.on(LoadState.Event.NAMED);
        how = newHow;
        open(Optional.of(entry), opened -> own(entry, opened));
    }

    private void open(Optional<Entry> profile, Consumer<Opened<T>> then) {
        boolean isStored = profile.filter(entry -> !entry.isTombstone()).isPresent();
        loop.elsewhere(
                () -> kind.open(load.id(), profile),
                opened -> load.unlessAnswered(() -> then.accept(opened)),
                thrown -> load.fail(thrown, isStored));
    }

    private void write(Sight sight, Opened<T> opened) {
        String author = loop.ids().incarnation();
        Content content;
        try {
            content = content(sight, opened, author);
        } catch (IllegalArgumentException tooMany) {
            load.cancel(new NotLoadedReason.Unavailable(tooMany));
            return;
        }
        Retention retention = loop.retention(
                Addresses.profile(load.id()),
                () -> Stored.retention(sight.profile(), kind.options().history(), author));
        Write write = Write.put(load.id(), sight.profile(), loop.ids().writeId(), content)
                .superseding(
                        loop.queue().isUndecided(load.id())
                                ? Stored.atLeast(
                                        retention, Stored.FOREIGN) // by a session of this server that was given up
                                : retention);
        load.on(LoadState.Event.OPENED);
        loop.queue().submit(write, true, decision -> took(sight, write, opened, decision), load::failing);
    }

    private Content content(Sight sight, Opened<T> opened, String author) {
        Optional<Entry> live = sight.profile().filter(entry -> !entry.isTombstone());
        EntryFormat system = live.map(entry -> EntryFormat.of(entry).next(entry.updated(), false))
                .orElseGet(() -> EntryFormat.born(sight.profile(), opened.schema(), opened.oldestReader()))
                .withLoad(load.contest().seen(sight));
        Set<String> users = new HashSet<>(load.options().userIds());
        live.ifPresent(entry -> users.addAll(entry.content().userIds()));
        Content before = live.map(Entry::content).orElseGet(opened::content);
        String holder = load.tokenUnder(author).toString();
        return new Content(before.value(), users, before.metadata(), holder, before.score(), system.text());
    }

    private void took(Sight sight, Write write, Opened<T> opened, SaveQueue.Decision decision) {
        Content content = write.content();
        if (!decision.written() || decision.current().isPresent() || content == null) {
            load.on(LoadState.Event.REFUSED);
            load.look();
            return;
        }
        Instant updated = decision.updated() == null ? Instant.EPOCH : decision.updated();
        Instant created = sight.profile()
                .filter(entry -> !entry.isTombstone())
                .map(Entry::created)
                .orElse(updated);
        Token robbed = sight.holder();
        if (how == Acquired.STEAL && robbed != null) {
            loads.inbox().leaveNotice(load.id(), robbed);
        }
        taken = sight;
        load.on(LoadState.Event.WRITTEN);
        if (load.state().isAnswered()) {
            free();
        } else {
            own(new Entry(load.id(), decision.revision(), write.writeId(), content, created, updated), opened);
        }
    }

    private void own(Entry entry, Opened<T> opened) {
        boolean fromTheLiving = how == Acquired.HANDOVER || how == Acquired.STEAL;
        load.ask(fromTheLiving ? load.holder() : Optional.empty(), answer -> {
            if (answer == WhenHeld.CANCEL) {
                load.cancel(new NotLoadedReason.Cancelled());
            } else {
                loads.lease().whenValid(() -> load.unlessAnswered(() -> deliver(entry, opened)));
            }
        });
    }

    private void deliver(Entry entry, Opened<T> opened) {
        LoadOptions options = load.options();
        Optional<Executor> home = options.homeExecutor()
                .or(() -> kind.options().homeExecutor())
                .or(() -> loop.settings().homeExecutor());
        Session<T> session = new Session<>(loads.sessions(), kind, entry, load.token(), opened, home);
        if (taken != null) {
            session.chain().takenFrom(taken.profile());
        }
        try {
            session.state().connect(options.userIds());
        } catch (IllegalArgumentException tooMany) {
            load.cancel(new NotLoadedReason.Unavailable(tooMany));
            return;
        }
        load.deliver(session, how);
    }

    /** Frees the profile, which this load owns but nobody wants any more. */
    void free() {
        loads.inbox().strays().passOn(load.id(), load.token(), null, () -> load.on(LoadState.Event.FREED));
    }
}
