package dev.datasave.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.datasave.console.ConsoleOptions;
import dev.datasave.console.ConsoleServer;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.ops.Operations;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks through the console in a real browser while a game plays: the pages work under their own content policy, ask nobody outside, and axe-core finds nothing
 * wrong with them, in light, dark and on a phone. {@code -Dscreenshots=FOLDER} keeps the pictures.
 */
@Timeout(300)
class BrowserTest {
    private static final List<String> PAGES = List.of(
            "/",
            "/find?store=PlayerData",
            "/ranking?store=PlayerData",
            "/messages?store=PlayerData&key=8421",
            "/audit",
            "/health",
            "/profile?store=PlayerData&key=8421",
            "/profile/history?store=PlayerData&key=8421",
            "/profile/diff?store=PlayerData&key=8421&from=2&to=3",
            "/profile/act/edit?store=PlayerData&key=8421",
            "/profile/act/rollback?store=PlayerData&key=8421&revision=2",
            "/profile/act/wipe?store=PlayerData&key=8421",
            "/person?user=8421",
            "/nowhere");

    @TempDir
    private Path folder;

    private Network network;
    private Storage storage;
    private Operations operations;
    private ConsoleServer console;
    private Playwright playwright;
    private Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private static Optional<Path> chromium() {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(java.io.File.pathSeparator))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @BeforeEach
    void begin() throws IOException {
        Optional<Path> program = chromium();
        if (program.isEmpty()) {
            System.out.println("BrowserTest is skipped: found no chromium on the PATH (apt-get install chromium)");
        }
        Assumptions.assumeTrue(program.isPresent(), "found no chromium on the PATH");
        Path file = folder.resolve("players.db");
        network = new Network(file);
        storage = SqlStorage.sqlite(file);
        operations = Operations.on(storage);
        console = ConsoleServer.start(ConsoleOptions.local(0, folder.resolve("tokens")), operations);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program.orElseThrow())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    @AfterEach
    void end() {
        if (playwright != null) {
            playwright.close();
        }
        if (console != null) {
            console.close();
            operations.close();
            storage.close();
            network.close();
        }
    }

    private Page open(ColorScheme scheme, int width, int height) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
        Page page = context.newPage();
        page.setDefaultTimeout(60_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("404")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(console.address()) && !request.url().startsWith("data:")) {
                complaints.add("asked outside: " + request.url());
            }
        });
        page.navigate(console.address() + "/");
        page.getByLabel("Token").fill(token());
        page.keyboard().press("Enter");
        page.waitForSelector("#charts");
        return page;
    }

    private String token() {
        return console.newToken().orElseThrow();
    }

    private static void keep(Page page, String name) {
        String folder = System.getProperty("screenshots");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
        }
    }

    private static void checkAccess(Page page, String where) {
        page.evaluate(axe());
        Object found = page.evaluate(
                "async () => { const all = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']});"
                        + " return JSON.stringify(all.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html + ' ' + node.failureSummary).slice(0, 3).join(' | '))); }");
        JsonArray violations = JsonParser.parseString(String.valueOf(found)).getAsJsonArray();
        assertThat(violations).as(where).isEmpty();
    }

    private static String axe() {
        try (InputStream in = BrowserTest.class.getClassLoader().getResourceAsStream("axe.min.js")) {
            if (in == null) {
                throw new AssertionError("axe.min.js is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyPageIsAccessibleInLightDarkAndOnAPhone() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : scheme == ColorScheme.LIGHT ? new int[] {1200, 390} : new int[] {1200}) {
                Page page = open(scheme, width, 800);
                for (String path : PAGES) {
                    page.navigate(console.address() + path);
                    String where = path + " " + scheme + " " + width;
                    checkAccess(page, where);
                    Object overflow = page.evaluate(
                            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    assertThat(((Number) overflow).intValue())
                            .as(where + " is as wide as the screen")
                            .isLessThanOrEqualTo(0);
                }
                page.context().close();
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void operatorGivesBackALostItemWhileThePlayerIsOnline() {
        Page page = open(ColorScheme.LIGHT, 1200, 800);
        page.waitForFunction("Number(document.getElementById('charts').dataset.points || 0) > 8");
        keep(page, "console-network");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Find").setExact(true))
                .click();
        page.getByLabel("User id").fill("8421");
        page.keyboard().press("Enter");
        page.locator("td.key a, th.key a").first().click();
        page.waitForURL("**/profile?**");
        keep(page, "console-profile");
        page.getByLabel("What revision 3 has changed").click();
        assertThat(page.locator("tr.removed").innerText()).contains("sword");
        keep(page, "console-changes");
        page.getByLabel("Restore revision 2").click();
        assertThat(page.locator("tr.added").innerText()).contains("sword");
        page.getByLabel("Why").fill("ticket 12");
        page.getByLabel("Yes, I mean").check();
        keep(page, "console-restore");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Restore revision 2"))
                .click();
        assertThat(page.locator(".done").innerText())
                .contains("rolled back to revision 2", "by the server that has the profile");
        assertThat(network.itemsOfSteve()).contains("sword");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit log"))
                .first()
                .click();
        assertThat(page.locator("tbody").innerText()).contains("admin", "rollback", "done", "ticket 12");
        keep(page, "console-audit");
        assertThat(complaints).isEmpty();
    }

    @Test
    void pagesAreReachedByKeyboardAndTreesOpenInPieces() {
        Page page = open(ColorScheme.DARK, 390, 800);
        keep(page, "console-phone-dark");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Skip to the content");
        page.navigate(console.address() + "/profile?store=PlayerData&key=8421");
        page.locator("details.lazy > summary").first().focus();
        page.keyboard().press("Enter");
        page.waitForSelector("text=bottom");
        assertThat(complaints).isEmpty();
        assertThat(URI.create(page.url()).getPath()).isEqualTo("/profile");
    }
}
