package dev.datasave.engine.commit;

import dev.datasave.Profile;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.session.LiveProfile;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the work of a commit is given and what it adds: drafts of the profiles, the other entries as they were read, and what is to be
 * written and sent with them. For the one thread that runs the work.
 */
public final class Drafts {
    private final Map<EntryId, Draft<?>> profiles = new LinkedHashMap<>();
    private final Map<EntryId, Optional<Entry>> entries;
    private final List<SideWrite> besides = new ArrayList<>();
    private final List<NewMessage> mail = new ArrayList<>();
    private final List<Runnable> whenStored = new ArrayList<>(0);

    Drafts(Map<EntryId, Optional<Entry>> entries) {
        this.entries = entries;
    }

    void add(Session<?> session, Draft<?> draft) {
        profiles.put(session.id(), draft);
    }

    /** The draft of a session that takes part. */
    @SuppressWarnings("unchecked") // added as its session's
    public <T> Draft<T> of(Session<T> session) {
        Draft<?> draft = profiles.get(session.id());
        if (draft == null) {
            throw notHere(session.id());
        }
        return (Draft<T>) draft;
    }

    /**
     * The draft of a profile that takes part.
     *
     * @throws IllegalArgumentException if it does not
     */
    public <T> Draft<T> of(Profile<T> profile) {
        if (profile instanceof LiveProfile<T> live) {
            return of(live.session());
        }
        throw notHere(new EntryId(profile.id().store(), profile.id().key()));
    }

    private static IllegalArgumentException notHere(EntryId id) {
        return new IllegalArgumentException(
                "transaction: found profile " + id + ", expected one that was named as taking part");
    }

    /** All profiles are to be written, changed or not. */
    public void touchAll() {
        profiles.values().forEach(Draft::touch);
    }

    /**
     * An entry as it was read before the work began.
     *
     * @throws IllegalArgumentException if it does not take part
     */
    public Optional<Entry> entry(EntryId id) {
        Optional<Entry> entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "transaction: found entry " + id + ", expected one that was named as taking part");
        }
        return entry;
    }

    public void write(SideWrite beside) {
        writeNot(beside.id());
        besides.add(beside);
    }

    /** Drops what was to be written of an entry. */
    public void writeNot(EntryId id) {
        besides.removeIf(earlier -> earlier.id().equals(id));
    }

    public void send(NewMessage message) {
        mail.add(message);
    }

    /** Runs when everything is stored, before the profiles are open to edits again; on a user thread. */
    public void whenStored(Runnable step) {
        whenStored.add(step);
    }

    void stored() {
        whenStored.forEach(Runnable::run);
    }

    List<SideWrite> besides() {
        return besides;
    }

    List<NewMessage> mail() {
        return mail;
    }
}
