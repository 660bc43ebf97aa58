package dev.datasave.engine.lease;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The version of DataSave that a server runs, for its lease. It stands in a file beside this class, which the build fills in: a game that packs DataSave into
 * its own jar, under another package's name or not, takes the file along, while it has a manifest of its own.
 */
final class BuildVersion {
    private static final String OWN = read();

    private BuildVersion() {}

    /** The version; empty if the classes were not made by the build. */
    static String own() {
        return OWN;
    }

    private static String read() {
        try (InputStream file = BuildVersion.class.getResourceAsStream("version.txt")) {
            String text = file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.startsWith("$") ? "" : text;
        } catch (IOException unreadable) {
            return "";
        }
    }
}
