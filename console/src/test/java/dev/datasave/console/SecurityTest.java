package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, what each may do, and what other sites can't. */
@Timeout(120)
class SecurityTest {
    private static final List<String> PAGES = List.of(
            "/",
            "/find",
            "/ranking",
            "/messages",
            "/audit",
            "/health",
            "/live/past",
            "/live/events",
            "/server?id=x",
            "/profile?store=Bag&key=k",
            "/profile/act/wipe?store=Bag&key=k",
            "/person?user=x",
            "/person/erasure?job=x");

    @TempDir
    private Path folder;

    private ConsoleGround ground;

    @BeforeEach
    void begin() {
        ground = new ConsoleGround(folder);
    }

    @AfterEach
    void end() {
        ground.close();
    }

    @Test
    void nobodyGetsInWithoutAToken() {
        Browser stranger = ground.browser();
        for (String page : PAGES) {
            String text = stranger.get(page);
            assertThat(stranger.status() == 401 || stranger.path().equals("/login"))
                    .as(page)
                    .isTrue();
            assertThat(text).as(page).doesNotContain("lobby");
        }
        stranger.get("/profile/tree?store=Bag&key=k", "HX-Request", "true");
        assertThat(stranger.status()).isEqualTo(401);
        stranger.send("/profile/act/wipe?store=Bag&key=k", "step=do&why=t&confirm=Bag/k");
        assertThat(stranger.status()).isEqualTo(401);
        stranger.login("x".repeat(43));
        assertThat(stranger.status()).isEqualTo(401);
        stranger.login("");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(ground.alice().get("/")).contains("lobby");
    }

