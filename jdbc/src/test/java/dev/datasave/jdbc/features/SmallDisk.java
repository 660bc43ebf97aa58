package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk of some megabytes, which is a folder in memory that only a server sees, in a mount namespace of its own. Needs no special rights. */
public final class SmallDisk {
    private static final int MEGABYTE = 1 << 20;

    private SmallDisk() {}

    /** A command that sees a folder as such a disk. Where that is not possible, the test is skipped and says so. */
    public static List<String> command(Path folder, int megabytes, List<String> command) {
        return mounted(folder, "size=" + megabytes + "m", command);
    }

    /** A command that sees a folder as a disk from which no programs and libraries run. */
    public static List<String> noexec(Path folder, List<String> command) {
        return mounted(folder, "noexec,size=8m", command);
    }

    private static List<String> mounted(Path folder, String options, List<String> command) {
        List<String> all = new ArrayList<>(List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o mode=700," + options + " disk \"$0\" && exec \"$@\"",
                folder.toString()));
        all.addAll(command);
        return all;
    }

    /** Skips the test where a user may make no such disk. */
    public static void assumePossible(Path folder) throws IOException, InterruptedException {
        List<String> command = command(folder, 1, List.of("true"));
        int exit = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        assumeThat(exit).as("this machine allows no mount namespace").isZero();
    }

    /** Takes all room that is left, as seen by this process of the server's; returns the file that has it. */
    public static Path fill(ProcessHandle server, Path folder) {
        Path file = Path.of("/proc/" + server.pid() + "/root" + folder).resolve("filler");
        byte[] bytes = new byte[MEGABYTE];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException full) {
            if (!Files.exists(file)) {
                throw new UncheckedIOException(full);
            }
            return file;
        }
    }
}
