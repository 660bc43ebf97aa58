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

/** What the audit knows of all players together: what they asked for, and what came of it in each profile's last revision. */
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
     * A booking that is in the last revision, or was in one that this descends from.
     *
     * @param balance the money after it
     * @param revision where it came in
     * @param writeId the write of that revision
     */
    record Kept(long balance, long revision, String writeId) {}

    /**
     * What a profile came to.
     *
     * @param kept its bookings by their ids, in their order
     * @param isWelcomed whether it got the kit of a new player
     * @param money what the player has
     * @param items what the player has
     * @param consumed the ids of the messages that are known to have had their effect
     */
    record Account(Map<String, Kept> kept, boolean isWelcomed, long money, List<String> items, Set<String> consumed) {
        static final Account NONE = new Account(Map.of(), false, 0, List.of(), Set.of());
    }

    /** What somebody asked for, by the id of the booking. */
    @Nullable
    Deed deed(String id) {
        return deeds.get(id);
    }

    /** When the answer came that it is done, if one came. */
    Optional<Long> doneAt(String id) {
        return Optional.ofNullable(doneAt.get(id));
    }

    Collection<Deed> deeds() {
        return deeds.values();
    }

    void close(String key, Account account) {
        accounts.put(key, account);
    }

    /** A message was consumed, and what it brings is in the books. */
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

    /** The ids of what a new player gets, as the game makes them. */
    static List<String> kit(String name, int size) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            ids.add(name + "-k" + i);
        }
        return ids;
    }
}