    @Test
    void theFileOfTokensIsItsOwnersAndHasNoToken() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ground.tokens)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(ground.tokens))
                .startsWith("operator admin ")
                .doesNotContain(ground.operator);
        TokenFile again = TokenFile.at(ground.tokens);
        assertThat(again.prepare()).isEmpty();
        Files.setPosixFilePermissions(ground.tokens, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(again::prepare).isInstanceOf(IOException.class).hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> again.issue("a b", TokenFile.Role.VIEWER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void viewersLookAndDoNothing() throws IOException {
        ground.rich("k");
        Browser viewer = ground.browser().login(TokenFile.at(ground.tokens).issue("carol", TokenFile.Role.VIEWER));
        assertThat(viewer.get("/profile?store=Bag&key=k"))
                .contains("carol (viewer)", "sword")
                .doesNotContain("/profile/act/");
        viewer.get("/profile/act/wipe?store=Bag&key=k");
        assertThat(viewer.status()).isEqualTo(403);
        for (String act : List.of(
                "/profile/act/wipe?store=Bag&key=k", "/person/erase?user=user-k", "/person/export?user=user-k")) {
            assertThat(viewer.post(act, "step", "do", "why", "t", "confirm", "Bag/k"))
                    .contains("viewer");
            assertThat(viewer.status()).isEqualTo(403);
        }
        assertThat(ground.operations.profile("Bag", "k").report().orElseThrow().isRemoved())
                .isFalse();
    }

    @Test
    void visitsEndByLogoutByTimeAndWithTheLineOfTheFile() throws IOException {
        Browser alice = ground.alice();
        alice.get("/audit");
        alice.post("/logout");
        alice.get("/audit");
        assertThat(alice.path()).isEqualTo("/login");
        Browser idle = ground.alice();
        ground.pass(Visits.IDLE.minusMinutes(1));
        idle.get("/audit");
        assertThat(idle.path()).isEqualTo("/audit");
        ground.pass(Visits.IDLE.plusMinutes(1));
        idle.get("/audit");
        assertThat(idle.path()).isEqualTo("/login");
        Browser bob = ground.browser().login(TokenFile.at(ground.tokens).issue("bob", TokenFile.Role.OPERATOR));
        assertThat(bob.get("/audit")).contains("bob");
        var unused = TokenFile.at(ground.tokens).issue("bob", TokenFile.Role.VIEWER);
        bob.get("/audit");
        assertThat(bob.path()).isEqualTo("/login");
    }

    @Test
    void guessesAreSlow() {
        Browser guesser = ground.browser();
        for (int i = 0; i < LoginGate.MOST_PER_ADDRESS; i++) {
            guesser.login("guess" + i);
            assertThat(guesser.status()).isEqualTo(401);
        }
        guesser.login(ground.operator);
        assertThat(guesser.status()).isEqualTo(429);
        assertThat(guesser.header("Retry-After")).isEqualTo("60");
        ground.pass(Duration.ofSeconds(61));
        guesser.login(ground.operator);
        assertThat(guesser.status()).isEqualTo(200);
    }

    @Test
    void formsOfOtherSitesAndOfEarlierVisitsDoNothing() {
        ground.rich("k");
        Browser alice = ground.alice();
        String act = "/profile/act/wipe?store=Bag&key=k";
        alice.get(act);
        String csrf = alice.field("csrf");
        String body = "&step=do&why=t&confirm=Bag%2Fk";
        alice.send(act, "csrf=" + csrf + body, "Origin", "https://evil.example");
        assertThat(alice.status()).isEqualTo(403);
        alice.send(act, "csrf=" + csrf + body, "Sec-Fetch-Site", "cross-site");
        assertThat(alice.status()).isEqualTo(403);
        alice.send(act, "csrf=" + ground.alice().get("/audit").length() + body);
        assertThat(alice.status()).isEqualTo(403);
        alice.send(act, body);
        assertThat(alice.status()).isEqualTo(403);
        assertThat(ground.operations.profile("Bag", "k").report().orElseThrow().isRemoved())
                .isFalse();
        alice.send(act, "csrf=" + csrf + body, "Origin", ground.server.address());
        assertThat(alice.status()).isEqualTo(200);
    }

    @Test
    void aNameThatAnotherSitePointsHereIsNotServed() throws IOException {
        for (String host : List.of("evil.example", "evil.example:" + ground.server.port(), "localhost.evil.example")) {
            assertThat(raw("GET /login HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 421");
        }
        assertThat(raw("GET /login HTTP/1.1\r\nHost: localhost:" + ground.server.port()
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ground.server.port());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void eachAnswerHasTheHeadersThatProtectIt() {
        Browser alice = ground.alice();
        for (String page :
                List.of("/", "/nowhere", "/profile?store=Bag&key=nobody", "/assets/console.js", "/live/past")) {
            String text = alice.get(page);
            assertThat(alice.header("Content-Security-Policy"))
                    .as(page)
                    .contains("default-src 'none'", "script-src 'self'");
            assertThat(alice.header("Content-Security-Policy")).doesNotContain("unsafe");
            assertThat(alice.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(alice.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(text).as(page).doesNotContain("<script>", "style=\"", "onclick", "https://cdn");
        }
        Browser fresh = ground.browser();
        fresh.get("/login");
        assertThat(fresh.header("Server")).isEmpty();
    }

    @Test
    void thePlaceAfterTheLoginIsOneOfThisConsole() {
        for (String then :
                List.of("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)")) {
            Browser alice = ground.browser();
            alice.send("/login?then=" + Browser.encoded(then), "token=" + ground.operator);
            assertThat(alice.path()).as(then).isEqualTo("/");
        }
        Browser alice = ground.browser();
        alice.send("/login?then=" + Browser.encoded("/find?user=x"), "token=" + ground.operator);
        assertThat(alice.path()).isEqualTo("/find");
    }

    @Test
    void otherAddressesNeedTlsOrADeclaredProxy() {
        Path tokens = folder.resolve("t");
        assertThatThrownBy(() -> new ConsoleOptions("0.0.0.0", 0, Optional.empty(), Optional.empty(), tokens))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--tls", "--origin");
        for (String origin : List.of("http://a.example", "https://a.example/x", "https://u@a.example", "https:a")) {
            assertThatThrownBy(() ->
                            new ConsoleOptions("0.0.0.0", 0, Optional.empty(), Optional.of(URI.create(origin)), tokens))
                    .as(origin)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        ConsoleOptions proxied = new ConsoleOptions(
                "0.0.0.0", 0, Optional.empty(), Optional.of(URI.create("https://a.example")), tokens);
        assertThat(proxied.isOwn("a.example")).isTrue();
        assertThat(proxied.isOwn("127.0.0.1")).isFalse();
        assertThat(proxied.isSecure()).isTrue();
    }
}
