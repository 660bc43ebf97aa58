package dev.datasave.minestom;

import java.util.Map;
import java.util.TreeMap;

/** The data of the players in these tests: coins, and items as texts by slot. */
record Backpack(long coins, Map<Integer, String> items) {
    static Backpack fresh() {
        return new Backpack(0, Map.of());
    }

    Backpack earn(long more) {
        return new Backpack(coins + more, items);
    }

    Backpack with(Map<Integer, String> newItems) {
        return new Backpack(coins, newItems);
    }

    Backpack with(int slot, String item) {
        Map<Integer, String> more = new TreeMap<>(items);
        more.put(slot, item);
        return with(more);
    }
}
