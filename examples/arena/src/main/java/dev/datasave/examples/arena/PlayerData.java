package dev.datasave.examples.arena;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the arena keeps of a player: as much as a real game does, 2 to 4 KiB of JSON. Immutable.
 *
 * <p>The last earnings stand beside the sum, so that two states one after the other prove where the money came from.
 *
 * @param money what the player has
 * @param earned how often something was earned
 * @param earnings the last {@link #REMEMBERED} earnings, oldest first
 * @param inventory 41 slots
 * @param statistics counters by name
 */
public record PlayerData(
        long money, long earned, List<Earning> earnings, List<Item> inventory, Map<String, Long> statistics) {
    /** How many earnings are remembered. */
    public static final int REMEMBERED = 32;

    private static final int SLOTS = 41;
    private static final List<String> KIT = List.of(
            "minecraft:diamond_sword",
            "minecraft:diamond_pickaxe",
            "minecraft:cooked_beef",
            "minecraft:torch",
            "minecraft:cobblestone",
            "minecraft:oak_planks",
            "minecraft:iron_ingot",
            "minecraft:arrow");
    private static final List<String> COUNTERS = List.of(
            "animals_bred",
            "blocks_mined",
            "blocks_placed",
            "damage_dealt",
            "damage_taken",
            "deaths",
            "distance_flown",
            "distance_swum",
            "distance_walked",
            "items_crafted",
            "items_dropped",
            "jumps",
            "mobs_killed",
            "players_killed",
            "ticks_played",
            "times_earned");

    /** Copies the collections. */
    public PlayerData {
        earnings = List.copyOf(earnings);
        inventory = List.copyOf(inventory);
        statistics = Collections.unmodifiableMap(new TreeMap<>(statistics));
    }

    /** A new player: no money, and a kit. */
    public static PlayerData fresh() {
        List<Item> inventory = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            inventory.add(
                    slot % 4 == 3
                            ? Item.NONE
                            : new Item(KIT.get(slot % KIT.size()), 1 + slot * 7 % 64, slot * 13 % 90));
        }
        Map<String, Long> statistics = new TreeMap<>();
        COUNTERS.forEach(counter -> statistics.put(counter, 0L));
        return new PlayerData(0, 0, List.of(), inventory, statistics);
    }

    /** The number of the last earning, 0 before the first. */
    public long lastOp() {
        return earnings.isEmpty() ? 0 : earnings.getLast().op();
    }

    /**
     * This player with more money, one more item and a higher counter.
     *
     * @throws ArithmeticException if that is more money than there can be
     */
    public PlayerData earn(Earning earning) {
        List<Earning> newEarnings = new ArrayList<>(earnings);
        newEarnings.add(earning);
        List<Item> newInventory = new ArrayList<>(inventory);
        int slot = Math.floorMod(earning.op(), inventory.size());
        newInventory.set(slot, inventory.get(slot).oneMore());
        Map<String, Long> newStatistics = new TreeMap<>(statistics);
        newStatistics.merge("times_earned", 1L, Long::sum);
        newStatistics.merge("ticks_played", 20L, Long::sum);
        return new PlayerData(
                Math.addExact(money, earning.amount()),
                earned + 1,
                newEarnings.subList(Math.max(0, newEarnings.size() - REMEMBERED), newEarnings.size()),
                newInventory,
                newStatistics);
    }
}
