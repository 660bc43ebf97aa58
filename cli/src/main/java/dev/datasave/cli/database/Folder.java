package dev.datasave.cli.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder for the files of a run: one of the user's, which is kept, or a temporary one, which is removed at close. */
public final class Folder implements AutoCloseable {
    private final Path path;
    private final boolean temporary;

    private Folder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** A temporary one. */
    public static Folder temporary() throws IOException {
        return new Folder(Files.createTempDirectory("datasave-"), true);
    }

    /** One of the user's for a demo, if given. */
    public static Folder open(Optional<Path> keep) throws IOException {
        if (keep.isEmpty()) {
            return new Folder(Files.createTempDirectory("datasave-demo-"), true);
        }
        Path path = Files.createDirectories(keep.get());
        if (Files.exists(path.resolve("players.db"))) {
            throw new IOException("found a players.db in " + path + " already, expected a folder without one");
        }
        return new Folder(path, false);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        for (int attempt = 0; attempt < 3 && Files.exists(path); attempt++) { // an ending process may still write files
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                // The loop tries again. Remaining files are in the system's temporary folder.
            }
        }
    }
}
