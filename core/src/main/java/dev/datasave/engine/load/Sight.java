package dev.datasave.engine.load;

import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.handover.Claim;
import dev.datasave.engine.loop.SoundStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of one look: the profile, its claim, and its holder's lease, which is read after them. An absent lease means a dead holder, because a
 * server writes its lease before its first load (P4).
 *
 * @param own the incarnation of this server at the look
 * @param profile the profile's entry
 * @param claim the claim for it
 * @param lease the lease of its holder, if the holder is another server and has one
 */
record Sight(String own, Optional<Entry> profile, Optional<Entry> claim, Optional<Entry> lease) {

    /** Looks at several profiles at once; the results are in their order. */
    static List<Sight> of(Storage storage, List<EntryId> profiles, String own) {
        List<EntryId> ids = new ArrayList<>();
        for (EntryId profile : profiles) {
            ids.add(profile);
            ids.add(Claim.idFor(profile));
        }
        List<Optional<Entry>> found = SoundStorage.readAsStored(storage, ids);
        List<Optional<Entry>> entries = new ArrayList<>();
        List<Optional<Entry>> claims = new ArrayList<>();
        for (int i = 0; i < found.size(); i += 2) {
            entries.add(found.get(i));
            claims.add(found.get(i + 1));
        }
        Map<String, Entry> leases = leases(storage, entries, own);
        List<Sight> sights = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Token holder = holder(entries.get(i));
            Entry lease = holder == null ? null : leases.get(holder.incarnation());
            sights.add(new Sight(own, entries.get(i), claims.get(i), Optional.ofNullable(lease)));
        }
        return sights;
    }

    private static Map<String, Entry> leases(Storage storage, List<Optional<Entry>> profiles, String own) {
        List<EntryId> ids = profiles.stream()
                .map(Sight::holder)
                .flatMap(holder -> Optional.ofNullable(holder).stream())
                .map(Token::incarnation)
                .filter(incarnation -> !incarnation.equals(own))
                .distinct()
                .map(incarnation -> new EntryId(Addresses.LEASES, incarnation))
                .toList();
        Map<String, Entry> leases = new HashMap<>();
        if (!ids.isEmpty()) {
            for (Optional<Entry> lease : SoundStorage.readAsStored(storage, ids)) {
                lease.filter(entry -> !entry.isTombstone())
                        .ifPresent(entry -> leases.put(entry.id().key(), entry));
            }
        }
        return leases;
    }

    private static @Nullable Token holder(Optional<Entry> profile) {
        return profile.filter(entry -> !entry.isDamaged())
                .map(entry -> Token.parse(entry.content().holder()))
                .orElse(null);
    }

    /** What the storage has found wrong with the profile's entry; null if it is sound, or there is none. */
    @Nullable
    String damage() {
        return profile.map(Entry::damage).orElse(null);
    }

    /** The token of the session that holds the profile; null if it is free, or damaged. */
    @Nullable
    Token holder() {
        return holder(profile);
    }
}
