package dev.datasave.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Immutable data of a usual size: 2 to 4 KiB of JSON. */
public record BenchData(long money, String rank, List<Item> inventory, Map<String, Long> statistics) {
    static final int SLOTS = 41;

    /** The contents of a slot. */
    public record Item(String type, int amount, int damage, String name) {}

    /** The data of a player with this number; the same number gives the same data. */
    public static BenchData of(int seed) {
        List<Item> items = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            int kind = Math.floorMod(seed * 31 + slot * 7, 50);
            items.add(
                    new Item("minecraft:item_" + kind, 1 + kind, kind * 3, kind < 5 ? "Blade of player " + seed : ""));
        }
        Map<String, Long> statistics = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            statistics.put("blocks_mined_" + i, (long) seed * i);
        }
        return new BenchData(seed, "member", List.copyOf(items), Map.copyOf(statistics));
    }

    /** The same data with more money, or less. */
    public BenchData earn(long amount) {
        return new BenchData(money + amount, rank, inventory, statistics);
    }
}
