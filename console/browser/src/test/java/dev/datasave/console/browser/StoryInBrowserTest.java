package dev.datasave.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A new operator finds the player who has lost an item, sees what changed, gives it back from history while the player is online, and shows who did it: ten acts
 * on seven pages, after the login. With eight seconds to look at each page and five for each act that takes 106 seconds.
 */
class StoryInBrowserTest extends InBrowser {
    private Page page;
    private final List<String> pages = new ArrayList<>();
    private final List<String> acts = new ArrayList<>();

    @BeforeAll
    void login() {
        page = ground.asOperator(ColorScheme.LIGHT, 1200);
        page.onFrameNavigated(frame -> pages.add(URI.create(frame.url()).getPath()));
    }

    private void click(AriaRole role, String name) {
        acts.add("click " + name);
        page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    private void fill(String label, String text) {
        acts.add("type " + text);
        page.getByLabel(label).fill(text);
    }

    private static String colour(Locator cell) {
        return String.valueOf(cell.evaluate("cell => getComputedStyle(cell).backgroundColor"));
    }

    @Test
    void operatorGivesBackALostItemWhileThePlayerIsOnline() {
        page.waitForCondition(() -> ChartsInBrowserTest.points(page) > 8);
        BrowserGround.keep(page, "network");
        pages.clear();

        click(AriaRole.LINK, "Find");
        fill("User id", Network.STEVE);
        click(AriaRole.BUTTON, "Find the person's entries");
        click(AriaRole.LINK, Network.STEVE);
        assertThat(page.locator(".facts").innerText()).contains("lobby");
        BrowserGround.keep(page, "profile");

        click(AriaRole.LINK, "What revision 3 has changed");
        Locator lost = page.locator("tr.removed");
        assertThat(lost.locator("td.before").innerText()).isEqualTo("\"sword\"");
        assertThat(lost.locator("td.after").innerText()).isEmpty();
        assertThat(colour(lost.locator("td.before"))).isNotEqualTo(colour(lost.locator("td.after")));
        BrowserGround.keep(page, "changes");

        click(AriaRole.LINK, "Restore revision 2");
        assertThat(page.locator("tr.added td.after").innerText()).isEqualTo("\"sword\"");
        fill("Why", "ticket 12");
        acts.add("check Yes, I mean");
        page.getByLabel("Yes, I mean").check();
        BrowserGround.keep(page, "restore");
        assertThat(ground.network.itemsOfSteve()).containsExactly("shield");
        click(AriaRole.BUTTON, "Restore revision 2: PlayerData/" + Network.STEVE);
        assertThat(page.locator(".done").innerText())
                .contains("rolled back to revision 2", "by the server that has the profile");
        assertThat(ground.network.itemsOfSteve()).containsExactly("shield", "sword");

        click(AriaRole.LINK, "Audit log");
        assertThat(page.locator("tbody tr").first().innerText())
                .contains("admin", "rollback", "done", "PlayerData/8421", "ticket 12");
        BrowserGround.keep(page, "audit");

        assertThat(pages)
                .containsExactly(
                        "/find",
                        "/find",
                        "/profile",
                        "/profile/diff",
                        "/profile/act/rollback",
                        "/profile/act/rollback",
                        "/audit");
        assertThat(acts).hasSize(10);
        ground.checkNoComplaints();
    }
}
