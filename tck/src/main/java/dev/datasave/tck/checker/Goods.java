package dev.datasave.tck.checker;

import dev.datasave.spi.EntryId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Goods of the simulated game: how many of each thing. Coins are things, too; most other things exist once. */
public final class Goods {
    /** The store of the players' profiles. */
    public static final String STORE = "PlayerData";

    /** The entry that is the bank. */
    public static final EntryId BANK = new EntryId("Bank", "bank");

    public static final String COIN = "coin";
    public static final Map<String, Long> NONE = Map.of();

    private Goods() {}

    /** The first key of a player. The player's other keys begin with it, followed by an at sign. */
    public static EntryId person(EntryId id) {
        int at = id.key().indexOf('@');
        return at < 0 ? id : new EntryId(id.store(), id.key().substring(0, at));
    }

    public static Map<String, Long> coins(long amount) {
        return amount == 0 ? NONE : Map.of(COIN, amount);
    }

    public static Map<String, Long> plus(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sum = new TreeMap<>(some);
        more.forEach((thing, many) -> sum.merge(thing, many, Long::sum));
        sum.values().removeIf(many -> many == 0);
        return Collections.unmodifiableMap(sum);
    }

    public static Map<String, Long> minus(Map<String, Long> some, Map<String, Long> less) {
        Map<String, Long> negative = new TreeMap<>();
        less.forEach((thing, many) -> negative.put(thing, -many));
        return plus(some, negative);
    }

    /** Whether every amount is positive. */
    public static boolean isPossible(Map<String, Long> some) {
        return some.values().stream().allMatch(many -> many > 0);
    }
}
