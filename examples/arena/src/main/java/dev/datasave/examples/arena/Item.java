package dev.datasave.examples.arena;

/**
 * One slot of an inventory.
 *
 * @param type the item's type
 * @param count how many, 0 in an empty slot
 * @param damage how worn it is
 */
public record Item(String type, int count, int damage) {
    /** An empty slot. */
    public static final Item NONE = new Item("minecraft:air", 0, 0);

    Item oneMore() {
        return count == 0 ? new Item("minecraft:gold_nugget", 1, 0) : new Item(type, count % 64 + 1, damage);
    }
}
