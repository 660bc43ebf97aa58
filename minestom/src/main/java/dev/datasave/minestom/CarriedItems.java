package dev.datasave.minestom;

import dev.datasave.Profile;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import net.minestom.server.inventory.PlayerInventory;
import net.minestom.server.item.ItemStack;

/**
 * The items of one player who plays: in the game they are in the inventory, in the profile they are texts. They go from the profile to the inventory once,
 * when the player comes into the world ({@link #fill}), and from the inventory to the profile before each save ({@link #capture}).
 *
 * <p>While the items are <i>held</i>, the profile is ahead: a transaction changes its texts, and a capture would undo that. Afterwards they go to the
 * inventory again. After the last capture the inventory is empty, so that nothing of it can be dropped any more.
 *
 * <p>Only on the player's home.
 */
final class CarriedItems<T> {
    private final PlayerInventory inventory;
    private final Profile<T> profile;
    private final PlayerProfiles.Items<T> part;
    private final Map<Integer, Written> known = new HashMap<>();
    private Map<Integer, String> left = Map.of();
    private Map<Integer, String> shown = Map.of();
    private int holds;
    private boolean isOver;

    /** An item and its text, which is written again word for word as long as the item is the same. */
    private record Written(ItemStack item, String text) {}

    CarriedItems(PlayerInventory inventory, Profile<T> profile, PlayerProfiles.Items<T> part) {
        this.inventory = inventory;
        this.profile = profile;
        this.part = part;
    }

    /** The items of the profile become those of the inventory. */
    void fill() {
        Map<Integer, String> items = part.in(profile.data());
        left = MinestomItems.readAll(items, inventory);
        known.clear();
        items.forEach(this::know);
        shown = items;
    }

    private void know(int slot, String text) {
        if (slot >= 0 && slot <= MinestomItems.CURSOR) {
            known.put(slot, new Written(MinestomItems.at(inventory, slot), text));
        }
    }

    /** The items of the inventory become those of the profile, unless it is ahead or has ended. */
    void capture() {
        if (isOver || holds > 0) {
            return;
        }
        Map<Integer, String> items = texts();
        if (profile.tryUpdate(data -> items.equals(part.in(data)) ? data : part.to(data, items))) {
            shown = items;
        }
    }

    /** The last capture. */
    void captureLast() {
        capture();
        isOver = true;
        for (int slot = 0; slot < PlayerInventory.INVENTORY_SIZE; slot++) {
            inventory.setItemStack(slot, ItemStack.AIR, false);
        }
        inventory.setCursorItem(ItemStack.AIR, false);
    }

    /** Captures; from here on the profile is ahead. */
    void hold() {
        capture();
        holds++;
    }

    /** What has changed in the profile since the hold changes in the inventory. */
    void letGo() {
        holds--;
        Map<Integer, String> items = part.in(profile.data());
        if (isOver || items.equals(shown)) {
            inventory.update(); // the client may have moved what it was not allowed to move
            return;
        }
        for (int slot = 0; slot < PlayerInventory.INVENTORY_SIZE; slot++) {
            String text = items.getOrDefault(slot, "");
            if (!text.equals(shown.getOrDefault(slot, ""))) {
                inventory.setItemStack(slot, MinestomItems.read(text), false);
                know(slot, text);
            }
        }
        inventory.update();
        shown = items;
    }

    private Map<Integer, String> texts() {
        Map<Integer, String> items = new TreeMap<>(left);
        for (int slot = 0; slot <= MinestomItems.CURSOR; slot++) {
            ItemStack item = MinestomItems.at(inventory, slot);
            Written before = known.get(slot);
            if (item.isAir()) {
                known.remove(slot);
            } else if (before != null && before.item().equals(item)) {
                items.put(slot, before.text());
            } else {
                Written now = new Written(item, MinestomItems.write(item));
                known.put(slot, now);
                items.put(slot, now.text());
            }
        }
        return Collections.unmodifiableMap(items);
    }
}
