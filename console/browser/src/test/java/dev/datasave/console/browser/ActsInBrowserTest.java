package dev.datasave.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.datasave.ops.ActOutcome;
import dev.datasave.ops.Mandate;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may do what, what becomes of a person, and texts of players that would like to be scripts. */
class ActsInBrowserTest extends InBrowser {
    private static final int MOST_PAGES = 60;
    private static final String ACTS =
            "a[href^='/profile/act/'], form[action^='/profile/act/'], form[action^='/person/']";
    private static final String TAKEN_FOR_MARKUP = "() => [typeof planted === 'undefined' ? 0 : 1,"
            + " document.querySelectorAll('main img, main svg, main script, main iframe, main a[href^=\"javascript\"]').length].join()";
    private static final String LINKS =
            "() => [...document.querySelectorAll('main a[href^=\"/\"]')].map(one => one.getAttribute('href'))";

    private static Locator named(Page page, AriaRole role, String name) {
        return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void viewersSeeEverythingAndCanDoNothing() throws IOException {
        Page page = ground.login(ground.fresh(ColorScheme.LIGHT, 1200), ground.viewer("carol"));
        assertThat(page.locator("header").innerText()).contains("carol (viewer)");
        String profile = "?store=PlayerData&key=8421";
        for (String path : List.of(
                "/profile" + profile,
                "/profile/diff" + profile + "&from=2&to=3",
                "/messages" + profile,
                "/person?user=8421")) {
            page.navigate(ground.address(path));
            assertThat(page.locator("main").innerHTML()).as(path).contains("8421");
            assertThat(page.locator(ACTS).count()).as(path).isZero();
        }
        page.navigate(ground.address("/profile/act/wipe" + profile));
        assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("Acts need the role operator");
    }

    @Test
    void wrongTokensAreRefusedAndWhoLogsOutIsOut() {
        Page page = ground.fresh(ColorScheme.LIGHT, 390);
        page.navigate(ground.address("/audit"));
        page.getByLabel("Token").fill("guess");
        named(page, AriaRole.BUTTON, "Log in").click();
        assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("nobody's token");
        page.getByLabel("Token").fill(ground.operator());
        named(page, AriaRole.BUTTON, "Log in").click();
        assertThat(page.locator("h1").innerText()).isEqualTo("Audit log");
        named(page, AriaRole.BUTTON, "Log out").click();
        page.navigate(ground.address("/audit"));
        assertThat(page.locator("h1").innerText()).isEqualTo("Log in");
    }

    @Test
    void personIsExportedAndErased() throws IOException {
        Page page = ground.asOperator(ColorScheme.DARK, 1200);
        page.navigate(ground.address("/person?user=" + Network.VICTOR));
        page.locator("#ewhy").fill("ticket 5");
        page.locator("#econfirm").check();
        Download download = page.waitForDownload(
                () -> named(page, AriaRole.BUTTON, "Download").click());
        assertThat(Files.readString(download.path())).contains("lance", Network.VICTOR);
        page.locator("#why").fill("ticket 6");
        page.locator("#confirm").fill(Network.VICTOR);
        named(page, AriaRole.BUTTON, "Erase for ever").click();
        page.locator(".done").waitFor(); // the page looks again by itself
        assertThat(page.locator(".done").innerText()).contains("Complete: nothing is left");
        for (String path : List.of("/find?user=" + Network.VICTOR, "/find?store=PlayerData&prefix=victor")) {
            page.navigate(ground.address(path));
            assertThat(page.getByLabel("Entries").innerText()).as(path).contains("Nothing was found");
        }
        page.navigate(ground.address("/audit"));
        assertThat(page.locator("tbody").innerText())
                .contains("ticket 6", "(erased)")
                .doesNotContain(Network.VICTOR);
    }

    private void plant() {
        ground.network.plant();
        ActOutcome pinned = ground.operations
                .profile(Network.STORE, Network.EVIL)
                .pin(2, Network.EVIL, new Mandate("admin", Network.EVIL));
        assertThat(pinned).isInstanceOf(ActOutcome.Done.class);
    }

    @Test
    void textsOfPlayersAreNeverMarkup() {
        plant();
        Page page = ground.asOperator(ColorScheme.LIGHT, 1200);
        Deque<String> ahead = new ArrayDeque<>(List.of(
                "/find?store=PlayerData&prefix=%3C",
                "/ranking?store=PlayerData", "/audit", "/find?user=%3Cimg+src%3Dx+onerror%3Dplanted%3D1%3E"));
        Set<String> known = new HashSet<>(ahead);
        int shown = 0;
        while (!ahead.isEmpty()) {
            String path = ahead.removeFirst();
            page.navigate(ground.address(path));
            for (Locator lazy = page.locator("details.lazy:not([open]) > summary"); lazy.count() > 0; ) {
                lazy.first().click();
            }
            assertThat(page.evaluate(TAKEN_FOR_MARKUP)).as(path).isEqualTo("0,0");
            String text = page.locator("main").innerText();
            assertThat(text).as(path).doesNotContain("\u202E");
            shown += text.contains("<script>planted=1</script>") ? 1 : 0;
            for (Object link : (List<?>) page.evaluate(LINKS)) {
                if (known.size() < MOST_PAGES
                        && String.valueOf(link).contains("%3C")
                        && known.add(String.valueOf(link))) {
                    ahead.add(String.valueOf(link));
                }
            }
        }
        assertThat(shown).isGreaterThan(20);
    }
}
