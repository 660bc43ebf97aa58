package dev.datasave.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.kyori.adventure.nbt.BinaryTagIO;
import net.kyori.adventure.nbt.BinaryTagTypes;
import net.kyori.adventure.nbt.CompoundBinaryTag;
import net.kyori.adventure.nbt.DoubleBinaryTag;
import net.kyori.adventure.nbt.IntBinaryTag;
import net.kyori.adventure.nbt.ListBinaryTag;
import net.kyori.adventure.nbt.StringBinaryTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are written with Adventure NBT, as the game writes them. */
class PlayerDataSourceTest {
    private static final String ANN = "0a1b2c3d-0000-4000-8000-0000000000aa";

    @TempDir
    private Path folder;

    private static CompoundBinaryTag player() {
        CompoundBinaryTag item = CompoundBinaryTag.builder()
                .putByte("Slot", (byte) -106)
                .putString("id", "minecraft:shield")
                .putInt("count", 1)
                .build();
        return CompoundBinaryTag.builder()
                .putInt("DataVersion", 4671)
                .putFloat("Health", 19.1f)
                .putShort("Air", (short) 300)
                .putBoolean("OnGround", true)
                .putLong("WorldUUIDMost", 9007199254740993L)
                .putLong("Least", Long.MIN_VALUE)
                .putIntArray("UUID", new int[] {Integer.MIN_VALUE, 2, -3, Integer.MAX_VALUE})
                .putByteArray("raw", new byte[] {-128, 0, 127})
                .putLongArray("big", new long[] {Long.MAX_VALUE, -1})
                .putString("Dimension", "minecraft:overworld \u00e4 \"1b\"")
                .putDouble("whole", 20.0)
                .putDouble("tiny", Double.MIN_VALUE)
                .putDouble("nan", Double.NaN)
                .putFloat("infinite", Float.NEGATIVE_INFINITY)
                .putDouble("minus", -0.0)
                .put(
                        "Pos",
                        ListBinaryTag.listBinaryTag(
                                BinaryTagTypes.DOUBLE,
                                List.of(DoubleBinaryTag.doubleBinaryTag(-1.5), DoubleBinaryTag.doubleBinaryTag(64))))
                .put("Inventory", ListBinaryTag.listBinaryTag(BinaryTagTypes.COMPOUND, List.of(item, item)))
                .put("EnderItems", ListBinaryTag.listBinaryTag(BinaryTagTypes.COMPOUND, List.of()))
                .put("nothing", ListBinaryTag.empty())
                .put(
                        "mixed",
                        ListBinaryTag.heterogeneousListBinaryTag()
                                .add(IntBinaryTag.intBinaryTag(1))
                                .add(StringBinaryTag.stringBinaryTag("a"))
                                .add(item)
                                .build())
                .put("*", CompoundBinaryTag.builder().putByte("*", (byte) 1).build())
                .build();
    }

    private List<ImportItem> read() throws IOException {
        List<ImportItem> items = new ArrayList<>();
        PlayerDataSource.of(folder).read(items::add);
        return items;
    }

    private Path write(String name, BinaryTagIO.Compression compression) throws IOException {
        Path file = folder.resolve(name);
        BinaryTagIO.writer().write(player(), file, compression);
        return file;
    }

