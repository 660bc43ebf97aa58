package dev.datasave.minestom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.kyori.adventure.nbt.ByteBinaryTag;
import net.kyori.adventure.nbt.CompoundBinaryTag;
import net.kyori.adventure.nbt.DoubleBinaryTag;
import net.kyori.adventure.nbt.ListBinaryTag;
import net.kyori.adventure.nbt.LongBinaryTag;
import net.kyori.adventure.text.Component;
import net.minestom.server.MinecraftServer;
import net.minestom.server.component.DataComponents;
import net.minestom.server.inventory.PlayerInventory;
import net.minestom.server.item.ItemStack;
import net.minestom.server.item.Material;
import net.minestom.server.item.component.EnchantmentList;
import net.minestom.server.item.enchant.Enchantment;
import net.minestom.server.tag.Tag;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("one server in a JVM")
class MinestomItemsTest {
    private static final String NEWER =
            "{id:\"minecraft:moon_cheese\",count:3,components:{\"minecraft:glow\":{by:1b}}}";

    @BeforeAll
    static void registries() {
        MinecraftServer.init();
    }

    private static ItemStack sword() {
        return ItemStack.of(Material.DIAMOND_SWORD)
                .withCustomName(Component.text("Sting \"the\" 'blade' \\ ünïcödé"))
                .withLore(Component.text("old"))
                .with(DataComponents.DAMAGE, 7)
                .with(DataComponents.ENCHANTMENTS, new EnchantmentList(Enchantment.SHARPNESS, 5));
    }

    private static ItemStack tagged() {
        CompoundBinaryTag inner = CompoundBinaryTag.builder()
                .put("long", LongBinaryTag.longBinaryTag(9_007_199_254_740_993L))
                .put("byte", ByteBinaryTag.byteBinaryTag((byte) 1))
                .put("double", DoubleBinaryTag.doubleBinaryTag(0.1))
                .put(
                        "list",
                        ListBinaryTag.heterogeneousListBinaryTag()
                                .add(LongBinaryTag.longBinaryTag(1))
                                .add(ByteBinaryTag.byteBinaryTag((byte) 2))
                                .build())
                .build();
        return ItemStack.of(Material.PAPER, 5)
                .withTag(Tag.NBT("inner"), inner)
                .withTag(Tag.Long("serial"), Long.MIN_VALUE);
    }

    private static List<ItemStack> samples() {
        return List.of(ItemStack.of(Material.APPLE, 64), ItemStack.of(Material.APPLE, 99), sword(), tagged());
    }

    @Test
    void itemsComeBackAsTheyWere() {
        assertThat(samples()).allSatisfy(item -> {
            ItemStack back = MinestomItems.read(MinestomItems.write(item));
            assertThat(back).isEqualTo(item);
            assertThat(MinestomItems.isStandIn(back)).isFalse();
        });
    }

    @Test
    void itemsComeBackFromAStoredProfile() {
        Map<Integer, String> items = new TreeMap<>();
        samples().forEach(item -> items.put(items.size(), MinestomItems.write(item)));
        try (DataSave dataSave = DataSave.builder(Storage.inMemory()).build()) {
            ProfileStore<Backpack> store = dataSave.profileStore("Players", Backpack.class, Backpack::fresh);
            Profile<Backpack> profile = ((LoadResult.Loaded<Backpack>)
                            store.loadProfileAsync("alice").join())
                    .profile();
            profile.update(data -> data.with(items));
            assertThat(profile.releaseAsync().join()).isInstanceOf(SaveResult.Saved.class);
            Map<Integer, String> back =
                    store.viewProfileAsync("alice").join().orElseThrow().data().items();
            assertThat(back.values().stream().map(MinestomItems::read)).containsExactlyElementsOf(samples());
        }
    }

