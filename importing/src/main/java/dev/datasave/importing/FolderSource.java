package dev.datasave.importing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder with a file for each player, in JSON or YAML, as EssentialsX and many other plug-ins keep them. The file's name without its ending, in small letters if it is a UUID,
 * is the key and the user id. Files of other endings, hidden ones and folders are passed over.
 */
public final class FolderSource implements ImportSource {
    private static final Set<String> YAML = Set.of("yml", "yaml");
    private static final String JSON = "json";

    private final Path folder;

    private FolderSource(Path folder) {
        this.folder = folder;
    }

    /** The files of a folder, in the order of their names. */
    public static FolderSource of(Path folder) {
        return new FolderSource(folder);
    }

    @Override
    public void read(Consumer<ImportItem> to) throws IOException {
        for (Path file : files(folder, FolderSource::isRead)) {
            to.accept(item(file));
        }
    }

    /** Files of a folder, in the order of their names. */
    static List<Path> files(Path folder, Predicate<String> names) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> names.test(file.getFileName().toString()) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isRead(String name) {
        return !name.startsWith(".")
                && (YAML.contains(ending(name)) || ending(name).equals(JSON));
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** The key of a file's player. */
    static String key(Path file) {
        String name = file.getFileName().toString();
        String key = name.substring(0, name.lastIndexOf('.'));
        return PlayerUuid.isUuid(key) ? key.toLowerCase(Locale.ROOT) : key;
    }

    private static ImportItem item(Path file) throws IOException {
        String name = file.getFileName().toString();
        byte[] bytes = Files.readAllBytes(file);
        try {
            String text = StrictJson.text(bytes, StandardCharsets.UTF_8);
            JsonElement tree = ending(name).equals(JSON) ? StrictJson.parse(text) : StrictYaml.parse(text);
            if (tree instanceof JsonObject) {
                String key = key(file);
                return ImportItem.Profile.of(name, key, tree, Set.of(key), Map.of());
            }
            return new ImportItem.Unusable(
                    name, bytes.length == 0 ? "found an empty file" : "found no names and values, expected some");
        } catch (IllegalArgumentException e) {
            return new ImportItem.Unusable(name, String.valueOf(e.getMessage()));
        }
    }
}
