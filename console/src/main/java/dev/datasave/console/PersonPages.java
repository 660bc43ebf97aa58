package dev.datasave.console;

import dev.datasave.ConnectedEntry;
import dev.datasave.ErasureReceipt;
import dev.datasave.UserDataOptions;
import dev.datasave.ops.Mandate;
import dev.datasave.ops.Operations;
import dev.datasave.ops.PersonDesk;
import dev.datasave.spi.Page;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What belongs to a person; the person's export and erasure. */
final class PersonPages {
    private static final int PAGE = 50;

    private final Operations operations;
    private final Views views;
    private final Erasures erasures = new Erasures();

    PersonPages(Operations operations, Views views) {
        this.operations = operations;
        this.views = views;
    }

    /** An entry that has to do with the person. */
    record Row(String name, String link, String connection, long revision, boolean isRemoved, String updated) {
        static Row of(ConnectedEntry entry) {
            return new Row(
                    Shown.text(entry.store() + "/" + entry.key(), 200),
                    entry.isInternal() ? "" : Href.profile(entry.store(), entry.key()),
                    entry.connection().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    entry.revision(),
                    entry.isRemoved(),
                    Shown.time(entry.updated()));
        }
    }

    void person(Context asked) {
        show(asked, 200, "");
    }

    private void show(Context asked, int status, String problem) {
        String user = Asked.needed(asked, "user");
        Page<ConnectedEntry> page =
                operations.person(user).entries(UserDataOptions.defaults(), Asked.paging(asked, PAGE));
        asked.status(status);
        views.page(
                asked,
                "person",
                "Person " + Shown.text(user, 100),
                Map.of(
                        "shown", Shown.text(user),
                        "rows", page.items().stream().map(Row::of).toList(),
                        "next", page.next() == null ? "" : Href.to("/person", "user", user, "after", page.next()),
                        "problem", problem,
                        "export", Href.to("/person/export", "user", user),
                        "erase", Href.to("/person/erase", "user", user)));
    }

    /** Who acts and why, if the form confirms whom it is about. */
    private static Mandate confirmed(Context asked, String user) {
        Mandate mandate = Asked.mandate(asked);
        if (!Asked.field(asked, "confirm").strip().equals(Shown.text(user).strip())) {
            throw new IllegalArgumentException(
                    "confirmation: found " + (Asked.field(asked, "confirm").isBlank() ? "none" : "another name")
                            + ", expected " + Shown.text(user));
        }
        return mandate;
    }

    void export(Context asked) throws IOException {
        String user = Asked.needed(asked, "user");
        PersonDesk desk = operations.person(user);
        Mandate mandate;
        try {
            mandate = confirmed(asked, user);
        } catch (IllegalArgumentException wrong) {
            show(asked, 422, Shown.text(String.valueOf(wrong.getMessage())) + ". Nothing was done.");
            return;
        }
        Path folder = Files.createTempDirectory("datasave-export");
        Path file = folder.resolve("export.json");
        try {
            var unused = desk.export(UserDataOptions.defaults(), file, mandate);
            asked.header("Content-Disposition", "attachment; filename=\"export.json\"");
            asked.contentType("application/json");
            try (InputStream in = Files.newInputStream(file)) {
                in.transferTo(asked.outputStream());
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    void erase(Context asked) {
        String user = Asked.needed(asked, "user");
        PersonDesk desk = operations.person(user);
        Mandate mandate;
        try {
            mandate = confirmed(asked, user);
            if (mandate.why().contains(user)) {
                throw new IllegalArgumentException(
                        "reason: found the user id in it, expected none: the reason stays in the audit log when the person is erased");
            }
        } catch (IllegalArgumentException wrong) {
            show(asked, 422, Shown.text(String.valueOf(wrong.getMessage())) + ". Nothing was done.");
            return;
        }
        String job = erasures.begin(() -> desk.erase(UserDataOptions.defaults(), mandate));
        asked.redirect(Href.to("/person/erasure", "job", job), io.javalin.http.HttpStatus.SEE_OTHER);
    }

    /** How far an erasure is; then its receipt. */
    void erasure(Context asked) {
        Erasures.State state = erasures.state(Asked.needed(asked, "job"))
                .orElseThrow(() -> new Refusal(
                        404, "This erasure is not known any more. The audit log says whether it was done."));
        @Nullable ErasureReceipt receipt = state instanceof Erasures.State.Ended(var ended) ? ended : null;
        views.page(
                asked,
                "erasure",
                "Erasure",
                Map.of(
                        "isRunning",
                        state instanceof Erasures.State.Running,
                        "problem",
                        state instanceof Erasures.State.Failed(var why) ? why : "",
                        "isComplete",
                        receipt != null && receipt.isComplete(),
                        "passes",
                        receipt == null ? 0 : receipt.passes(),
                        "again",
                        asked.path() + "?" + asked.queryString(),
                        "items",
                        receipt == null
                                ? List.of()
                                : receipt.items().stream()
                                        .limit(1000)
                                        .map(PersonPages::item)
                                        .toList()));
    }

    private static Map<String, String> item(ErasureReceipt.Item item) {
        return Map.of(
                "name", Shown.text(item.store() + "/" + item.key(), 200),
                "done", item.done().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                "note", Shown.text(item.note(), 300));
    }
}
