package dev.datasave.jdbc.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The database file and what SQLite keeps beside it, as they were opened. SQLite goes on with files that were moved, deleted or replaced, and
 * whatever it writes to them is lost; so it is asked for each transaction whether the names still lead to them.
 *
 * <p>A number of a file is not given to another one while it is open. Windows has no such numbers here, and lets nobody move or delete a file that
 * SQLite has open.
 */
final class OpenedFiles {
    private record Part(Path path, Object key) {}

    private final List<Part> parts;

    private OpenedFiles(List<Part> parts) {
        this.parts = parts;
    }

    static OpenedFiles of(List<Path> paths) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Path path : paths) {
            parts.add(new Part(path, key(path)));
        }
        return new OpenedFiles(List.copyOf(parts));
    }

    /** Identifies the file that has this name now, if the system can tell. */
    private static Object key(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key;
    }

    /** What was found and expected, if the database file is another one or gone. */
    Optional<String> changeOfDatabase() {
        return change(parts.getFirst());
    }

    /** What was found and expected, if any of the files is another one or gone. */
    Optional<String> change() {
        for (Part part : parts) {
            Optional<String> change = change(part);
            if (change.isPresent()) {
                return change;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> change(Part part) {
        String found;
        try {
            Object now = key(part.path);
            if (now.equals(part.key)) {
                return Optional.empty();
            }
            found = "another file " + now + " in the place of " + part.path.getFileName();
        } catch (NoSuchFileException e) {
            found = "that " + part.path.getFileName() + " was moved or deleted";
        } catch (IOException e) {
            found = e.toString();
        }
        return Optional.of("found " + found + ", expected the file that was opened " + part.key
                + "; put that back, or stop all servers of this file before you replace it");
    }
}
