package dev.datasave.cli.ops;

import dev.datasave.cli.progress.Progress;
import dev.datasave.ops.Mandate;
import java.io.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that change something: who does it, why, and whether it is to be asked. */
final class Acting {
    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who acts, for history and the audit log. Default: the user of this machine.")
    private String who = "";

    @Option(
            names = "--why",
            paramLabel = "REASON",
            description = "Why, for history and the audit log: the number of a ticket, not a player's name.")
    private @Nullable String why;

    @Option(names = "--yes", description = "Don't ask.")
    private boolean yes;

    /** Who and why, checked. */
    Mandate mandate(OnStorage command) {
        if (why == null) {
            throw command.wrong("Missing required option: '--why=REASON'");
        }
        try {
            return new Mandate(who, why);
        } catch (IllegalArgumentException e) {
            throw command.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Whether to do it: the operator said so beforehand, or says so now. */
    @SuppressWarnings("SystemConsoleNull") // null up to Java 21; from 22 on, ON_TERMINAL tells
    boolean isConfirmed(String question, OnStorage command) {
        if (yes) {
            return true;
        }
        Console console = System.console();
        if (console == null || !Progress.ON_TERMINAL) {
            throw command.wrong("--yes: not found, and there is no terminal to ask at; expected --yes");
        }
        command.out().flush();
        String answer = console.readLine("%s [y/N] ", Harmless.text(question));
        boolean isYes =
                answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        if (!isYes) {
            command.say("nothing was changed");
        }
        return isYes;
    }
}
