package dev.datasave.engine;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.Optional;

/**
 * What a load sees in one look: the profile, its claim, and, read after them, its holder's lease. An absent lease means a dead holder,
 * because a server writes its lease before its first load (P4).
 */
record Sight(Optional<Entry> profile, Optional<Entry> claim, Optional<Entry> lease) {

    static Sight of(Storage storage, EntryId profileId, String own) {
        List<Optional<Entry>> both = storage.read(List.of(profileId, Claim.idFor(profileId)));
        Token holder =
                both.get(0).map(entry -> Token.parse(entry.content().holder())).orElse(null);
        Optional<Entry> lease = holder == null || holder.incarnation().equals(own)
                ? Optional.empty()
                : storage.read(List.of(new EntryId(Lease.STORE, holder.incarnation())))
                        .getFirst();
        return new Sight(both.get(0), both.get(1), lease.filter(entry -> !entry.isTombstone()));
    }
}
