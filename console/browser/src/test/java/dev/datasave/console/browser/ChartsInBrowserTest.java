package dev.datasave.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What moves by itself: the charts of the network and of a server, and trees that open in pieces; and what the keyboard reaches. */
class ChartsInBrowserTest extends InBrowser {
    private static final String PROFILE = "?store=PlayerData&key=8421";
    private static final String SEEN =
            "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,"
                    + " textarea, summary, [tabindex=\"0\"]')].filter(one => one.checkVisibility())";
    private static final String WATCH_FOCUS = "() => { window.reached = new Map(); addEventListener('focusin',"
            + " event => reached.set(event.target, getComputedStyle(event.target).outlineStyle)); return "
            + SEEN + ".length; }";
    private static final String MISSED =
            "() => " + SEEN + ".filter(one => !reached.has(one)).map(one => one.outerHTML)";
    private static final String UNMARKED =
            "() => [...reached].filter(([one, outline]) => outline === 'none').map(([one]) => one.outerHTML)";
    private static final String DRAWN =
            "() => [...document.querySelectorAll('#charts canvas')].map(canvas => canvas.toDataURL())";

    private static final String KEEP_LABELS =
            "(() => { const draw = CanvasRenderingContext2D.prototype.fillText; window.labels = [];"
                    + " CanvasRenderingContext2D.prototype.fillText = function (text, ...rest)"
                    + " { labels.push(text); draw.call(this, text, ...rest); }; })()";

    /** How many points the charts have. */
    static int points(Page page) {
        String points = page.locator("#charts").getAttribute("data-points");
        return points == null ? 0 : Integer.parseInt(points);
    }

    private static void checkThatChartsMove(Page page) {
        page.waitForCondition(() -> points(page) > 2);
        List<?> before = (List<?>) page.evaluate(DRAWN);
        assertThat(before).hasSize(8);
        int then = points(page);
        page.waitForCondition(() -> points(page) > then + 1);
        List<?> after = (List<?>) page.evaluate(DRAWN);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).as("chart %d", i).isNotEqualTo(before.get(i));
        }
    }

    @Test
    void chartsOfTheNetworkAndOfAServerMove() {
        Page page = ground.asOperator(ColorScheme.LIGHT, 1200);
        checkThatChartsMove(page);
        assertThat(page.locator("#servers").innerText()).contains("lobby", "arena", "alive");
        page.waitForCondition(() ->
                page.locator("figure[data-series=saves] output").innerText().matches("[1-9].*|0\\.[1-9].*"));
        page.locator("#servers a").getByText("lobby").click();
        assertThat(page.locator("h1").innerText()).isEqualTo("Server lobby");
        checkThatChartsMove(page);
        assertThat(page.getByLabel("Entries").innerText()).contains("PlayerData");
        while (!page.locator("main")
                .innerText()
                .contains(Network.STEVE)) { // a server lists in the order of its sessions' random ids
            page.locator("main a.next").click();
        }
    }

    /** The browser is set to the time of Tokyo, nine hours ahead. */
    @Test
    void chartsTellTheTimeInUtcWhereverTheBrowserIs() {
        Instant begun = Instant.now().minusSeconds(1800);
        Page page = ground.fresh(ColorScheme.LIGHT, 1200);
        page.addInitScript(KEEP_LABELS);
        ground.login(page, ground.operator());
        page.waitForCondition(() -> points(page) > 2);
        List<String> hours = ((List<?>) page.evaluate("() => labels"))
                .stream()
                        .map(String::valueOf)
                        .filter(label -> label.matches("[0-2]\\d:[0-5]\\d.*"))
                        .map(label -> label.substring(0, 2))
                        .distinct()
                        .toList();
        assertThat(hours).isNotEmpty().isSubsetOf(hour(begun), hour(Instant.now()));
    }

    private static String hour(Instant at) {
        return at.toString().substring(11, 13);
    }

    @Test
    void treesOpenInPieces() {
        Page page = ground.asOperator(ColorScheme.DARK, 390);
        BrowserGround.keep(page, "phone");
        page.navigate(ground.address("/profile" + PROFILE));
        assertThat(page.locator(".tree").innerText()).doesNotContain("bottom");
        page.locator("details.lazy > summary").first().focus();
        page.keyboard().press("Enter");
        page.locator(".tree .value").getByText("bottom").waitFor();
        assertThat(page.url()).isEqualTo(ground.address("/profile" + PROFILE));
    }

    @Test
    void everythingIsReachedByTheKeyboardAndMarked() {
        Page page = ground.asOperator(ColorScheme.LIGHT, 1200);
        for (String path : List.of(
                "/",
                "/find?store=PlayerData&prefix=8",
                "/profile" + PROFILE,
                "/profile/diff" + PROFILE + "&from=2&to=3",
                "/profile/act/rollback" + PROFILE + "&revision=2",
                "/person?user=8421")) {
            page.navigate(ground.address(path));
            int all = ((Number) page.evaluate(WATCH_FOCUS)).intValue();
            assertThat(all).as(path).isGreaterThan(8);
            page.keyboard().press("Tab");
            assertThat(page.evaluate("() => document.activeElement.textContent"))
                    .as(path)
                    .isEqualTo("Skip to the content");
            for (int i = 1; i < all; i++) {
                page.keyboard().press("Tab");
            }
            assertThat((List<?>) page.evaluate(MISSED))
                    .as("not reached on " + path)
                    .isEmpty();
            assertThat((List<?>) page.evaluate(UNMARKED))
                    .as("not marked on " + path)
                    .isEmpty();
        }
    }
}
