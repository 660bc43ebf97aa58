package dev.datasave.engine.lease;

import dev.datasave.Holder;
import dev.datasave.engine.entry.Token;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a profile is, in one look: its entry, another one that was read with it, and, read after them, its holder's lease. Held is what a living
 * server holds (P4).
 *
 * @param profile its entry
 * @param other the other entry
 * @param by the living server that holds it
 */
public record Whereabouts(Optional<Entry> profile, Optional<Entry> other, Optional<Holder> by) {

    /** Looks; {@code own} is the looking server, which knows of itself that it lives. */
    public static Whereabouts of(Storage storage, EntryId profile, Optional<EntryId> other, Holder own) {
        List<EntryId> ids = new ArrayList<>(List.of(profile));
        other.ifPresent(ids::add);
        List<Optional<Entry>> found = storage.read(ids);
        Optional<Entry> entry = found.getFirst();
        Token holder = entry.map(read -> Token.parse(read.content().holder())).orElse(null);
        return new Whereabouts(
                entry,
                found.size() > 1 ? found.get(1) : Optional.empty(),
                entry.flatMap(read -> by(storage, read, holder, own)));
    }

    private static Optional<Holder> by(Storage storage, Entry profile, @Nullable Token holder, Holder own) {
        return holder != null && holder.incarnation().equals(own.incarnation())
                ? Optional.of(new Holder(own.serverName(), own.incarnation(), profile.updated()))
                : Holders.living(storage, profile);
    }

    public boolean isHeld() {
        return by.isPresent();
    }
}
