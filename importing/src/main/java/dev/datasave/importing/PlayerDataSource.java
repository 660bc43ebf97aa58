package dev.datasave.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.kyori.adventure.nbt.BinaryTagIO;
import net.kyori.adventure.nbt.CompoundBinaryTag;

/**
 * Minecraft's folder {@code playerdata}: a file {@code UUID.dat} for each player, NBT packed with gzip. The UUID is the key and the user id, the tree is {@link NbtJson}'s. Older
 * states that the game keeps beside it ({@code .dat_old}) are passed over.
 */
public final class PlayerDataSource implements ImportSource {
    private static final String ENDING = ".dat";
    private static final int GZIP = 0x1F;

    private final Path folder;

    private PlayerDataSource(Path folder) {
        this.folder = folder;
    }

    /** The files of a folder, in the order of their names. */
    public static PlayerDataSource of(Path folder) {
        return new PlayerDataSource(folder);
    }

    @Override
    public void read(Consumer<ImportItem> to) throws IOException {
        for (Path file : FolderSource.files(folder, name -> name.endsWith(ENDING))) {
            to.accept(item(file));
        }
    }

    private static ImportItem item(Path file) throws IOException {
        String name = file.getFileName().toString();
        String key = FolderSource.key(file);
        byte[] bytes = Files.readAllBytes(file);
        if (!PlayerUuid.isUuid(key)) {
            return new ImportItem.Unusable(name, "found a name that is no UUID");
        } else if (bytes.length == 0) {
            return new ImportItem.Unusable(name, "found an empty file");
        }
        try {
            CompoundBinaryTag tag = BinaryTagIO.unlimitedReader()
                    .read(file, bytes[0] == GZIP ? BinaryTagIO.Compression.GZIP : BinaryTagIO.Compression.NONE);
            return ImportItem.Profile.of(name, key, NbtJson.toJson(tag), Set.of(key), Map.of());
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new ImportItem.Unusable(name, "found no whole NBT: " + e.getMessage());
        }
    }
}
