package dev.datasave.engine.lease;

import dev.datasave.Holder;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.loop.SoundStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An entry and its holder: the living server that the entry's token names. A server without a lease is dead (P4). Leases are read after the entries,
 * inside the same storage call.
 *
 * @param id its id
 * @param entry the entry
 * @param holder the living server that holds it
 */
public record Whereabouts(EntryId id, Optional<Entry> entry, Optional<Holder> holder) {

    public static Whereabouts of(Storage storage, EntryId id) {
        return of(storage, List.of(id)).getFirst();
    }

    /** Reads several entries with their holders, in their order. */
    public static List<Whereabouts> of(Storage storage, List<EntryId> ids) {
        List<Optional<Entry>> found = storage.read(ids);
        return IntStream.range(0, ids.size())
                .mapToObj(i -> new Whereabouts(
                        ids.get(i), found.get(i), found.get(i).flatMap(entry -> living(storage, entry))))
                .toList();
    }

    /** Reads the holder of an entry that was just read. {@code own} is the server that looks, which lives whatever its lease says. */
    public static Whereabouts of(Storage storage, EntryId id, Optional<Entry> read, Holder own) {
        Optional<Holder> self = read.flatMap(Whereabouts::token)
                .filter(token -> token.incarnation().equals(own.incarnation()))
                .map(token -> holder(read.get(), token, own.serverName()));
        return new Whereabouts(id, read, self.or(() -> read.flatMap(entry -> living(storage, entry))));
    }

    public boolean isHeld() {
        return holder.isPresent();
    }

    /** The server that the entry names as the holder, living or dead. */
    public static Optional<Holder> named(Storage storage, Entry entry) {
        return token(entry)
                .map(token -> holder(
                        entry,
                        token,
                        lease(storage, token).map(Leases::serverName).orElse("?")));
    }

    private static Optional<Holder> living(Storage storage, Entry entry) {
        return token(entry)
                .flatMap(token -> lease(storage, token).map(lease -> holder(entry, token, Leases.serverName(lease))));
    }

    private static Optional<Token> token(Entry entry) {
        return Optional.ofNullable(Token.parse(entry.content().holder()));
    }

    private static Holder holder(Entry entry, Token token, String serverName) {
        return new Holder(serverName, token.incarnation(), entry.updated());
    }

    private static Optional<Entry> lease(Storage storage, Token token) {
        return token.incarnation().isEmpty()
                ? Optional.empty()
                : SoundStorage.readAsStored(storage, List.of(new EntryId(Addresses.LEASES, token.incarnation())))
                        .getFirst()
                        .filter(lease -> !lease.isTombstone());
    }
}
