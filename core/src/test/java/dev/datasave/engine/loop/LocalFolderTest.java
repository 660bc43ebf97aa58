package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Local files on the real disk. */
class LocalFolderTest {
    @TempDir
    private Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void filesAreWrittenMovedReadAndRemoved() throws IOException {
        LocalFolder folder = new LocalFolder(directory.resolve("new").resolve("spool"));
        assertThat(folder.names()).isEmpty();
        folder.write("a.tmp", bytes("longer than the next one"));
        folder.write("a.tmp", bytes("short"));
        folder.write("b", bytes("other"));
        folder.move("a.tmp", "b");
        folder.force();
        Files.createDirectory(folder.directory().resolve("folder"));
        assertThat(folder.names()).containsExactly("b");
        assertThat(folder.read("b")).asString(StandardCharsets.UTF_8).isEqualTo("short");
        folder.delete("b");
        folder.delete("b");
        assertThat(folder.names()).isEmpty();
        assertThatThrownBy(() -> folder.read("b")).isInstanceOf(IOException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerMayReadThem() throws IOException {
        LocalFolder folder = new LocalFolder(directory.resolve("spool"));
        folder.write("a", bytes("secret"));
        var unused = folder.lock("b.lock").orElseThrow();
        assertThat(permissions(folder.directory())).isEqualTo("rwx------");
        assertThat(permissions(folder.directory().resolve("a"))).isEqualTo("rw-------");
        assertThat(permissions(folder.directory().resolve("b.lock"))).isEqualTo("rw-------");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLockIsHeldOnceWhicheverWayItIsAskedFor() throws IOException {
        LocalFolder folder = new LocalFolder(directory);
        Path link = directory.resolveSibling(directory.getFileName() + "-link");
        Files.createSymbolicLink(link, directory);
        try {
            try (Closeable held = folder.lock("x.lock").orElseThrow()) {
                assertThat(held).isNotNull();
                assertThat(folder.lock("x.lock")).isEmpty();
                assertThat(new LocalFolder(link).lock("x.lock")).isEmpty();
                assertThat(folder.names()).containsExactly("x.lock");
                folder.lock("y.lock").orElseThrow().close();
            }
            assertThat(folder.names()).isEmpty();
            new LocalFolder(link).lock("x.lock").orElseThrow().close();
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void aDirectoryThatCannotBeIsAnError() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        LocalFolder folder = new LocalFolder(file);
        assertThatThrownBy(folder::names).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> folder.write("a", bytes("x"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> folder.lock("a.lock")).isInstanceOf(IOException.class);
    }
}
