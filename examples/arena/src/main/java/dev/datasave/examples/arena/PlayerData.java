package dev.datasave.examples.arena;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What the arena keeps of a player: as much as a real game does, 2 to 4 KiB of JSON. Immutable.
 *
 * <p>The last bookings stand beside the sum, so that two states one after the other prove where money and items came from.
 *
 * @param name the player's name; empty until {@link #welcome}
 * @param money what the player has
 * @param lastOp the number of the last thing that the player asked for, 0 before the first
 * @param booked how many bookings there ever were
 * @param bookings the last {@link #REMEMBERED} bookings, oldest first
 * @param inventory the things that the player has
 * @param statistics counters by name
 */
public record PlayerData(
        String name,
        long money,
        long lastOp,
        long booked,
        List<Booking> bookings,
        List<Item> inventory,
        Map<String, Long> statistics) {
    /** How many bookings are remembered. */
    public static final int REMEMBERED = 32;

    /** How many items a player can own and still find more. Gifts and traded items are always accepted. */
    public static final int SLOTS = 41;

    /** How many items a new player gets: {@code <name>-k1} and so on. */
    public static final int KIT = 27;

    private static final List<String> TYPES = List.of(
            "minecraft:diamond_sword",
            "minecraft:diamond_pickaxe",
            "minecraft:golden_helmet",
            "minecraft:crossbow",
            "minecraft:elytra",
            "minecraft:music_disc_cat",
            "minecraft:iron_leggings",
            "minecraft:trident");
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
            "raids_won",
            "ticks_played",
            "times_booked",
            "villagers_met");

    /** Copies the collections. */
    public PlayerData {
        bookings = List.copyOf(bookings);
        inventory = List.copyOf(inventory);
        statistics = Collections.unmodifiableMap(new TreeMap<>(statistics));
    }

    /** A new player without money and items. */
    public static PlayerData fresh() {
        Map<String, Long> statistics = new TreeMap<>();
        COUNTERS.forEach(counter -> statistics.put(counter, 0L));
        return new PlayerData("", 0, 0, 0, List.of(), List.of(), statistics);
    }

    /** This player after joining. A new player gets a name and a kit. */
    public PlayerData welcome(String newName) {
        if (!name.isEmpty()) {
            return this;
        }
        List<Item> kit = new ArrayList<>(inventory);
        for (int i = 1; i <= KIT; i++) {
            kit.add(item(newName + "-k" + i, i));
        }
        return new PlayerData(newName, money, lastOp, booked, bookings, kit, statistics);
    }

    private static Item item(String id, long number) {
        return new Item(id, TYPES.get(Math.floorMod(number, TYPES.size())), Math.floorMod(number * 13, 90));
    }

    /** The booking for the player's next command, with this number, or else the next one. */
    Booking next(OptionalLong op) {
        return new Booking(name, op.orElse(lastOp + 1), 0);
    }

    /**
     * This player with one more booking.
     *
     * @throws ArithmeticException if the money overflows
     */
    public PlayerData book(Booking booking) {
        List<Booking> newBookings = new ArrayList<>(bookings);
        newBookings.add(booking);
        Map<String, Long> newStatistics = new TreeMap<>(statistics);
        newStatistics.merge("times_booked", 1L, Long::sum);
        newStatistics.merge("ticks_played", 20L, Long::sum);
        return new PlayerData(
                name,
                Math.addExact(money, booking.amount()),
                booking.by().equals(name) ? booking.op() : lastOp,
                booked + 1,
                newBookings.subList(Math.max(0, newBookings.size() - REMEMBERED), newBookings.size()),
                inventory,
                newStatistics);
    }

    /** This player with a new item, which has the booking's id. */
    PlayerData find(Booking booking) {
        return book(booking).with(item(booking.id(), booking.op()));
    }

    /** This player with a gift from another player. */
    PlayerData receive(Gift gift) {
        return book(gift.booking()).with(gift.item());
    }

    /** The item with that id, if the player has it. */
    public Optional<Item> item(String id) {
        return inventory.stream().filter(item -> item.id().equals(id)).findFirst();
    }

    /** This player with one more item. */
    PlayerData with(Item item) {
        List<Item> more = new ArrayList<>(inventory);
        more.add(item);
        return withInventory(more);
    }

    /** This player without an item. */
    PlayerData without(Item item) {
        return withInventory(
                inventory.stream().filter(other -> !other.equals(item)).toList());
    }

    private PlayerData withInventory(List<Item> newInventory) {
        return new PlayerData(name, money, lastOp, booked, bookings, newInventory, statistics);
    }
}
