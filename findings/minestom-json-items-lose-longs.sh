#!/usr/bin/env bash
# Minestom 2026.07.01-26.1.2 (net.minestom:minestom), JDK 25.
#
# ItemStack.CODEC with Transcoder.JSON writes an item's own long and byte tags as JSON numbers, and reads them as doubles, without an error. The item that comes
# back has no such long any more, is not equal to itself, and does not stack with what it was. Encoded again, it gives the same JSON, so a comparison of
# documents sees nothing. The same codec with Transcoder.NBT keeps everything.
#
# Seen:
#   the long is 7
#   by JSON: the long is null, equal false, similar false, the same JSON again: true
#   by NBT: the long is 7, equal true, similar true

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages net.minestom:minestom:2026.07.01-26.1.2 org.slf4j:slf4j-nop:2.0.18
cat >"$work/src/Main.java" <<'JAVA'
import com.google.gson.JsonElement;
import net.kyori.adventure.nbt.BinaryTag;
import net.minestom.server.MinecraftServer;
import net.minestom.server.codec.Transcoder;
import net.minestom.server.item.ItemStack;
import net.minestom.server.item.Material;
import net.minestom.server.registry.RegistryTranscoder;
import net.minestom.server.tag.Tag;

public class Main {
    static final Tag<Long> SERIAL = Tag.Long("serial");

    public static void main(String[] args) {
        MinecraftServer.init();
        ItemStack item = ItemStack.of(Material.APPLE).withTag(SERIAL, 7L);
        System.out.println("the long is " + item.getTag(SERIAL));
        RegistryTranscoder<JsonElement> json = new RegistryTranscoder<>(Transcoder.JSON, MinecraftServer.process());
        JsonElement written = ItemStack.CODEC.encode(json, item).orElseThrow();
        ItemStack byJson = ItemStack.CODEC.decode(json, written).orElseThrow();
        System.out.println("by JSON: " + compared(item, byJson) + ", the same JSON again: "
                + written.equals(ItemStack.CODEC.encode(json, byJson).orElseThrow()));
        RegistryTranscoder<BinaryTag> nbt = new RegistryTranscoder<>(Transcoder.NBT, MinecraftServer.process());
        BinaryTag tag = ItemStack.CODEC.encode(nbt, item).orElseThrow();
        System.out.println("by NBT: " + compared(item, ItemStack.CODEC.decode(nbt, tag).orElseThrow()));
        System.exit(0);
    }

    static String compared(ItemStack item, ItemStack back) {
        return "the long is " + back.getTag(SERIAL) + ", equal " + item.equals(back) + ", similar " + item.isSimilar(back);
    }
}
JAVA
compiled classes
java_of classes Main | expect
