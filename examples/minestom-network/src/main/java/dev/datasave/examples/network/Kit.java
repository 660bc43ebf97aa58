package dev.datasave.examples.network;

import dev.datasave.minestom.MinestomItems;
import java.util.Map;
import java.util.UUID;
import net.kyori.adventure.text.Component;
import net.minestom.server.item.ItemStack;
import net.minestom.server.item.Material;
import net.minestom.server.tag.Tag;

/** The things of this game. Each is the only one of its kind: it has a serial, by which the audit knows it again. */
final class Kit {
    static final Tag<String> SERIAL = Tag.String("serial");

    private Kit() {}

    static Map<Integer, String> ofNewPlayers() {
        return Map.of(
                0, MinestomItems.write(made(Material.WOODEN_PICKAXE, "Pickaxe")),
                1, MinestomItems.write(made(Material.APPLE, "Apple")),
                2, MinestomItems.write(made(Material.COMPASS, "Compass")));
    }

    static ItemStack emerald() {
        return made(Material.EMERALD, "Emerald");
    }

    private static ItemStack made(Material material, String name) {
        String serial = UUID.randomUUID().toString();
        return ItemStack.of(material)
                .withCustomName(Component.text(name + " " + serial.substring(0, 4)))
                .withTag(SERIAL, serial);
    }
}
