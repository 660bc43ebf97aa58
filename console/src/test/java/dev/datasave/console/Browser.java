package dev.datasave.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser without a script: follows redirects, keeps cookies, and sends forms. */
final class Browser {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final String home;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private String csrf = "";
    private HttpResponse<String> last;

    Browser(String home) {
        this.home = home;
    }

    Browser login(String token) {
        send("/login", "token=" + encoded(token));
        return this;
    }

    /** The text of a page, whatever its status. */
    String get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(home + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return sent(request.build());
    }

    /** Sends a form with the newest CSRF token, and names and values in turn. */
    String post(String path, String... fields) {
        StringBuilder body = new StringBuilder("csrf=" + encoded(csrf));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return send(path, body.toString());
    }

    String send(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(home + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return sent(request.build());
    }

    /** The lines of a stream of events. */
    Stream<String> events(String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(home + path))
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String sent(HttpRequest request) {
        try {
            last = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Matcher found = CSRF.matcher(last.body());
        if (found.find()) {
            csrf = found.group(1);
        }
        return last.body();
    }

    int status() {
        return last.statusCode();
    }

    String header(String name) {
        return last.headers().firstValue(name).orElse("");
    }

    String path() {
        return last.uri().getPath();
    }

    /** The value of a field on the newest page. */
    String field(String name) {
        Matcher found =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(last.body());
        if (!found.find()) {
            throw new AssertionError("no field " + name + " in " + last.body());
        }
        return unescaped(found.group(1));
    }

    /** The address of the first link with that text or label. */
    String link(String text) {
        Matcher found = Pattern.compile("<a [^>]*?href=\"([^\"]+)\"[^>]*?(?:aria-label=\"" + Pattern.quote(text)
                        + "\"[^>]*>|>(?:<bdi>)?" + Pattern.quote(text) + ")")
                .matcher(last.body());
        if (!found.find()) {
            throw new AssertionError("no link " + text + " in " + last.body());
        }
        return unescaped(found.group(1));
    }

    /** The address of the newest form that does something. */
    String action() {
        Matcher found = Pattern.compile("action=\"(/profile/act/[^\"]+)\"").matcher(last.body());
        String action = "";
        while (found.find()) {
            action = unescaped(found.group(1));
        }
        return action;
    }

    private static String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
