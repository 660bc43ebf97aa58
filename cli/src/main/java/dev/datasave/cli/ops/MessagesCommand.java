package dev.datasave.cli.ops;

import dev.datasave.Message;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import dev.datasave.ops.ProfileReport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code messages}. */
@Command(
        name = "messages",
        mixinStandardHelpOptions = true,
        description =
                "Lists the messages that wait for a profile, and those that expired unread. Or sends one again, or takes one back.")
public final class MessagesCommand extends OnProfile {
    @Option(
            names = "--resend",
            paramLabel = "ID",
            description = "Send a message again whose effect a rollback has taken back.")
    private @Nullable String resend;

    @Option(names = "--withdraw", paramLabel = "ID", description = "Take back a message that waits.")
    private @Nullable String withdraw;

    /** For picocli. */
    public MessagesCommand() {}

    @Override
    void check() {
        if (resend != null && withdraw != null) {
            throw wrong("messages: found --resend and --withdraw, expected one of them");
        }
        if (resend != null || withdraw != null) {
            var unused = mandate();
        }
    }

    @Override
    int run(Operations operations) {
        ProfileDesk desk = desk(operations);
        if (resend != null) {
            return told(desk.resend(resend, mandate()));
        } else if (withdraw != null) {
            return told(desk.withdraw(withdraw, mandate()));
        }
        List<Message.Pending> messages =
                desk.report().map(ProfileReport::messages).orElse(List.of());
        if (isJson()) {
            print(Shapes.shape()
                    .with("messages", Shapes.array(messages, Shapes::of))
                    .json());
            return DONE;
        }
        Table table = new Table("ID", "TYPE", "FROM", "SENT", "EXPIRES", "CONTENT");
        messages.forEach(message -> table.row(
                message.id(),
                message.type(),
                message.from(),
                message.sent(),
                message.isDead()
                        ? "expired"
                        : message.expires().map(String::valueOf).orElse("never"),
                message.payload()));
        table.print(out());
        return DONE;
    }
}
