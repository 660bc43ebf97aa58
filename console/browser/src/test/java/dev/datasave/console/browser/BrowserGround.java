package dev.datasave.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.datasave.console.ConsoleOptions;
import dev.datasave.console.ConsoleServer;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.ops.Operations;
import dev.datasave.spi.Storage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A game that plays on an SQLite file, a console on the same file, and a Chromium. It keeps what the browser complains about: errors of scripts, what the
 * content policy has stopped, requests to elsewhere, and windows that a script opens.
 */
final class BrowserGround implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 60_000;
    private static final String WATCH = "addEventListener('securitypolicyviolation',"
            + " event => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))";
    private static final String CHECK = "async () => { const all = await axe.run(document, {runOnly:"
            + " ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});"
            + " return JSON.stringify(all.violations.map(one => one.id + ': '"
            + " + one.nodes.slice(0, 3).map(node => node.html + ' ' + node.failureSummary).join(' | '))); }";
    private static final String OVERFLOW =
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    final Network network;
    final Operations operations;
    private final Storage storage;
    private final ConsoleServer console;
    private final Path tokens;
    private final String operator;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private BrowserGround(Path folder, Path chromium) throws IOException {
        Path file = folder.resolve("players.db");
        network = new Network(file);
        storage = SqlStorage.sqlite(file);
        operations = Operations.on(storage);
        tokens = folder.resolve("tokens");
        console = ConsoleServer.start(ConsoleOptions.local(0, tokens), operations);
        operator = console.newToken().orElseThrow();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setTimeout(PATIENCE_MILLIS * 3)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
    }

    /** Skips the test, and says why, where there is no Chromium. Where one is required ({@code DATASAVE_TESTS_REQUIRE} names a browser), it fails. */
    static BrowserGround open(Path folder) throws IOException {
        Optional<Path> chromium = chromium();
        String required = System.getenv("DATASAVE_TESTS_REQUIRE");
        if (chromium.isEmpty() && required != null && required.contains("browser")) {
            throw new AssertionError("found no chromium on the PATH, expected one: apt-get install chromium");
        }
        if (chromium.isEmpty()) {
            System.out.println(
                    "The console is not tried in a browser: no chromium on the PATH (apt-get install chromium)");
        }
        Assumptions.assumeTrue(chromium.isPresent(), "no chromium on the PATH");
        return new BrowserGround(folder, chromium.orElseThrow());
    }

    private static Optional<Path> chromium() {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(File.pathSeparator))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    String address(String path) {
        return console.address() + path;
    }

    /** A browser of its own, which nobody has logged in. */
    Page fresh(ColorScheme scheme, int width) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, 800)
                .setTimezoneId("Asia/Tokyo"));
        context.addInitScript(WATCH);
        Page page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !isRefusal(message)) {
                complaints.add(message.text() + " at " + page.url());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("a window: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(address("/"))) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
        return page;
    }

    /** Pages that say no have a status that Chromium notes as an error. Anything else that can't be fetched is a complaint. */
    private static boolean isRefusal(ConsoleMessage message) {
        String what = message.text();
        return !message.location().contains("/assets/")
                && what.matches("Failed to load resource: the server responded with a status of 4\\d\\d .*");
    }

    String operator() {
        return operator;
    }

    /** A browser in which the operator has logged in by the keyboard, and sees the dashboard. */
    Page asOperator(ColorScheme scheme, int width) {
        return login(fresh(scheme, width), operator);
    }

    Page login(Page page, String token) {
        page.navigate(address("/"));
        page.getByLabel("Token").fill(token);
        page.keyboard().press("Enter");
        page.locator("#servers tr[data-link]").nth(1).waitFor();
        return page;
    }

    /** A token for a user who only looks, as a line of the file. */
    String viewer(String name) throws IOException {
        String token = "viewer-token-of-" + name;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            Files.writeString(
                    tokens, "viewer " + name + " " + HexFormat.of().formatHex(hash) + "\n", StandardOpenOption.APPEND);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return token;
    }

    /** What axe-core finds wrong with a page, and whether it is wider than the screen. */
    static List<String> faults(Page page) {
        page.evaluate(axe());
        List<String> faults = new ArrayList<>();
        JsonParser.parseString(String.valueOf(page.evaluate(CHECK)))
                .getAsJsonArray()
                .forEach(violation -> faults.add(violation.getAsString()));
        int overflow = ((Number) page.evaluate(OVERFLOW)).intValue();
        if (overflow > 0) {
            faults.add("wider than the screen by " + overflow);
        }
        return faults;
    }

    private static String axe() {
        try (InputStream in = BrowserGround.class.getClassLoader().getResourceAsStream("axe.min.js")) {
            if (in == null) {
                throw new AssertionError("axe.min.js is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a picture for the documentation, if {@code -Dscreenshots=FOLDER} says where. */
    static void keep(Page page, String name) {
        String folder = System.getProperty("screenshots");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
        }
    }

    void checkNoComplaints() {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        playwright.close();
        console.close();
        operations.close();
        storage.close();
        network.close();
    }
}
