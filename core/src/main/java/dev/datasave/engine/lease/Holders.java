package dev.datasave.engine.lease;

import dev.datasave.Holder;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Token;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who holds an entry, by the token in it and that server's lease. For use inside storage calls. */
public final class Holders {
    private Holders() {}

    /** Whom the entry names, living or dead. */
    public static Optional<Holder> named(Storage storage, Entry entry) {
        @Nullable Token token = Token.parse(entry.content().holder());
        return token == null
                ? Optional.empty()
                : Optional.of(holder(
                        entry,
                        token,
                        lease(storage, token).map(Leases::serverName).orElse("?")));
    }

    /** Whom the entry names, if he lives: an absent lease is dead (P4). */
    public static Optional<Holder> living(Storage storage, Entry entry) {
        @Nullable Token token = Token.parse(entry.content().holder());
        return token == null
                ? Optional.empty()
                : lease(storage, token).map(lease -> holder(entry, token, Leases.serverName(lease)));
    }

    /**
     * An entry, and who lives and holds it.
     *
     * @param id which
     * @param entry what it is
     * @param holder who has it, if he lives
     */
    public record Look(EntryId id, Optional<Entry> entry, Optional<Holder> holder) {}

    public static List<Look> look(Storage storage, List<EntryId> ids) {
        List<Optional<Entry>> found = storage.read(ids);
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Optional<Entry> entry = found.get(i);
            looks.add(new Look(ids.get(i), entry, entry.flatMap(held -> living(storage, held))));
        }
        return looks;
    }

    private static Holder holder(Entry entry, Token token, String serverName) {
        return new Holder(serverName, token.incarnation(), entry.updated());
    }

    private static Optional<Entry> lease(Storage storage, Token token) {
        return token.incarnation().isEmpty()
                ? Optional.empty()
                : storage.read(List.of(new EntryId(Addresses.LEASES, token.incarnation())))
                        .getFirst()
                        .filter(lease -> !lease.isTombstone());
    }
}
