package dev.datasave.jdbc.features;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs out of Debian's packages: unpacked, not installed, and without special rights. Where there is no Debian, the test is skipped and says so. */
public final class DebianPackages {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private DebianPackages() {}

    /** The folder into which the packages are unpacked; they are fetched once. */
    public static Path unpacked(Path home, List<String> packages) throws IOException, InterruptedException {
        Path folder = home.resolve("debian-" + packages.get(0));
        Path done = folder.resolve("done");
        if (!Files.exists(done)) {
            Files.createDirectories(folder);
            String all = String.join(" ", packages);
            String script = "apt-get download -q " + all
                    + " && for f in *.deb; do dpkg -x \"$f\" . || exit 1; done && touch done";
            Optional<String> failure = run(folder, List.of("sh", "-c", script));
            failure.ifPresent(output -> abort("no packages " + all + " here: " + output));
        }
        return folder;
    }

    /** The programs of an installed PostgreSQL; the oldest one. */
    public static Path installedPostgres() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                Optional<Path> oldest = found.map(each -> each.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .sorted()
                        .findFirst();
                if (oldest.isPresent()) {
                    return oldest.get();
                }
            }
        }
        return abort("no PostgreSQL in " + versions);
    }

    /** A command for a server that refuses to run as root. */
    public static List<String> notAsRoot(String... command) {
        return Stream.concat(ROOT ? Stream.of("unshare", "-U") : Stream.of(), Stream.of(command))
                .toList();
    }

    /** Runs a command to its end; returns what it says if it fails. */
    public static Optional<String> run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "run", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        String said = Files.readString(log);
        Files.delete(log);
        return ended && process.exitValue() == 0 ? Optional.empty() : Optional.of(said);
    }
}
