package dev.datasave.minestom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.kyori.adventure.nbt.BinaryTagIO;
import net.kyori.adventure.nbt.CompoundBinaryTag;
import net.kyori.adventure.text.Component;
import net.minestom.server.adventure.MinestomAdventure;
import net.minestom.server.component.DataComponents;
import net.minestom.server.inventory.PlayerInventory;
import net.minestom.server.item.ItemStack;
import net.minestom.server.item.Material;
import net.minestom.server.tag.Tag;

/**
 * Items as texts, to be kept in the JSON of a profile: each item is its NBT in the text form of the game (SNBT), for instance
 * {@code {id:"minecraft:apple",count:3}}. An inventory is a map of such texts by slot, without the empty slots.
 *
 * <ul>
 *   <li><b>Text, and not JSON.</b> JSON has one kind of number. An item that goes through it comes back with doubles where it had longs and bytes, and no
 *       longer equals itself.
 *   <li><b>Item by item.</b> A text that can't be read, for instance of an item of a newer version, harms no other item. It becomes a <i>stand-in</i>: a
 *       barrier that can't be stacked and has the text in it. It can be moved, traded and dropped like any item, and is written as the very text that
 *       was read. {@link #isStandIn} tells.
 * </ul>
 *
 * <p>The registries are those of the running server: call this after {@code MinecraftServer.init()}. Thread-safe, except for what is said of inventories.
 */
public final class MinestomItems {
    /** The key of the item on the cursor, in the map of an inventory: one more than the last slot. */
    public static final int CURSOR = PlayerInventory.INVENTORY_SIZE;

    private static final Tag<String> TEXT = Tag.String("datasave:item");
    private static final String BYTES = "nbt:";

    private MinestomItems() {}

    /**
     * The item as text; the empty text for air. A stand-in is written as the text that it stands for. An item that would not come back from its text as it
     * was, because there is a NaN in it, is {@code nbt:} and its binary form in Base64.
     *
     * @throws IllegalArgumentException if Minestom can't write the item
     */
    public static String write(ItemStack item) {
        String text = item.getTag(TEXT);
        if (text != null) {
            return text;
        }
        if (item.isAir()) {
            return "";
        }
        try {
            CompoundBinaryTag tag = item.toItemNBT();
            String written = MinestomAdventure.tagStringIO().asString(tag);
            return read(written).equals(item) ? written : bytes(tag);
        } catch (IOException | RuntimeException thrown) {
            throw new IllegalArgumentException(
                    "item: found a " + item.material().name() + " that can't be written", thrown);
        }
    }

    private static String bytes(CompoundBinaryTag tag) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryTagIO.writer().write(tag, bytes);
        return BYTES + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** The item of a text; a stand-in if it can't be read. */
    public static ItemStack read(String text) {
        if (text.isEmpty()) {
            return ItemStack.AIR;
        }
        try {
            return ItemStack.fromItemNBT(tag(text));
        } catch (IOException | RuntimeException unreadable) {
            return standIn(text); // an unknown material is a NullPointerException
        }
    }

    private static CompoundBinaryTag tag(String text) throws IOException {
        if (!text.startsWith(BYTES)) {
            return MinestomAdventure.tagStringIO().asCompound(text);
        }
        byte[] bytes = Base64.getDecoder().decode(text.substring(BYTES.length()));
        return BinaryTagIO.unlimitedReader().read(new ByteArrayInputStream(bytes));
    }

    private static ItemStack standIn(String text) {
        String name = nameIn(text);
        return ItemStack.of(Material.BARRIER)
                .with(DataComponents.ITEM_NAME, Component.text(name.isEmpty() ? "Unknown item" : "Unknown: " + name))
                .withMaxStackSize(1)
                .withTag(TEXT, text);
    }

    private static String nameIn(String text) {
        try {
            return tag(text).getString("id");
        } catch (IOException | RuntimeException noCompound) {
            return "";
        }
    }

    /** Whether the item stands for one that could not be read. */
    public static boolean isStandIn(ItemStack item) {
        return item.getTag(TEXT) != null;
    }

    /**
     * The items of a player: all slots, with armour, off hand and crafting grid, and what hangs on the cursor. Sorted and unmodifiable. Call it where the
     * player is ticked.
     *
     * @throws IllegalArgumentException if Minestom can't write one of the items
     */
    public static Map<Integer, String> writeAll(PlayerInventory inventory) {
        Map<Integer, String> items = new TreeMap<>();
        for (int slot = 0; slot <= CURSOR; slot++) {
            ItemStack item = at(inventory, slot);
            if (!item.isAir()) {
                items.put(slot, write(item));
            }
        }
        return Collections.unmodifiableMap(items);
    }

    /** The item in a slot, or on the cursor. */
    static ItemStack at(PlayerInventory inventory, int slot) {
        return slot == CURSOR ? inventory.getCursorItem() : inventory.getItemStack(slot);
    }

    /**
     * Makes these the items of a player, and shows them to him. What was in the inventory is gone. An item that was on the cursor, or in a slot that does
     * not exist, goes to a free slot. Call it where the player is ticked, and not before he is in the world.
     *
     * @return what found no place, as it was given; empty as a rule
     */
    public static Map<Integer, String> readAll(Map<Integer, String> items, PlayerInventory inventory) {
        List<Map.Entry<Integer, String>> homeless = new ArrayList<>();
        boolean[] taken = new boolean[CURSOR];
        for (int slot = 0; slot < CURSOR; slot++) {
            String text = items.getOrDefault(slot, "");
            taken[slot] = !text.isEmpty();
            inventory.setItemStack(slot, read(text), false);
        }
        items.entrySet().stream()
                .filter(entry -> entry.getKey() < 0 || entry.getKey() >= CURSOR)
                .filter(entry -> !entry.getValue().isEmpty())
                .forEach(homeless::add);
        inventory.setCursorItem(ItemStack.AIR, false);
        Map<Integer, String> left = new TreeMap<>();
        int slot = 0;
        for (Map.Entry<Integer, String> entry : homeless) {
            while (slot < PlayerInventory.INNER_INVENTORY_SIZE && taken[slot]) {
                slot++;
            }
            if (slot < PlayerInventory.INNER_INVENTORY_SIZE) {
                taken[slot] = true;
                inventory.setItemStack(slot, read(entry.getValue()), false);
            } else if (inventory.getCursorItem().isAir()) {
                inventory.setCursorItem(read(entry.getValue()), false);
            } else {
                left.put(entry.getKey(), entry.getValue());
            }
        }
        inventory.update();
        return Collections.unmodifiableMap(left);
    }
}
