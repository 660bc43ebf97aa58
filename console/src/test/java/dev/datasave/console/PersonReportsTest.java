package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.GrantResult;
import dev.datasave.Profile;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What hangs on a profile goes with its person: receipts of purchases, orphans, messages. */
@Timeout(120)
class PersonReportsTest {
    @TempDir
    private Path folder;

    private ConsoleGround ground;
    private Browser alice;

    @BeforeEach
    void begin() throws NoSuchAlgorithmException {
        record Gift(String text) {}
        ground = new ConsoleGround(folder);
        alice = ground.alice();
        Profile<ConsoleGround.Bag> profile = ground.rich("k");
        assertThat(profile.grantOnceAsync("purchase-77", bag -> new ConsoleGround.Bag(bag.coins() + 500, bag.items()))
                        .join())
                .isInstanceOf(GrantResult.Granted.class);
        var unused = ground.bags.messageAsync("k", new Gift("greetings")).join();
        putOrphan();
    }

    @AfterEach
    void end() {
        ground.close();
    }

    /** As a server stores one: the content of the profile, its people, and where it came from. */
    private void putOrphan() throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("Bag\0k".getBytes(StandardCharsets.UTF_8));
        Content content = new Content(
                "{\"coins\":1,\"items\":[\"lost-axe\"]}",
                Set.of("user-k"),
                Map.of(),
                null,
                null,
                "{\"loads\":1,\"orphan\":{\"store\":\"Bag\",\"key\":\"k\",\"revision\":1,\"created\":1,\"server\":\"lobby\","
                        + "\"reason\":\"CLOSING\",\"at\":\"file\"}}");
        EntryId id = new EntryId("~orphan", HexFormat.of().formatHex(hash, 0, 20) + "/1-session");
        assertThat(ground.storage.write(List.of(Write.put(id, Optional.empty(), "w1", content)), Atomicity.EACH))
                .hasOnlyElementsOfType(WriteResult.Written.class);
    }

    private long left(String store) {
        return ground.storage.list(EntryQuery.keys(store, "")).items().stream()
                .filter(entry -> !entry.isTombstone())
                .count();
    }

    @Test
    void theExportHasReceiptsOrphansAndMessages() {
        alice.get("/person?user=user-k");
        JsonObject export = JsonParser.parseString(
                        alice.post("/person/export?user=user-k", "why", "ticket 5", "confirm", "user-k"))
                .getAsJsonObject();
        assertThat(export.toString()).contains("purchase-77", "lost-axe", "greetings", "sword");
    }

    @Test
    void theErasureNamesThemInItsReceiptAndLeavesNone() {
        assertThat(left("~receipt")).isEqualTo(1);
        assertThat(left("~orphan")).isEqualTo(1);
        alice.get("/person?user=user-k");
        String page = alice.post("/person/erase?user=user-k", "why", "ticket 6", "confirm", "user-k");
        while (page.contains("id=\"running\"")) {
            page = alice.get(alice.link("Look again"));
            Thread.onSpinWait();
        }
        assertThat(page).contains("Complete: nothing is left", "Bag/k", "~receipt/", "~orphan/", "~message/");
        for (String store : List.of("~receipt", "~orphan", "~message", "Bag")) {
            assertThat(left(store)).as(store).isZero();
        }
    }
}
