package dev.datasave.engine.handover;

import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.OnceMore;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Write;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Handles the entries that other servers address to this one: claims for its sessions (P5) and notices that a session was stolen (P8). They are read
 * at every signal and with every heartbeat (P6). Loop only.
 */
public final class Inbox {
    private static final int REMEMBERED = 256;

    private final Loop loop;
    private final Strays strays;
    private Holdings holdings = Holdings.NOTHING;
    private final Map<EntryId, Entry> claims = new HashMap<>();
    private final Set<String> answered = new LinkedHashSet<>();
    private Runnable afterwards = () -> {};
    private final OnceMore reading = new OnceMore(this::beginReading);

    public Inbox(Loop loop) {
        this.loop = loop;
        this.strays = new Strays(loop, this::forget);
    }

    /** Sets this server's holdings. Called once, before the loop starts. */
    public void attach(Holdings known) {
        holdings = known;
        strays.attach(known);
    }

    public Strays strays() {
        return strays;
    }

    /** Reads the inbox, after a signal for instance, and then takes the next step; if it is being read already, reads it once more after that. */
    public void wake(Runnable then) {
        afterwards = then;
        reading.ask();
    }

    private void beginReading() {
        String inbox = Addresses.inbox(loop.ids().incarnation());
        loop.port()
                .call(
                        storage -> storage.list(EntryQuery.holder(inbox).withLimit(1000)),
                        page -> {
                            read(page.items());
                            done();
                        },
                        failure -> done());
    }

    private void done() {
        reading.done();
        afterwards.run();
    }

    public void read(List<Entry> entries) {
        for (Entry entry : entries) {
            if (!answered.contains(entry.writeId())) {
                try {
                    read(entry);
                } catch (RuntimeException broken) {
                    loop.events().tell(listener -> listener.storageFailed(broken));
                }
            }
        }
    }

    private void read(Entry entry) {
        if (entry.id().store().equals(Addresses.CLAIMS)) {
            Claim claim = Claim.parse(entry);
            if (claim != null) {
                claims.put(claim.profile(), entry);
                answer(claim, entry);
            }
        } else if (entry.id().store().equals(Addresses.NOTICES)) {
            stolen(entry);
        }
    }

    private void answer(Claim claim, Entry entry) {
        Holdings.Holding session = holdings.session(claim.profile()).orElse(null);
        if (session != null && session.token().isSameSession(claim.holder())) {
            int reader = session.format().counters().oldestReader();
            if (claim.number() <= session.format().counters().claim()) {
                forget(claim.profile()); // older than this session, whose load won with a higher number (P7)
            } else if (claim.schema() < reader) {
                refuse(claim, reader);
            } else if (session.mayHandOver()) {
                session.handOver(claim);
            }
            // Otherwise another server may have taken the session already (P3, P4). The next heartbeat reads the
            // claim again if it still exists.
        } else if (!holdings.uses(claim.profile(), claim.holder())) {
            remember(entry);
            strays.passOn(claim.profile(), claim.holder(), claim, () -> {});
        }
    }

    /** Remembers an answered entry, because a reading that began before the entry was removed shows it again. */
    private void remember(Entry entry) {
        if (answered.add(entry.writeId()) && answered.size() > REMEMBERED) {
            answered.remove(answered.iterator().next());
        }
    }

    /** A session was opened: answers a claim that came while the profile was loading. */
    public void opened(EntryId profile) {
        Entry early = claims.get(profile);
        if (early != null) {
            read(List.of(early));
        }
    }

    private void refuse(Claim claim, int reader) {
        Entry entry = claims.remove(claim.profile());
        if (entry != null) {
            remember(entry);
            Content refusal = claim.refused(reader).content();
            String author = loop.ids().incarnation();
            Optional<Entry> superseded = Optional.of(entry);
            Write write = Write.put(entry.id(), superseded, loop.ids().writeId(), refusal)
                    .superseding(Stored.retention(superseded, author));
            loop.queue().submit(write, true, decision -> loop.signal(claim.by().incarnation()), failure -> {});
        }
    }

    private void stolen(Entry notice) {
        Notice stolen = Notice.parse(notice);
        Holdings.Holding session =
                stolen == null ? null : holdings.session(stolen.profile()).orElse(null);
        if (stolen != null && session != null && session.token().isSameSession(stolen.token())) {
            session.stolen();
        } else if (stolen != null && holdings.uses(stolen.profile(), stolen.token())) {
            return; // the profile is being delivered; the notice is read again at the next heartbeat
        }
        forget(notice);
    }

    /** Leaves a notice in a holder's inbox that its session was stolen, and signals the holder. */
    public void leaveNotice(EntryId profile, Token robbed) {
        Write write = Write.put(
                new EntryId(Addresses.NOTICES, robbed.session()),
                Optional.empty(),
                loop.ids().writeId(),
                new Notice(profile, robbed).content());
        loop.queue().submit(write, true, decision -> loop.signal(robbed.incarnation()), failure -> {});
    }

    /** Forgets and removes the claim for a profile, which has been answered. */
    public void forget(EntryId profile) {
        Entry entry = claims.remove(profile);
        if (entry != null) {
            forget(entry);
        }
    }

    private void forget(@Nullable Entry entry) {
        if (entry != null) {
            remember(entry);
            loop.queue().submit(Write.forget(entry, loop.ids().writeId()), false, decision -> {}, failure -> {});
        }
    }
}
