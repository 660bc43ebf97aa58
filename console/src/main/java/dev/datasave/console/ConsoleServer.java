package dev.datasave.console;

import dev.datasave.DataSaveException;
import dev.datasave.ops.Operations;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A running web console. It is thin over {@link Operations}: whatever it shows or does, a program can do with that library.
 *
 * <p>Thread-safe.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConsoleServer.class.getName());
    /** A form with a value of 4 MiB, each byte of it as three characters, and the rest of the form. */
    private static final long MOST_BYTES = (12L << 20) + (64L << 10);

    private final ConsoleOptions options;
    private final Views views = new Views();
    private final Watching watching;
    private final Javalin javalin;
    private final Optional<String> newToken;

    private ConsoleServer(ConsoleOptions options, Operations operations, InstantSource clock) throws IOException {
        this.options = options;
        TokenFile tokens = TokenFile.at(options.tokens());
        newToken = tokens.prepare();
        watching = new Watching(operations);
        Visits visits = new Visits(clock, tokens);
        Guard guard = new Guard(options, tokens, visits, new LoginGate(clock), views);
        StoreNames stores = new StoreNames(operations);
        LivePages live = new LivePages(operations, watching, views, visits, guard);
        javalin = Javalin.create(config -> {
            listen(config);
            config.routes.before(guard::before);
            Assets assets = new Assets();
            config.routes.get("/assets/{name}", assets::serve);
            config.routes.get("/login", guard::loginPage);
            config.routes.post("/login", guard::login);
            config.routes.post("/logout", guard::logout);
            config.routes.get(Guard.METRICS, new MetricsPage(watching)::serve);
            config.routes.get("/", live::dashboard);
            config.routes.get("/server", live::server);
            config.routes.get("/live/past", live::past);
            config.routes.sse("/live/events", live::events);
            find(config, new FindPages(operations, views, stores));
            profile(config, new ProfilePages(operations, views), new ActPages(operations, views));
            person(config, new PersonPages(operations, views));
            problems(config);
        });
        stores.names();
    }

    /**
     * Starts a console.
     *
     * @param options where, and how it is protected
     * @param operations what it works with; they stay open when it is closed
     * @throws IOException if the file of tokens can't be made or read
     */
    public static ConsoleServer start(ConsoleOptions options, Operations operations) throws IOException {
        return start(options, operations, InstantSource.system());
    }

    static ConsoleServer start(ConsoleOptions options, Operations operations, InstantSource clock) throws IOException {
        ConsoleServer server = new ConsoleServer(options, operations, clock);
        server.javalin.start();
        server.watching.begin();
        return server;
    }

    private void listen(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = MOST_BYTES;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(32 << 10);
        });
        config.jetty.host = options.host();
        config.jetty.port = options.port();
        options.tls()
                .ifPresent(tls -> config.jetty.addConnector((server, plain) -> {
                    SslContextFactory.Server ssl = new SslContextFactory.Server();
                    ssl.setKeyStorePath(tls.keyStore().toString());
                    ssl.setKeyStoreType("PKCS12");
                    ssl.setKeyStorePassword(tls.password());
                    HttpConfiguration http = new HttpConfiguration(plain);
                    http.addCustomizer(new SecureRequestCustomizer(false));
                    ServerConnector connector = new ServerConnector(server, ssl, new HttpConnectionFactory(http));
                    connector.setHost(options.host());
                    connector.setPort(options.port());
                    return connector;
                }));
    }

    private static void find(JavalinConfig config, FindPages pages) {
        config.routes.get("/find", pages::find);
        config.routes.get("/ranking", pages::ranking);
        config.routes.get("/audit", pages::audit);
        config.routes.get("/health", pages::health);
    }

    private static void profile(JavalinConfig config, ProfilePages pages, ActPages acts) {
        config.routes.get("/profile", pages::profile);
        config.routes.get("/profile/history", pages::history);
        config.routes.get("/profile/diff", pages::diff);
        config.routes.get("/profile/tree", pages::tree);
        config.routes.get("/profile/text", pages::text);
        config.routes.get("/messages", pages::messages);
        config.routes.get("/profile/act/{act}", acts::form);
        config.routes.post("/profile/act/{act}", acts::submit);
    }

    private static void person(JavalinConfig config, PersonPages pages) {
        config.routes.get("/person", pages::person);
        config.routes.post("/person/export", pages::export);
        config.routes.post("/person/erase", pages::erase);
        config.routes.get("/person/erasure", pages::erasure);
    }

    private void problems(JavalinConfig config) {
        config.routes.exception(Refusal.class, (refusal, asked) -> {
            if (asked.path().equals(Guard.METRICS)) {
                asked.attribute("told", true);
                asked.status(refusal.status()).result(refusal.getMessage() + "\n");
                return;
            }
            if (refusal.status() == 401
                    && asked.method().name().equals("GET")
                    && asked.header("HX-Request") == null
                    && !asked.path().startsWith("/live/")) {
                asked.redirect(Href.to("/login", "then", whole(asked)), io.javalin.http.HttpStatus.SEE_OTHER);
                return;
            }
            problem(asked, refusal.status(), String.valueOf(refusal.getMessage()));
        });
        config.routes.exception(
                DataSaveException.InvalidData.class,
                (broken, asked) -> problem(
                        asked, 422, "The data can't be read: " + Shown.text(String.valueOf(broken.getMessage()), 500)));
        config.routes.exception(
                DataSaveException.class,
                (failed, asked) -> problem(
                        asked,
                        503,
                        "The storage does not answer: " + Shown.text(String.valueOf(failed.getMessage()), 500)
                                + " Whether an act was done is to be seen in the audit log and in the history, when it answers again."));
        config.routes.exception(
                IllegalArgumentException.class,
                (wrong, asked) -> problem(asked, 400, Shown.text(String.valueOf(wrong.getMessage()), 500)));
        config.routes.exception(Exception.class, (fault, asked) -> {
            LOG.log(Level.ERROR, "The console could not answer " + asked.path(), fault);
            problem(asked, 500, "This is a fault of the console. Its log has the cause.");
        });
        config.routes.error(404, asked -> {
            if (asked.attribute("told") == null) {
                problem(asked, asked.statusCode(), "There is no such page.");
            }
        });
    }

    private static String whole(Context asked) {
        String query = asked.queryString();
        return query == null ? asked.path() : asked.path() + "?" + query;
    }

    private void problem(Context asked, int status, String sentence) {
        asked.attribute("told", true);
        asked.status(status);
        views.page(asked, "problem", "Not done", Map.of("status", status, "sentence", sentence));
    }

    /** The port on which it listens. */
    public int port() {
        return javalin.port();
    }

    /** Where a browser finds it, and below it, at {@code /metrics}, Prometheus. */
    public String address() {
        return options.origin()
                .map(Object::toString)
                .orElse((options.tls().isPresent() ? "https://" : "http://")
                        + (options.host().contains(":") ? "[" + options.host() + "]" : options.host()) + ":" + port());
    }

    /** The token that the first start has made, to be shown once; empty if there was a file of tokens. */
    public Optional<String> newToken() {
        return newToken;
    }

    /** Looks at the servers now, instead of with the next step of the clock. */
    void look() {
        watching.look();
    }

    /** Ends it: pages that are open can't act any more. Closing twice is fine. */
    @Override
    public void close() {
        watching.close();
        javalin.stop();
    }
}
