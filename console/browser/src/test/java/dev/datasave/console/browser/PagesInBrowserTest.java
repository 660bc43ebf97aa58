package dev.datasave.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every page while a game plays: axe-core finds nothing wrong with it, and it fits the screen; in light, in dark and on a phone. */
class PagesInBrowserTest extends InBrowser {
    private static final String PROFILE = "?store=PlayerData&key=8421";
    private static final List<String> PAGES = List.of(
            "/",
            "/find",
            "/find?store=PlayerData",
            "/ranking?store=PlayerData",
            "/messages" + PROFILE,
            "/audit",
            "/health",
            "/profile" + PROFILE,
            "/profile/history" + PROFILE,
            "/profile/tree" + PROFILE + "&revision=2",
            "/profile/text" + PROFILE + "&revision=2&at=1.0",
            "/profile/diff" + PROFILE + "&from=2&to=3",
            "/profile/act/edit" + PROFILE + "&revision=3&at=1.0",
            "/profile/act/rollback" + PROFILE + "&revision=2",
            "/profile/act/pin" + PROFILE + "&revision=2",
            "/profile/act/release" + PROFILE,
            "/profile/act/wipe" + PROFILE,
            "/person?user=8421",
            "/nowhere");

    private void walk(ColorScheme scheme, int width) {
        Map<String, List<String>> faults = new LinkedHashMap<>();
        Page page = ground.fresh(scheme, width);
        page.navigate(ground.address("/login"));
        faults.put("/login", BrowserGround.faults(page));
        ground.login(page, ground.operator());
        List<String> paths = new ArrayList<>(PAGES);
        paths.add(page.locator("#servers a").first().getAttribute("href"));
        for (String path : paths) {
            page.navigate(ground.address(path));
            faults.put(path, BrowserGround.faults(page));
        }
        page.context().close();
        faults.values().removeIf(List::isEmpty);
        assertThat(faults).isEmpty();
    }

    @Test
    void pagesAreAccessibleInLight() {
        walk(ColorScheme.LIGHT, 1200);
    }

    @Test
    void pagesAreAccessibleInDark() {
        walk(ColorScheme.DARK, 1200);
    }

    @Test
    void pagesAreAccessibleOnAPhone() {
        walk(ColorScheme.LIGHT, 390);
    }
}
