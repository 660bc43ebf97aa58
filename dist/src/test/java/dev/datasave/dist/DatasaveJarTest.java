package dev.datasave.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

    private static List<String> command(String... args) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        return command;
    }

    private int run(String... args) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed.txt");
        Process process = new ProcessBuilder(command(args))
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
        assertThat(out).contains("demo", "rollback", "wipe", "import", "verify-import", "doctor", "console");
        assertThat(run("show", "Bag", "k")).isEqualTo(2);
    }

    @Test
    void consoleAnswersABrowser() throws IOException, InterruptedException {
        assertThat(run("console", "--help")).as(() -> out).isZero();
        assertThat(out).contains("--jdbc-url", "--tls", "--tokens");
        assertThat(run("demo", "--servers", "1", "--players", "2", "--seconds", "2", "--keep", "kept"))
                .as(() -> out)
                .isZero();
        Process console = new ProcessBuilder(command(
                        "console",
                        "--port",
                        "0",
                        "--tokens",
                        folder.resolve("tokens").toString(),
                        "--jdbc-url",
                        "jdbc:sqlite:kept/players.db"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = console.inputReader(StandardCharsets.UTF_8);
                HttpClient browser = HttpClient.newHttpClient()) {
            assertThat(said.readLine()).startsWith("token of admin, shown only now: ");
            String address = said.readLine();
            assertThat(address).startsWith("console: http://127.0.0.1:");
            URI start = URI.create(address.substring("console: ".length(), address.indexOf(" (")));
            assertThat(get(browser, start.resolve("/login")).body()).contains("<form", "token");
            for (String name : List.of("htmx.js", "uplot.js", "uplot.css", "console.js", "console.css")) {
                HttpResponse<String> asset = get(browser, start.resolve("/assets/" + name));
                assertThat(asset.statusCode()).as(name).isEqualTo(200);
                assertThat(asset.body()).as(name).isNotBlank();
            }
        } finally {
            console.destroy();
            assertThat(console.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static HttpResponse<String> get(HttpClient browser, URI address) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
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
    void whatTheListOfLicencesNamesHasItsText() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String list = read(jar, "META-INF/licenses/LIST.txt");
            assertThat(list)
                    .contains("Javalin", "Jetty", "Pebble", "htmx", "uplot", "PostgreSQL")
                    .doesNotContain("Unknown");
        }
    }

    private static String read(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void servicesAreMergedModulesLeftOutAndLicencesKept() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String drivers = read(jar, "META-INF/services/java.sql.Driver");
            assertThat(drivers).contains("org.sqlite.JDBC", "org.postgresql.Driver", "org.mariadb.jdbc.Driver");
            List<String> names = jar.stream().map(JarEntry::getName).toList();
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .noneMatch(name -> name.endsWith("module-info.class"))
                    .noneMatch(name -> name.endsWith(".SF"))
                    .contains("META-INF/licenses/datasave/LICENSE", "META-INF/licenses/LIST.txt")
                    .anyMatch(name -> name.startsWith("META-INF/licenses/sqlite-jdbc") && name.endsWith("/LICENSE"))
                    .anyMatch(name -> name.startsWith("META-INF/licenses/javalin") && name.endsWith("/LICENSE"))
                    .contains(
                            "META-INF/licenses/pebble/LICENSE",
                            "META-INF/licenses/asm/LICENSE",
                            "META-INF/licenses/jetty/NOTICE.txt",
                            "META-INF/licenses/jakarta.servlet-api/NOTICE.txt");
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("dev.datasave.cli.Main");
        }
    }
}