    /** What a file gives back: a list of different tags has each in a compound then. */
    private static CompoundBinaryTag reread(CompoundBinaryTag tag) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BinaryTagIO.writer().write(tag, out);
            return BinaryTagIO.unlimitedReader().read(new ByteArrayInputStream(out.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyTagComesBackAsItWas() {
        JsonObject tree = NbtJson.toJson(player());
        JsonObject stored = JsonParser.parseString(tree.toString()).getAsJsonObject();
        assertThat(NbtJson.toNbt(stored)).isEqualTo(player());
        JsonObject data = stored.getAsJsonObject("data");
        assertThat(data.get("WorldUUIDMost").getAsLong()).isEqualTo(9007199254740993L);
        assertThat(data.get("Health").getAsFloat()).isEqualTo(19.1f);
        assertThat(stored.getAsJsonObject("types").get("Inventory").toString())
                .isEqualTo("{\"*\":{\"Slot\":\"byte\"}}");
    }

    @Test
    void aDatabaseThatRewritesNumbersDoesNotChangeTheTags() {
        JsonObject tree = NbtJson.toJson(player());
        JsonObject data = tree.getAsJsonObject("data");
        data.add("whole", JsonParser.parseString("20"));
        data.add("tiny", JsonParser.parseString("0." + "0".repeat(323) + "49"));
        data.add("Air", JsonParser.parseString("3E2"));
        assertThat(NbtJson.toNbt(tree)).isEqualTo(player());
    }

    @Test
    void whatAGameAddsNeedsNoType() {
        JsonObject tree = NbtJson.toJson(CompoundBinaryTag.empty());
        tree.getAsJsonObject("data").add("level", JsonParser.parseString("[{\"a\":1,\"b\":\"x\"}]"));
        assertThat(NbtJson.toNbt(tree).getList("level").getCompound(0).getInt("a"))
                .isEqualTo(1);
    }

    @Test
    void aNumberThatDoesNotFitIsNamedWithItsPlace() {
        JsonObject tree = NbtJson.toJson(player());
        tree.getAsJsonObject("data").addProperty("Air", 40_000);
        assertThatThrownBy(() -> NbtJson.toNbt(tree))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NBT: found a value at $.data.Air that is no short, expected one");
        JsonObject wrong = JsonParser.parseString("{\"data\":{\"a\":[null]}}").getAsJsonObject();
        assertThatThrownBy(() -> NbtJson.toNbt(wrong)).hasMessage("NBT: found null at $.data.a[0], which NBT has not");
    }

    @Test
    void filesOfPlayersAreReadPackedOrNot() throws IOException {
        write(ANN.toUpperCase(Locale.ROOT) + ".dat", BinaryTagIO.Compression.GZIP);
        write(ANN.replace("aa", "bb") + ".dat", BinaryTagIO.Compression.NONE);
        write(ANN + ".dat_old", BinaryTagIO.Compression.GZIP);
        assertThat(read()).hasSize(2).allSatisfy(item -> {
            ImportItem.Profile profile = (ImportItem.Profile) item;
            assertThat(profile.key()).startsWith("0a1b2c3d-").isLowerCase();
            assertThat(profile.userIds()).containsExactly(profile.key());
            JsonObject tree = profile.versions().getFirst().value().getAsJsonObject();
            assertThat(reread(NbtJson.toNbt(tree))).isEqualTo(reread(player()));
        });
    }

    @Test
    void filesThatAreNotWholeAreReported() throws IOException {
        byte[] whole = Files.readAllBytes(write(ANN + ".dat", BinaryTagIO.Compression.GZIP));
        byte[] unpacked = Files.readAllBytes(write(ANN.replace("aa", "bb") + ".dat", BinaryTagIO.Compression.NONE));
        Files.write(folder.resolve(ANN + ".dat"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(folder.resolve(ANN.replace("aa", "bb") + ".dat"), Arrays.copyOf(unpacked, unpacked.length / 2));
        Files.write(folder.resolve(ANN.replace("aa", "cc") + ".dat"), new byte[0]);
        Files.writeString(folder.resolve(ANN.replace("aa", "dd") + ".dat"), "not NBT");
        Files.write(folder.resolve("level.dat"), whole);
        assertThat(read()).hasSize(5).allMatch(item -> item instanceof ImportItem.Unusable);
        assertThat(read())
                .extracting(ImportItem::toString)
                .anyMatch(item -> item.contains("level.dat, why=found a name that is no UUID"))
                .anyMatch(item -> item.contains("cc.dat, why=found an empty file"))
                .anyMatch(item -> item.contains("aa.dat, why=found no whole NBT"));
    }
}
