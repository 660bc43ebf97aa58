package dev.datasave.minestom;

import dev.datasave.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import net.minestom.server.inventory.PlayerInventory;
import net.minestom.server.item.ItemStack;

/**
 * The items of one player who plays: in the game they are in the inventory, in the profile they are texts. They go from the profile to the inventory once,
 * when the player comes into the world ({@link #fill}), and from the inventory to the profile before each save ({@link #capture}).
 *
 * <p>While the items are <i>held</i>, the profile is ahead: a transaction changes its texts, and a capture would undo that. Afterwards what has changed
 * there goes to the inventory. Where the game has put something into such a slot meanwhile, that gets another place. After the last capture the inventory
 * is empty, so that nothing of it can be dropped any more.
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
    private final List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    private int holds;
    private boolean isOver;

    /** An item and its text, which is written again word for word as long as the item is the same. */
    private record Written(ItemStack item, String text) {}

    CarriedItems(PlayerInventory inventory, Profile<T> profile, PlayerProfiles.Items<T> part) {
        this.inventory = inventory;
        this.profile = profile;
        this.part = part;
    }

    /**
     * The items of the profile become those of the inventory.
     *
     * @param begun how many transactions hold them already
     */
    void fill(int begun) {
        Map<Integer, String> items = part.in(profile.data());
        left = MinestomItems.readAll(items, inventory);
        known.clear();
        items.forEach(this::know);
        shown = Map.copyOf(items);
        holds = begun;
    }

    private void know(int slot, String text) {
        if (slot >= 0 && slot <= MinestomItems.CURSOR) {
            known.put(slot, new Written(MinestomItems.at(inventory, slot), text));
        }
    }

    /** The items of the inventory become those of the profile. False if that is not possible: it is ahead, suspended, or has ended. */
    boolean capture() {
        return !isOver && holds == 0 && write();
    }

    /** Like {@link #capture}, but waits for the transactions that hold the items. */
    CompletableFuture<Boolean> captureFree() {
        if (isOver || holds == 0) {
            return CompletableFuture.completedFuture(capture());
        }
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        waiting.add(later);
        return later;
    }

    /** The last capture. */
    void captureLast() {
        if (isOver) {
            return;
        }
        boolean isCaptured = write();
        isOver = true;
        for (int slot = 0; slot <= MinestomItems.CURSOR; slot++) {
            put(slot, ItemStack.AIR);
        }
        tell(isCaptured);
    }

    /** Captures; from here on the profile is ahead. False, and nothing is held, if that is not possible. */
    boolean hold() {
        boolean isHeld = !isOver && (holds > 0 || write());
        if (isHeld) {
            holds++;
        }
        return isHeld;
    }

    /** The end of a {@link #hold}. */
    void letGo() {
        holds--;
        if (isOver) {
            return;
        }
        if (holds == 0) {
            tell(write());
        } else {
            catchUp();
        }
    }

    private void tell(boolean isCaptured) {
        List<CompletableFuture<Boolean>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(each -> each.complete(isCaptured));
    }

    private boolean write() {
        catchUp();
        Map<Integer, String> items = texts();
        boolean isWritten = profile.tryUpdate(data -> items.equals(part.in(data)) ? data : part.to(data, items));
        if (isWritten) {
            shown = items;
        }
        return isWritten;
    }

    /** What was changed in the profile, by a transaction or by an operator, changes in the inventory. */
    private void catchUp() {
        Map<Integer, String> items = part.in(profile.data());
        if (items.equals(shown)) {
            return;
        }
        List<ItemStack> homeless = new ArrayList<>();
        for (int slot = 0; slot <= MinestomItems.CURSOR; slot++) {
            String text = items.getOrDefault(slot, "");
            String before = shown.getOrDefault(slot, "");
            if (!text.equals(before)) {
                homeless.add(more(slot, before));
                put(slot, MinestomItems.read(text));
                know(slot, text);
            }
        }
        left = new TreeMap<>(items);
        left.keySet().removeIf(slot -> slot >= 0 && slot <= MinestomItems.CURSOR);
        shown = Map.copyOf(items);
        homeless.forEach(this::place);
    }

    /** What the game has put into a slot since the item of that text was there. */
    private ItemStack more(int slot, String text) {
        ItemStack now = MinestomItems.at(inventory, slot);
        Written written = known.get(slot);
        ItemStack before = written != null && written.text().equals(text) ? written.item() : MinestomItems.read(text);
        if (!now.isSimilar(before)) {
            return now;
        }
        int more = now.amount() - before.amount();
        return more > 0 ? now.withAmount(more) : ItemStack.AIR;
    }

    private void place(ItemStack item) {
        if (item.isAir() || inventory.addItemStack(item)) {
            return;
        }
        int beyond = MinestomItems.CURSOR + 1;
        while (left.containsKey(beyond)) {
            beyond++;
        }
        left.put(beyond, MinestomItems.write(item)); // gets a slot when he comes next
    }

    private void put(int slot, ItemStack item) {
        if (slot == MinestomItems.CURSOR) {
            inventory.setCursorItem(item, false);
        } else {
            inventory.setItemStack(slot, item, false);
        }
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