    /** The text form of NaN is read as a string, without an error. */
    @Test
    void whatTheTextFormWouldChangeIsKeptInItsBinaryForm() {
        ItemStack item = ItemStack.of(Material.PAPER).withTag(Tag.Double("ratio"), Double.NaN);
        String text = MinestomItems.write(item);
        assertThat(text).startsWith("nbt:");
        assertThat(MinestomItems.read(text)).isEqualTo(item);
        assertThat(MinestomItems.read("nbt:?")).matches(MinestomItems::isStandIn);
    }

    @Test
    void airIsTheEmptyText() {
        assertThat(MinestomItems.write(ItemStack.AIR)).isEmpty();
        assertThat(MinestomItems.read("")).isEqualTo(ItemStack.AIR);
    }

    @Test
    void whatCannotBeReadStandsInForItselfAndIsWrittenWordForWord() {
        for (String text :
                List.of(NEWER, "{id:\"minecraft:apple\",components:{\"minecraft:nonsense\":1}}", "{", "no text")) {
            ItemStack item = MinestomItems.read(text);
            assertThat(MinestomItems.isStandIn(item)).as(text).isTrue();
            assertThat(item.isAir()).isFalse();
            assertThat(item.maxStackSize()).isEqualTo(1);
            assertThat(MinestomItems.write(item)).isEqualTo(text);
            assertThat(MinestomItems.write(MinestomItems.read(MinestomItems.write(item))))
                    .isEqualTo(text);
        }
    }

    @Test
    void inventoryComesBackSlotBySlot() {
        PlayerInventory inventory = new PlayerInventory();
        inventory.setItemStack(0, sword());
        inventory.setItemStack(35, tagged());
        inventory.setItemStack(45, ItemStack.of(Material.SHIELD));
        inventory.setItemStack(38, ItemStack.of(Material.OAK_PLANKS, 2));
        Map<Integer, String> items = MinestomItems.writeAll(inventory);
        assertThat(items.keySet()).containsExactly(0, 35, 38, 45);
        PlayerInventory other = new PlayerInventory();
        other.setItemStack(7, ItemStack.of(Material.DIRT));
        assertThat(MinestomItems.readAll(items, other)).isEmpty();
        assertThat(other.getItemStacks()).isEqualTo(inventory.getItemStacks());
        assertThat(MinestomItems.writeAll(other)).isEqualTo(items);
    }

    @Test
    void unreadableItemKeepsItsSlotAmongTheOthers() {
        Map<Integer, String> items = Map.of(3, NEWER, 4, MinestomItems.write(sword()));
        PlayerInventory inventory = new PlayerInventory();
        MinestomItems.readAll(items, inventory);
        assertThat(inventory.getItemStack(4)).isEqualTo(sword());
        assertThat(MinestomItems.writeAll(inventory)).isEqualTo(items);
    }

    @Test
    void whatHangsOnTheCursorGoesToAFreeSlot() {
        PlayerInventory inventory = new PlayerInventory();
        inventory.setItemStack(0, ItemStack.of(Material.DIRT));
        inventory.setCursorItem(sword());
        Map<Integer, String> items = MinestomItems.writeAll(inventory);
        assertThat(items.keySet()).containsExactly(0, MinestomItems.CURSOR);
        PlayerInventory other = new PlayerInventory();
        MinestomItems.readAll(items, other);
        assertThat(other.getItemStack(1)).isEqualTo(sword());
        assertThat(other.getCursorItem()).isEqualTo(ItemStack.AIR);
    }

    @Test
    void nothingIsLostWhereThereIsNoRoom() {
        Map<Integer, String> items = new TreeMap<>();
        for (int slot = 0; slot <= 36; slot++) {
            items.put(slot, "{id:\"minecraft:stone\",count:1}");
        }
        items.put(MinestomItems.CURSOR, MinestomItems.write(sword()));
        items.put(99, NEWER);
        PlayerInventory inventory = new PlayerInventory();
        Map<Integer, String> left = MinestomItems.readAll(items, inventory);
        assertThat(inventory.getCursorItem()).isEqualTo(sword());
        assertThat(left).containsExactly(Map.entry(99, NEWER));
    }
}
