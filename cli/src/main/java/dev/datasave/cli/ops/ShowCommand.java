package dev.datasave.cli.ops;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import dev.datasave.ops.ProfileReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows a profile: its data, who has it, who waits for it, and what belongs to it. Or the data of one revision.")
public final class ShowCommand extends OnStorage {
    @Mixin
    private Named named = new Named();

    @Option(names = "--revision", paramLabel = "N", description = "Show only the data of this revision.")
    private @Nullable Long revision;

    /** For picocli. */
    public ShowCommand() {}

    @Override
    int run(Operations operations) {
        ProfileDesk desk = named.in(operations, this);
        if (revision != null) {
            return data(desk, revision);
        }
        Optional<ProfileReport> report = desk.report();
        if (report.isEmpty()) {
            say(named + ": found nothing under this key, expected a profile");
            return NOT_DONE;
        }
        if (isJson()) {
            print(Shapes.of(report.get()));
        } else {
            print(report.get());
        }
        return DONE;
    }

    private int data(ProfileDesk desk, long number) {
        Optional<JsonElement> tree = desk.tree(number);
        if (tree.isEmpty()) {
            say(Gone.sentence(desk, named, number));
            return NOT_DONE;
        }
        print(tree.get());
        return DONE;
    }

    private void print(ProfileReport report) {
        say(named + ", revision " + report.revision() + ", written " + report.updated() + ", loaded " + report.loads()
                + " times" + (report.isProfile() ? "" : " (no profile: no server has loaded it)"));
        report.movedTo().ifPresent(to -> say("moved to " + to));
        if (!report.userIds().isEmpty()) {
            say("people: " + String.join(" ", report.userIds().stream().sorted().toList()));
        }
        report.metadata().forEach((name, value) -> say("metadata " + name + ": " + value));
        report.score().ifPresent(score -> say("score: " + score));
        say(WhoCommand.owner(report));
        report.waiting().forEach(waiting -> say(WhoCommand.waiting(waiting)));
        report.messages()
                .forEach(message -> say((message.isDead() ? "expired message " : "message ") + message.id() + " "
                        + message.type() + " from " + message.from() + ", sent " + message.sent()));
        report.receipts().forEach(receipt -> say("granted " + receipt.id() + " at " + receipt.at()));
        report.orphans()
                .forEach(orphan -> say("orphan " + orphan.id() + " of server " + orphan.server()
                        + ", based on revision " + orphan.info().revision()));
        report.trouble().ifPresent(trouble -> say("the data can't be read: " + trouble));
        report.data()
                .ifPresent(data -> out().println(Harmless.json(new GsonBuilder()
                        .disableHtmlEscaping()
                        .serializeNulls()
                        .setPrettyPrinting()
                        .create()
                        .toJson(data))));
        if (report.isRemoved()) {
            say("it was removed; its history is left");
        }
    }
}
