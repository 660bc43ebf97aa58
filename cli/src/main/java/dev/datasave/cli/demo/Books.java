package dev.datasave.cli.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The audit's knowledge of all players together: their commands, and the effects in the last revision of each profile. */
final class Books {
    private final Map<String, Deed> deeds = new HashMap<>();
    private final Map<String, Long> doneAt = new HashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, List<GiftMessage>> received = new HashMap<>();

    Books(Collection<PlayerLog> logs) {
        for (PlayerLog log : logs) {
            log.deeds().values().forEach(deed -> deeds.put(deed.id(), deed));
            log.done().forEach(done -> doneAt.put(Deed.id(log.key(), done.op()), done.receivedAt()));
        }
    }

    /**
     * A booking in the last revision, or in one that the last revision descends from.
     *
     * @param balance the money after it
     * @param revision the revision that first contained it
     * @param writeId the write of that revision
     */
    record Kept(long balance, long revision, String writeId) {}

    /**
     * The final state of a profile.
     *
     * @param kept its bookings by id, in order
     * @param isWelcomed whether it got the kit of a new player
     * @param money what the player has
     * @param items what the player has
     * @param consumed the ids of the messages that have had their effect
     */
    record Account(Map<String, Kept> kept, boolean isWelcomed, long money, List<String> items, Set<String> consumed) {
        static final Account NONE = new Account(Map.of(), false, 0, List.of(), Set.of());
    }

    /** The command that caused the booking of this id, if a player sent one. */
    @Nullable
    Deed deed(String id) {
        return deeds.get(id);
    }

    /** When the answer arrived that it is done, if it arrived. */
    Optional<Long> doneAt(String id) {
        return Optional.ofNullable(doneAt.get(id));
    }

    Collection<Deed> deeds() {
        return deeds.values();
    }

    void close(String key, Account account) {
        accounts.put(key, account);
    }

    /** A message was consumed, and its gift is in the books. */
    void received(GiftMessage gift) {
        received.computeIfAbsent(gift.deed(), id -> new ArrayList<>(1)).add(gift);
    }

    /** The messages of a gift that were consumed. */
    List<GiftMessage> received(Deed deed) {
        return received.getOrDefault(deed.id(), List.of());
    }

    Account account(String key) {
        return accounts.getOrDefault(key, Account.NONE);
    }

    @Nullable
    Kept kept(String key, Deed deed) {
        return account(key).kept().get(deed.id());
    }

    Map<String, Account> accounts() {
        return accounts;
    }

    /** The ids of a new player's items, as the game makes them. */
    static List<String> kit(String name, int size) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            ids.add(name + "-k" + i);
        }
        return ids;
    }
}
