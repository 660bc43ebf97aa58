package dev.datasave.cli.ops;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.datasave.JsonDiff;
import dev.datasave.ProfileVersion;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import dev.datasave.spi.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description =
                "Lists the revisions of a profile, the newest first: when, by which server, and what operators did to it.")
public final class HistoryCommand extends OnStorage {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Mixin
    private Named named = new Named();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only revisions written since then: 90s, 30m, 2h or 7d ago, or a time such as 2026-01-31T12:00:00Z.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Only revisions written until then, in the same forms.")
    private @Nullable String until;

    @Option(
            names = "--changes",
            description = "Also show what each revision has changed, compared with the one below it in the list.")
    private boolean changes;

    @Mixin
    private Paged paged = new Paged();

    /** For picocli. */
    public HistoryCommand() {}

    @Override
    int run(Operations operations) {
        Instant now = Instant.now();
        ProfileVersion.Range range =
                new ProfileVersion.Range(time("--since", since, now), time("--until", until, now), false);
        ProfileDesk desk = named.in(operations, this);
        Page<ProfileVersion> page = desk.history(range, paged.paging(this));
        if (page.items().isEmpty()) {
            say(named + ": found no revision, expected one" + (since == null && until == null ? "" : " in that time"));
            return NOT_DONE;
        }
        List<Optional<JsonDiff>> diffs = changes ? diffs(desk, page.items()) : List.of();
        if (isJson()) {
            print(page, diffs);
            return DONE;
        }
        Table table = new Table("REVISION", "WRITTEN", "SERVER", "BYTES", "WHAT");
        for (int i = 0; i < page.items().size(); i++) {
            ProfileVersion version = page.items().get(i);
            table.row(
                    version.revision(),
                    version.updated(),
                    version.author().map(ProfileVersion.Author::serverName).orElse("-"),
                    version.bytes(),
                    what(version));
            if (changes && diffs.get(i).isPresent()) {
                diffs.get(i).get().changes().forEach(change -> table.line("  " + change));
            }
        }
        table.print(out());
        Paged.next(this, page.next());
        return DONE;
    }

    private void print(Page<ProfileVersion> page, List<Optional<JsonDiff>> diffs) {
        JsonArray revisions = new JsonArray();
        for (int i = 0; i < page.items().size(); i++) {
            JsonObject revision = Shapes.of(page.items().get(i));
            if (changes) {
                revision.add(
                        "changes", diffs.get(i).<JsonElement>map(Shapes::of).orElse(JsonNull.INSTANCE));
            }
            revisions.add(revision);
        }
        print(Shapes.shape()
                .with("revisions", revisions)
                .with("next", page.next())
                .json());
    }

    /** What each revision has changed; nothing for the last one of the list. */
    private static List<Optional<JsonDiff>> diffs(ProfileDesk desk, List<ProfileVersion> versions) {
        List<Optional<JsonDiff>> diffs = new ArrayList<>();
        for (int i = 0; i + 1 < versions.size(); i++) {
            diffs.add(desk.diff(versions.get(i + 1).revision(), versions.get(i).revision()));
        }
        diffs.add(Optional.empty());
        return diffs;
    }

    private static String what(ProfileVersion version) {
        StringBuilder what = new StringBuilder();
        version.note()
                .ifPresent(note -> what.append(note.action())
                        .append(" (")
                        .append(note.why())
                        .append(") "));
        version.pin()
                .ifPresent(pin -> what.append("pinned as ").append(pin.name()).append(' '));
        what.append(version.isRemoval() ? "removed " : "").append(version.isCurrent() ? "current " : "");
        return what.append(version.endsSession() ? "end of a session" : "")
                .toString()
                .strip();
    }

    private Optional<Instant> time(String option, @Nullable String text, Instant now) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
        if (ago.matches()) {
            long amount = Long.parseLong(ago.group(1));
            return Optional.of(now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    }));
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw wrong(option + ": found " + Harmless.text(text)
                    + ", expected 90s, 30m, 2h, 7d or a time such as 2026-01-31T12:00:00Z");
        }
    }
}
