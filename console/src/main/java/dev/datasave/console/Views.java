package dev.datasave.console;

import io.javalin.http.Context;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes pages of templates, which escape every value. */
final class Views {
    private final PebbleEngine engine;

    Views() {
        ClasspathLoader loader = new ClasspathLoader(Views.class.getClassLoader());
        loader.setPrefix("dev/datasave/console/templates");
        loader.setSuffix(".peb");
        engine = new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .autoEscaping(true)
                .build();
    }

    /** A whole page: with what every page shows of who looks at it. */
    void page(Context asked, String template, String title, Map<String, ?> model) {
        Visits.@Nullable Visit visit = asked.attribute(Guard.VISIT);
        Map<String, Object> all = new HashMap<>(model);
        all.put("title", title);
        all.put("user", visit == null ? "" : visit.user().name());
        all.put("isOperator", visit != null && visit.isOperator());
        all.put("csrf", visit == null ? "" : visit.csrf());
        all.put("path", asked.path());
        asked.html(render(template, all));
    }

    /** A piece of a page. */
    void piece(Context asked, String template, Map<String, ?> model) {
        asked.html(render(template, new HashMap<>(model)));
    }

    private String render(String template, Map<String, Object> model) {
        try {
            StringWriter out = new StringWriter(8192);
            engine.getTemplate(template).evaluate(out, model);
            return out.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
