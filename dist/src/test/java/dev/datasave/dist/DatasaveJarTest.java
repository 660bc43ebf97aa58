package dev.datasave.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one jar, run as an operator runs it. */
@Timeout(180)
class DatasaveJarTest {
    private static final Path JAR =
            Path.of(System.getProperty("datasave.jar", "target/datasave.jar")).toAbsolutePath();

    @TempDir
    private Path folder;

    private String out = "";

    private int run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        Path printed = folder.resolve("printed.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.writeString(folder.resolve("empty"), "").toFile()))
                .start();
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        out = Files.readString(printed);
        return process.exitValue();
    }

    @Test
    void demoPlaysAndItsFileIsListed() throws IOException, InterruptedException {
        assertThat(run("demo", "--servers", "2", "--players", "10", "--seconds", "5", "--keep", "kept"))
                .as(() -> out)
                .isZero();
        assertThat(run("ls", "--jdbc-url", "jdbc:sqlite:kept/players.db"))
                .as(() -> out)
                .isZero();
        assertThat(out).contains("STORE", "ENTRIES");
        assertThat(run("doctor", "--jdbc-url", "jdbc:sqlite:kept/players.db"))
                .as(() -> out)
                .isZero();
        assertThat(out).doesNotContain("WARNING", "SLF4J");
    }

    @Test
    void versionAndAllCommandsAreThere() throws IOException, InterruptedException {
        assertThat(run("--version")).as(() -> out).isZero();
        assertThat(out).startsWith("datasave ").doesNotContain("not from a jar");
        assertThat(run("--help")).isZero();
        assertThat(out).contains("demo", "rollback", "wipe", "import", "verify-import", "doctor");
        assertThat(run("show", "Bag", "k")).isEqualTo(2);
    }

    @Test
    void driversOfAllDatabasesAreFound() throws IOException, InterruptedException {
        assertThat(run("ls", "--jdbc-url", "jdbc:postgresql://127.0.0.1:1/none"))
                .isEqualTo(3);
        assertThat(out).contains("127.0.0.1:1").doesNotContain("driver", "Driver");
        assertThat(run("ls", "--jdbc-url", "jdbc:mariadb://127.0.0.1:1/none")).isEqualTo(3);
        assertThat(out).doesNotContain("No suitable", "no driver");
    }

    @Test
    void servicesAreMergedModulesLeftOutAndLicencesKept() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String drivers = new String(
                    jar.getInputStream(jar.getEntry("META-INF/services/java.sql.Driver"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(drivers).contains("org.sqlite.JDBC", "org.postgresql.Driver", "org.mariadb.jdbc.Driver");
            List<String> names = jar.stream().map(JarEntry::getName).toList();
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .noneMatch(name -> name.endsWith("module-info.class"))
                    .noneMatch(name -> name.endsWith(".SF"))
                    .contains("META-INF/licenses/datasave/LICENSE", "META-INF/licenses/LIST.txt")
                    .anyMatch(name -> name.startsWith("META-INF/licenses/sqlite-jdbc") && name.endsWith("/LICENSE"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("dev.datasave.cli.Main");
        }
    }
}
