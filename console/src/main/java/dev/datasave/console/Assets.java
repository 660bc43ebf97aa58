package dev.datasave.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Scripts and styles, all from this machine: the console's own, and those of WebJars. */
final class Assets {
    private static final String JARS = "META-INF/resources/webjars/";
    private static final Map<String, String> PLACES = Map.of(
            "htmx.js", JARS + "htmx.org/2.0.7/dist/htmx.min.js",
            "uplot.js", JARS + "uplot/1.6.30/dist/uPlot.iife.min.js",
            "uplot.css", JARS + "uplot/1.6.30/dist/uPlot.min.css",
            "console.js", "dev/datasave/console/assets/console.js",
            "console.css", "dev/datasave/console/assets/console.css");

    private final Map<String, byte[]> contents = new HashMap<>();

    Assets() {
        PLACES.forEach((name, place) -> contents.put(name, read(place)));
    }

    private static byte[] read(String place) {
        try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(place)) {
            if (in == null) {
                throw new IllegalStateException(place + ": found no such resource; is a library missing?");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void serve(Context asked) {
        String name = asked.pathParam("name");
        byte[] content = contents.get(name);
        if (content == null) {
            throw new Refusal(404, "There is no such page.");
        }
        asked.header("Cache-Control", "max-age=600");
        asked.contentType(name.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8");
        asked.result(content);
    }
}
