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
 * What others want of this server: claims for its sessions (P5) and notices that one was stolen (P8). Read at every signal and with every
 * heartbeat (P6). Loop only.
 */
public final class Inbox {
    private static final int REMEMBERED = 256;

    private final Loop loop;
    private final Strays strays;
    private Holdings holdings = Holdings.NOTHING;
    private final Map<EntryId, Entry> claims = new HashMap<>();
    private final Set<String> answered = new LinkedHashSet<>();
    private final OnceMore reading = new OnceMore(this::beginReading);

    public Inbox(Loop loop) {
        this.loop = loop;
        this.strays = new Strays(loop, this::forget);
    }

    /** What this server holds is known from here on. Once, before the loop starts. */
    public void attach(Holdings known) {
        holdings = known;
        strays.attach(known);
    }

    public Strays strays() {
        return strays;
    }

    /** A signal came, or it is time: reads the inbox, once more if it is being read already. */
    public void wake() {
        reading.ask();
    }

    private void beginReading() {
        String inbox = Addresses.inbox(loop.ids().incarnation());
        loop.port()
                .call(
                        storage -> storage.list(EntryQuery.holder(inbox).withLimit(1000)),
                        page -> {
                            read(page.items());
                            reading.done();
                        },
                        failure -> reading.done());
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
                forget(claim.profile()); // made before this session won against a newer one (P7)
            } else if (claim.schema() < reader) {
                refuse(claim, reader);
            } else if (session.mayHandOver()) {
                session.handOver(claim);
            }
            // Otherwise another server may have taken it already (P3, P4). The next heartbeat reads the claim again if
            // it still stands.
        } else if (!holdings.uses(claim.profile(), claim.holder())) {
            remember(entry);
            strays.passOn(claim.profile(), claim.holder(), claim, () -> {});
        }
    }

    /** What was answered is seen again until it is removed: the inbox may have been read before that. */
    private void remember(Entry entry) {
        if (answered.add(entry.writeId()) && answered.size() > REMEMBERED) {
            answered.remove(answered.iterator().next());
        }
    }

    /** A session was opened: whoever claimed it while it was loading is answered now. */
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
            return; // it is being delivered, and read again at the next heartbeat
        }
        forget(notice);
    }

    /** Leaves a notice that a session was stolen in its holder's inbox, and signals. */
    public void leaveNotice(EntryId profile, Token robbed) {
        Write write = Write.put(
                new EntryId(Addresses.NOTICES, robbed.session()),
                Optional.empty(),
                loop.ids().writeId(),
                new Notice(profile, robbed).content());
        loop.queue().submit(write, true, decision -> loop.signal(robbed.incarnation()), failure -> {});
    }

    /** The claim for that profile has been dealt with. */
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
