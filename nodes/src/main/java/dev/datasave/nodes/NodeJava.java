package dev.datasave.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Java on which nodes run: a 17 where there is one, because Cassandra 5.0 is made for it; otherwise the one of this process, with a class in place of one that needs
 * a security manager.
 *
 * @param program the program {@code java}
 * @param isOld whether it is a 17
 */
record NodeJava(Path program, boolean isOld) {
    private static final List<String> PLACES =
            List.of("/usr/lib/jvm", "/opt/java", "/Library/Java/JavaVirtualMachines");

    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/java.lang.ref",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc");

    private static final List<String> OPENS = List.of(
            "java.lang",
            "java.lang.module",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "sun.nio.ch",
            "jdk.internal.loader",
            "jdk.internal.ref",
            "jdk.internal.reflect",
            "jdk.internal.math",
            "jdk.internal.module",
            "jdk.internal.util.jar");

    static NodeJava find() {
        return PLACES.stream()
                .map(Path::of)
                .filter(Files::isDirectory)
                .flatMap(place -> homes(place).stream())
                .filter(NodeJava::is17)
                .map(NodeJava::program)
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new NodeJava(program, true))
                .orElseGet(() -> new NodeJava(program(Path.of(System.getProperty("java.home"))), false));
    }

    private static Path program(Path home) {
        return home.resolve("bin").resolve("java");
    }

    private static List<Path> homes(Path place) {
        try (Stream<Path> folders = Files.list(place)) {
            return folders.flatMap(folder -> Stream.of(folder, folder.resolve("Contents/Home")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean is17(Path home) {
        try {
            Path release = home.resolve("release");
            return Files.exists(release) && Files.readString(release).contains("JAVA_VERSION=\"17");
        } catch (IOException e) {
            return false;
        }
    }

    /** The jars of a node, behind the class that newer Javas need. */
    String classPath(Path programs) {
        String jars = programs + "/*";
        return isOld ? jars : stub() + ":" + jars;
    }

    /** Where this module's classes are, among them that one. */
    private static Path stub() {
        CodeSource source = NodeJava.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(Objects.requireNonNull(source).getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> options(Path folder, Path programs) {
        List<String> options = new ArrayList<>(List.of(
                "-Xms512M",
                "-Xmx512M",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-XX:MaxDirectMemorySize=256M",
                "-Djava.net.preferIPv4Stack=true",
                "-javaagent:" + agent(programs),
                "-Djdk.attach.allowAttachSelf=true",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dcassandra.config=file://" + folder.resolve("cassandra.yaml"),
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                "-Dcassandra.storagedir=" + folder,
                "-Dcassandra-foreground=yes",
                "-Dcassandra.ring_delay_ms=1000",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.consistent.rangemovement=false",
                "-Dcassandra.available_processors=2"));
        EXPORTS.forEach(each -> options.add("--add-exports=" + each + "=ALL-UNNAMED"));
        OPENS.forEach(each -> options.add("--add-opens=java.base/" + each + "=ALL-UNNAMED"));
        options.add("--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");
        return options;
    }

    private static Path agent(Path programs) {
        try (Stream<Path> jars = Files.list(programs)) {
            Optional<Path> jamm = jars.filter(
                            jar -> String.valueOf(jar.getFileName()).startsWith("jamm-"))
                    .findFirst();
            return jamm.orElseThrow(() -> new IllegalStateException(programs + ": found no jamm, expected its jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
