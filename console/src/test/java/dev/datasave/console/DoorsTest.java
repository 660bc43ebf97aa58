package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The three doors of the console: the loopback address, TLS of its own, and a declared proxy. */
@Timeout(120)
class DoorsTest {
    private static final String NAME = "console.example.org";
    private static final String FORM = "token=";

    @TempDir
    private Path folder;

    private ConsoleGround proxied() {
        return new ConsoleGround(
                folder,
                tokens -> new ConsoleOptions(
                        "127.0.0.1", 0, Optional.empty(), Optional.of(URI.create("https://" + NAME)), tokens));
    }

    private ConsoleGround secured(Path keyStore, String password) {
        return new ConsoleGround(
                folder,
                tokens -> new ConsoleOptions(
                        "127.0.0.1",
                        0,
                        Optional.of(new ConsoleOptions.Tls(keyStore, password)),
                        Optional.empty(),
                        tokens));
    }

    /** A PKCS#12 file as an operator makes it, for 127.0.0.1. */
    private Path certificate() throws IOException, InterruptedException {
        Path file = folder.resolve("console.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "console",
                        "-dname",
                        "CN=console",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "secret-1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return file;
    }

    private static HttpClient trusting(Path keyStore) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(keyStore.toFile(), "secret-1".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("console", store.getCertificate("console"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .cookieHandler(new CookieManager())
                .build();
    }

    private static HttpResponse<String> get(HttpClient client, String address)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The name and the value of a cookie. */
    private static String named(String cookie) {
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** The parts of a cookie behind its name and value. */
    private static Set<String> attributes(String cookie) {
        return Stream.of(cookie.split(";", -1))
                .skip(1)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toSet());
    }

    @Test
    void withACertificateItSpeaksTlsAndNothingElse() throws Exception {
        Path keyStore = certificate();
        try (ConsoleGround ground = secured(keyStore, "secret-1");
                HttpClient client = trusting(keyStore)) {
            assertThat(ground.server.address()).startsWith("https://127.0.0.1:").doesNotEndWith(":0");
            HttpResponse<String> page = get(client, ground.server.address() + "/login");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
            HttpResponse<String> login = client.send(
                    HttpRequest.newBuilder(URI.create(ground.server.address() + "/login"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Origin", ground.server.address())
                            .POST(HttpRequest.BodyPublishers.ofString(FORM + ground.operator))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).startsWith("__Host-datasave=");
            assertThat(attributes(cookie)).containsExactlyInAnyOrder("Path=/", "Secure", "HttpOnly", "SameSite=Strict");
            assertThat(get(client, ground.server.address() + "/").body()).contains("lobby");
            assertThat(new Wire(ground.server.port(), "127.0.0.1:" + ground.server.port())
                            .get("/login")
                            .text())
                    .doesNotContain("HTTP/1.1 200", "<form");
        }
    }

    @Test
    void aCertificateThatCanNotBeOpenedStopsTheStart() throws Exception {
        Path keyStore = certificate();
        assertThatThrownBy(() -> secured(keyStore, "wrong")).hasStackTraceContaining("password was incorrect");
        assertThatThrownBy(() -> secured(folder.resolve("none.p12"), "secret-1"))
                .hasStackTraceContaining("none.p12");
    }

    @Test
    void cookiesOfTheLoopbackAddressAreOfThisConsoleAlone() throws IOException {
        try (ConsoleGround ground = new ConsoleGround(folder)) {
            Wire wire = new Wire(ground.server.port(), "127.0.0.1:" + ground.server.port());
            Wire.Answer login = wire.post("/login", FORM + ground.operator);
            assertThat(login.status()).isEqualTo(303);
            String cookie = login.header("Set-Cookie");
            assertThat(cookie).startsWith("datasave-");
            assertThat(attributes(cookie)).containsExactlyInAnyOrder("Path=/", "HttpOnly", "SameSite=Strict");
            assertThat(login.header("Strict-Transport-Security")).isEmpty();
            String visit = named(cookie);
            Browser alice = ground.alice();
            alice.get("/audit");
            alice.post("/logout");
            assertThat(attributes(alice.header("Set-Cookie"))).isEmpty(); // the page behind the logout sets none
            assertThat(wire.get("/audit", "Cookie: " + visit).status()).isEqualTo(200);
        }
    }

    @Test
    void behindAProxyItServesItsNameAloneAndPromisesTls() throws IOException {
        try (ConsoleGround ground = proxied()) {
            assertThat(ground.server.address()).isEqualTo("https://" + NAME);
            for (String other : List.of("127.0.0.1:" + ground.server.port(), "localhost", NAME + ".evil.example")) {
                assertThat(new Wire(ground.server.port(), other).get("/login").status())
                        .as(other)
                        .isEqualTo(421);
            }
            Wire wire = new Wire(ground.server.port(), NAME);
            assertThat(wire.get("/login").status()).isEqualTo(200);
            assertThat(wire.get("/login").header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(wire.post("/login", FORM + ground.operator, "Origin: http://" + NAME)
                            .status())
                    .isEqualTo(403);
            Wire.Answer login = wire.post("/login", FORM + ground.operator, "Origin: https://" + NAME);
            assertThat(login.status()).isEqualTo(303);
            assertThat(login.header("Location")).isIn("/", "https://" + NAME + "/");
            String cookie = login.header("Set-Cookie");
            assertThat(cookie).startsWith("__Host-datasave=");
            assertThat(attributes(cookie)).containsExactlyInAnyOrder("Path=/", "Secure", "HttpOnly", "SameSite=Strict");
            assertThat(wire.get("/", "Cookie: " + named(cookie)).body()).contains("lobby");
        }
    }

    @Test
    void whatTheProxySaysLastIsTheCallersAddress() throws IOException {
        try (ConsoleGround ground = proxied()) {
            Wire wire = new Wire(ground.server.port(), NAME);
            for (int i = 0; i < LoginGate.MOST_PER_ADDRESS; i++) { // what he adds himself stands before it
                assertThat(wire.post("/login", FORM + "guess", "X-Forwarded-For: 10.0.0." + i + ", 9.9.9.9")
                                .status())
                        .isEqualTo(401);
            }
            assertThat(wire.post("/login", FORM + ground.operator, "X-Forwarded-For: 10.0.0.77, 9.9.9.9")
                            .status())
                    .isEqualTo(429);
            assertThat(wire.post("/login", FORM + ground.operator, "X-Forwarded-For: 9.9.9.9, 8.8.8.8")
                            .status())
                    .isEqualTo(303);
        }
    }

    @Test
    void withoutADeclaredProxyNobodyChoosesHisAddress() throws IOException {
        try (ConsoleGround ground = new ConsoleGround(folder)) {
            Wire wire = new Wire(ground.server.port(), "127.0.0.1:" + ground.server.port());
            for (int i = 0; i < LoginGate.MOST_PER_ADDRESS; i++) {
                wire.post("/login", FORM + "guess", "X-Forwarded-For: 9.9.9." + i);
            }
            assertThat(wire.post("/login", FORM + ground.operator, "X-Forwarded-For: 8.8.8.8")
                            .status())
                    .isEqualTo(429);
        }
    }

    @Test
    void afterSixtyWrongTokensFromAnywhereAllHaveToWait() throws IOException {
        try (ConsoleGround ground = proxied()) {
            Wire wire = new Wire(ground.server.port(), NAME);
            for (int i = 0; i < LoginGate.MOST; i++) {
                assertThat(wire.post("/login", FORM + "guess", "X-Forwarded-For: 9.9.9." + i % 20)
                                .status())
                        .as("guess " + i)
                        .isEqualTo(401);
            }
            Wire.Answer stopped = wire.post("/login", FORM + ground.operator, "X-Forwarded-For: 8.8.8.8");
            assertThat(stopped.status()).isEqualTo(429);
            assertThat(stopped.header("Retry-After")).isEqualTo("60");
            ground.pass(Duration.ofSeconds(61));
            assertThat(wire.post("/login", FORM + ground.operator, "X-Forwarded-For: 8.8.8.8")
                            .status())
                    .isEqualTo(303);
        }
    }

    @Test
    void nobodySendsMuchBeforeHeHasLoggedIn() throws IOException {
        try (ConsoleGround ground = new ConsoleGround(folder)) {
            Wire wire = new Wire(ground.server.port(), "127.0.0.1:" + ground.server.port());
            assertThat(wire.post("/login", FORM + "x".repeat(5000)).status()).isEqualTo(413);
            assertThat(wire.post("/login", FORM + ground.operator).status()).isEqualTo(303);
        }
    }
}
