package dev.datasave.examples.network;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of a player. He always has {@code earned + received - sent} coins.
 *
 * @param isEquipped whether he has got what new players get
 * @param earned all that he has ever mined
 * @param sent all that he has ever paid and mailed
 * @param received all that others have paid and mailed to him, and that he has got
 * @param items his inventory, each item as a text, by slot
 */
public record Hero(boolean isEquipped, long coins, long earned, long sent, long received, Map<Integer, String> items) {

    /** Copies the items. */
    public Hero {
        items = Collections.unmodifiableMap(new TreeMap<>(items));
    }

    static Hero fresh() {
        return new Hero(false, 0, 0, 0, 0, Map.of());
    }

    Hero equipped(Map<Integer, String> kit) {
        return isEquipped ? this : new Hero(true, coins, earned, sent, received, kit);
    }

    Hero earn(long more) {
        return new Hero(isEquipped, coins + more, earned + more, sent, received, items);
    }

    Hero send(long away) {
        return new Hero(isEquipped, coins - away, earned, sent + away, received, items);
    }

    Hero receive(long more) {
        return new Hero(isEquipped, coins + more, earned, sent, received + more, items);
    }

    Hero with(Map<Integer, String> newItems) {
        return new Hero(isEquipped, coins, earned, sent, received, newItems);
    }

    Hero with(int slot, String item) {
        Map<Integer, String> more = new TreeMap<>(items);
        more.put(slot, item);
        return with(more);
    }

    /** Whether his coins are those that he should have. */
    boolean isBalanced() {
        return coins == earned + received - sent && coins >= 0;
    }
}
