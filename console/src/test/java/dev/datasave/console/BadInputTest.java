package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.Profile;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Texts of players, values of any size and depth, what is gone, and a database that goes away. */
@Timeout(180)
class BadInputTest {
    private static final String EVIL =
            "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202E\u001B[31m/../&amp;{{7*7}}{% if %}";
    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"]*)\"");
    private static final int MOST_PAGES = 200;

    @TempDir
    private Path folder;

    private ConsoleGround ground;
    private Browser alice;

    @BeforeEach
    void begin() {
        ground = new ConsoleGround(folder);
        alice = ground.alice();
    }

    @AfterEach
    void end() {
        ground.close();
    }

    private void put(String key, String json) {
        Write write = Write.put(
                new EntryId("Tree", key),
                Optional.empty(),
                "w1",
                new Content(json, Set.of(), Map.of("m" + EVIL.substring(0, 30), EVIL), null, null, null));
        assertThat(ground.storage.write(List.of(write), Atomicity.EACH))
                .hasOnlyElementsOfType(WriteResult.Written.class);
    }

    private void plant() {
        record Gift(String text) {}
        Profile<ConsoleGround.Bag> profile = ground.online(EVIL);
        ground.save(profile, new ConsoleGround.Bag(1, List.of(EVIL)));
        ground.save(profile, new ConsoleGround.Bag(2, List.of(EVIL, EVIL + EVIL.repeat(5))));
        profile.metadata("name", EVIL);
        var unused = profile.saveAsync().join();
        var unusedSent = ground.bags.messageAsync(EVIL, new Gift(EVIL)).join();
        JsonObject tree = new JsonObject();
        tree.add(EVIL, new JsonPrimitive(EVIL));
        put(EVIL, tree.toString());
        String page = "&store=Bag&key=" + Browser.encoded(EVIL);
        alice.get("/profile/act/pin?revision=2" + page);
        String confirm = Shown.text("Bag/" + EVIL);
        alice.post("/profile/act/pin?revision=2" + page, "step", "do", "name", EVIL, "why", EVIL, "confirm", confirm);
        assertThat(alice.status()).isEqualTo(200);
        ground.server.look();
    }

    @Test
    void textsOfPlayersAreNeverMarkup() {
        plant();
        Deque<String> ahead = new ArrayDeque<>(List.of(
                "/",
                "/find?store=Bag",
                "/find?store=Tree",
                "/find?user=" + Browser.encoded("user-" + EVIL),
                "/find?user=" + Browser.encoded(EVIL),
                "/ranking?store=" + Browser.encoded(EVIL.substring(0, 60)),
                "/messages?store=Bag&key=" + Browser.encoded(EVIL),
                "/profile?store=Tree&key=" + Browser.encoded(EVIL),
                "/profile/act/edit?store=Bag&key=" + Browser.encoded(EVIL),
                "/profile?store=Bag&key=" + Browser.encoded(EVIL + "?"),
                "/" + Browser.encoded(EVIL),
                "/server?id=" + Browser.encoded(EVIL),
                "/profile/act/" + Browser.encoded(EVIL) + "?store=Bag&key=k",
                "/login?then=" + Browser.encoded(EVIL),
                "/audit"));
        Set<String> known = new HashSet<>(ahead);
        while (!ahead.isEmpty()) {
            String path = ahead.removeFirst();
            String page = alice.get(path);
            assertThat(alice.status()).as(path).isNotEqualTo(500);
            assertThat(page.replaceAll("<input type=\"hidden\"[^>]*>", "")) // keeps the key exactly, and is not shown
                    .as(path)
                    .doesNotContain("<script>alert", "<img", "onerror=alert(1)>", "\u202E", "\u001B", "\"'><");
            Matcher link = LINK.matcher(page);
            while (link.find() && known.size() < MOST_PAGES) {
                String next = link.group(1).replace("&amp;", "&");
                if (!next.startsWith("/assets/") && known.add(next)) {
                    ahead.add(next);
                }
            }
        }
        assertThat(known).hasSizeGreaterThan(40);
    }

    @Test
    void largeAndDeepValuesAreShownInPieces() {
        put("wide", "{\"list\":[" + "12345,".repeat(650_000) + "0]}");
        String page = alice.get("/profile?store=Tree&key=wide");
        assertThat(page.length()).isLessThan(200_000);
        assertThat(page).contains("650001 elements", "100 of 650001 are shown");
        String more = alice.link("100 of 650001 are shown: show more");
        assertThat(alice.get(more, "HX-Request", "true"))
                .contains("[100]", "200 of 650001 are shown")
                .doesNotContain("<html");
        assertThat(alice.get(more)).contains("[100]", "<html");
        put("long", "{\"text\":\"" + "x".repeat(4_000_000) + "\"}");
        assertThat(alice.get("/profile?store=Tree&key=long").length()).isLessThan(50_000);
        assertThat(alice.get(alice.link("all 4000000 characters")).length()).isLessThan(50_000);
        put("deep", "[".repeat(254) + "\"bottom\"" + "]".repeat(254));
        String deep = alice.get("/profile?store=Tree&key=deep");
        int steps = 0;
        while (!deep.contains("bottom")) {
            deep = alice.get(alice.link("open"));
            assertThat(++steps).isLessThan(255);
        }
        assertThat(steps).isBetween(50, 100);
    }

    @Test
    void storesThatAreNoObjectsAreShownToo() {
        put("text", "\"hello\"");
        put("null", "null");
        put("number", "1e3");
        assertThat(alice.get("/profile?store=Tree&key=text")).contains("hello", "A shared record");
        assertThat(alice.get("/profile?store=Tree&key=number")).contains("1e3");
        alice.get("/profile?store=Tree&key=null");
        assertThat(alice.status()).isEqualTo(200);
    }

    @Test
    void whatIsGoneOrNeverWasHasAnAnswer() {
        ground.rich("k");
        Map<String, Integer> answers = Map.ofEntries(
                Map.entry("/profile?store=Bag&key=nobody", 404),
                Map.entry("/profile/diff?store=Bag&key=k&from=1&to=999", 404),
                Map.entry("/profile/tree?store=Bag&key=k&revision=999", 404),
                Map.entry("/profile/tree?store=Bag&key=k&revision=2&at=7.7", 404),
                Map.entry("/profile/text?store=Bag&key=k&revision=2&at=1.9", 404),
                Map.entry("/profile/act/rollback?store=Bag&key=k&revision=999", 404),
                Map.entry("/profile/act/fly?store=Bag&key=k", 404),
                Map.entry("/server?id=ended", 404),
                Map.entry("/person/erasure?job=forgotten", 404),
                Map.entry("/nowhere", 404),
                Map.entry("/profile?store=~audit&key=k", 400),
                Map.entry("/find?store=Bag&after=nonsense", 400),
                Map.entry("/profile", 400),
                Map.entry("/profile/diff?store=Bag&key=k&from=x&to=2", 400));
        answers.forEach((path, status) -> {
            String page = alice.get(path);
            assertThat(alice.status()).as(path).isEqualTo(status);
            assertThat(page).as(path).contains("role=\"alert\"");
        });
        String edit = "/profile/act/edit?store=Bag&key=k";
        alice.get(edit);
        for (String value : List.of("sword", "{", "1 2", "\"a")) {
            assertThat(alice.post(edit, "step", "preview", "op", "replace", "path", "/coins", "value", value))
                    .contains("expected JSON");
            assertThat(alice.status()).isEqualTo(422);
        }
        assertThat(alice.post(edit, "step", "preview", "op", "remove", "path", "/pets"))
                .contains("fit the data");
    }

    /** Reads until an event of that kind comes. */
    private static void awaitEvent(Iterator<String> lines, String kind) {
        while (!lines.next().equals("event: " + kind)) {
            // what comes between
        }
    }

    @Test
    void pageThatIsOpenIsToldThatTheDatabaseIsAwayAndGoesOn() throws IOException {
        try (Stream<String> events = alice.events("/live/events")) {
            Iterator<String> lines = events.iterator();
            awaitEvent(lines, "pulse");
            Path file = folder.resolve("players.db");
            Files.move(file, folder.resolve("elsewhere.db"));
            awaitEvent(lines, "away");
            String told = lines.next();
            assertThat(told).startsWith("data: the storage does not answer");
            Files.move(folder.resolve("elsewhere.db"), file);
            awaitEvent(lines, "pulse");
        }
    }

    @Test
    void databaseThatGoesAwayIsToldAndNothingElseHappens() throws IOException {
        ground.rich("k");
        alice.get("/profile/act/wipe?store=Bag&key=k");
        Path file = folder.resolve("players.db");
        Files.move(file, folder.resolve("elsewhere.db"));
        assertThat(alice.post("/profile/act/wipe?store=Bag&key=k", "step", "do", "why", "t", "confirm", "Bag/k"))
                .contains("The storage does not answer");
        assertThat(alice.status()).isEqualTo(503);
        alice.get("/profile?store=Bag&key=k");
        assertThat(alice.status()).isEqualTo(503);
        ground.server.look();
        assertThat(alice.get("/")).contains("Network");
        assertThat(alice.status()).isEqualTo(200);
        assertThat(file).doesNotExist();
        Files.move(folder.resolve("elsewhere.db"), file);
    }
}
