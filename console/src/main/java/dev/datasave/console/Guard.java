package dev.datasave.console;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands before every page: who may see it, and from where. */
final class Guard {
    static final String VISIT = "visit";
    static final String METRICS = "/metrics";
    private static final int MOST_LOGIN_BYTES = 4096; // nobody sends megabytes before he has logged in
    private static final String BEARER = "Bearer ";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final ConsoleOptions options;
    private final Visits visits;
    private final LoginGate gate;
    private final Views views;
    private final TokenFile tokens;

    Guard(ConsoleOptions options, TokenFile tokens, Visits visits, LoginGate gate, Views views) {
        this.tokens = tokens;
        this.options = options;
        this.visits = visits;
        this.gate = gate;
        this.views = views;
    }

    /** Before every request. */
    void before(Context asked) {
        headers(asked);
        String host = asked.header("Host");
        if (host == null || !options.isOwn(host)) {
            throw new Refusal(
                    421, "Host: found " + Shown.text(String.valueOf(host), 100) + ", expected this console's own name");
        }
        boolean isGet = isGet(asked);
        if (!isGet) {
            checkOrigin(asked, host);
        }
        if (asked.path().startsWith("/assets/") || asked.path().equals("/login")) {
            if (!isGet && (asked.contentLength() < 0 || asked.contentLength() > MOST_LOGIN_BYTES)) {
                throw new Refusal(413, "Form: found one that is too large for a token. Nothing was done.");
            }
            return;
        }
        if (asked.path().equals(METRICS)) {
            checkScraper(asked);
            return;
        }
        Visits.Visit visit = visits.find(asked.cookie(cookieName())).orElse(null);
        if (visit == null) {
            throw new Refusal(401, "Log in, please. What you have sent was not done.");
        }
        asked.attribute(VISIT, visit);
        if (!isGet) {
            checkForm(asked, visit);
        }
    }

    /**
     * Prometheus shows a token of the file, of any role. Without one, programs of this machine may read the figures, as at the port of a game server; but not if
     * the request came through a proxy: then it is from anywhere.
     */
    private void checkScraper(Context asked) {
        String shown = asked.header("Authorization");
        if (shown == null) {
            boolean isFromHere = options.origin().isEmpty()
                    && asked.header("X-Forwarded-For") == null
                    && asked.header("Forwarded") == null
                    && ConsoleOptions.isLoopback(asked.ip());
            if (!isFromHere) {
                asked.header("WWW-Authenticate", "Bearer");
                throw new Refusal(401, "Authorization: found none, expected Bearer and a token of this console.");
            }
            return;
        }
        String address = address(asked);
        if (!gate.isOpen(address)) {
            asked.header("Retry-After", "60");
            throw new Refusal(429, "Too many failures. Wait a minute, please.");
        }
        if (!shown.startsWith(BEARER)
                || tokens.check(shown.substring(BEARER.length()).strip()).isEmpty()) {
            gate.failed(address);
            asked.header("WWW-Authenticate", "Bearer");
            throw new Refusal(401, "Authorization: found something else, expected Bearer and a token of this console.");
        }
    }

    private static boolean isGet(Context asked) {
        String method = asked.method().name();
        return method.equals("GET") || method.equals("HEAD");
    }

    private void headers(Context asked) {
        asked.header("Content-Security-Policy", POLICY);
        asked.header("X-Content-Type-Options", "nosniff");
        asked.header("X-Frame-Options", "DENY");
        asked.header("Referrer-Policy", "same-origin"); // with no-referrer, browsers send forms with the origin null
        asked.header("Cross-Origin-Opener-Policy", "same-origin");
        asked.header("Cross-Origin-Resource-Policy", "same-origin");
        asked.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        asked.header("Cache-Control", "no-store");
        if (options.isSecure()) {
            asked.header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private void checkOrigin(Context asked, String host) {
        String origin = asked.header("Origin");
        String site = asked.header("Sec-Fetch-Site");
        boolean isForeign = (origin != null && !origin.equalsIgnoreCase(options.ownOrigin(host)))
                || (site != null && !site.equals("same-origin"));
        if (isForeign) {
            throw new Refusal(
                    403, "Origin: found a form of another site, expected one of this console. Nothing was done.");
        }
    }

    private static void checkForm(Context asked, Visits.Visit visit) {
        String sent = asked.formParam("csrf");
        if (sent == null
                || !MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8), visit.csrf().getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(
                    403,
                    "The form is of an earlier visit. Nothing was done: go back, reload the page and send it again.");
        }
        if (!visit.isOperator() && !asked.path().equals("/logout")) {
            throw new Refusal(
                    403,
                    visit.user().name()
                            + " is a viewer, and may look at everything. Acts need the role operator. Nothing was done.");
        }
    }

    void loginPage(Context asked) {
        login(asked, 200, "");
    }

    private void login(Context asked, int status, String problem) {
        asked.status(status);
        views.page(asked, "login", "Log in", Map.of("problem", problem, "then", then(asked)));
    }

    void login(Context asked) {
        String address = address(asked);
        if (!gate.isOpen(address)) {
            asked.header("Retry-After", "60");
            login(asked, 429, "Too many failures. Wait a minute, please.");
            return;
        }
        String token = asked.formParam("token");
        Visits.Visit visit = visits.begin(token == null ? "" : token.strip()).orElse(null);
        if (visit == null) {
            gate.failed(address);
            login(asked, 401, "That is nobody's token. ./datasave console --new-token NAME makes a new one.");
            return;
        }
        asked.cookie(cookie(visit.id(), -1));
        asked.redirect(then(asked), io.javalin.http.HttpStatus.SEE_OTHER);
    }

    void logout(Context asked) {
        Visits.@Nullable Visit visit = asked.attribute(VISIT);
        if (visit != null) {
            visits.end(visit);
        }
        asked.cookie(cookie("", 0));
        asked.redirect("/login", io.javalin.http.HttpStatus.SEE_OTHER);
    }

    /** A browser sends a name that begins with __Host- only to the host that has set it, and only by TLS. */
    String cookieName() {
        return options.isSecure() ? "__Host-datasave" : "datasave-" + options.port();
    }

    private Cookie cookie(String value, int seconds) {
        return new Cookie(cookieName(), value, "/", seconds, options.isSecure(), true, null, SameSite.STRICT);
    }

    /** Where to go after the login: a page of this console. */
    private static String then(Context asked) {
        String then = asked.queryParam("then");
        return then != null && then.matches("/[a-z][^\\\\\\p{Cntrl}]*") ? then : "/";
    }

    /** Who asks; behind a declared proxy, whom the proxy names last. */
    private String address(Context asked) {
        String forwarded = asked.header("X-Forwarded-For");
        return options.origin().isPresent() && forwarded != null
                ? forwarded.substring(forwarded.lastIndexOf(',') + 1).strip()
                : asked.ip();
    }
}
