package dev.datasave.cli.ops;

import dev.datasave.JsonDiff;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code edit}. */
@Command(
        name = "edit",
        mixinStandardHelpOptions = true,
        description = "Changes the data of a profile, wherever it is loaded. The player stays online.",
        footer = {
            "",
            "PATH is a JSON pointer: /items/0/name, and /items/- is behind the last item.",
            "Removals come first, then replacements, then additions. For another order, use a JSON patch (RFC 6902)."
        })
public final class EditCommand extends OnProfile {
    @Mixin
    private Patching patching = new Patching();

    @Option(
            names = "--seen",
            paramLabel = "REVISION",
            description =
                    "The revision that you saw: if somebody has changed the profile since, nothing is done, and you see what has changed.")
    private @Nullable Long seen;

    /** For picocli. */
    public EditCommand() {}

    @Override
    void check() {
        var unused = mandate();
        patching.check(this);
    }

    @Override
    int run(Operations operations) throws IOException {
        String text = patching.text(this);
        ProfileDesk desk = desk(operations);
        Optional<JsonDiff> preview;
        try {
            preview = desk.editPreview(text);
        } catch (IllegalArgumentException unfit) {
            say(named() + ": " + unfit.getMessage());
            return NOT_DONE;
        }
        if (preview.isEmpty()) {
            say(named() + ": found no data under this key, expected a profile");
            return NOT_DONE;
        }
        if (!isConfirmed("change " + named() + "?", preview)) {
            return NOT_DONE;
        }
        return told(desk.edit(text, seen == null ? OptionalLong.empty() : OptionalLong.of(seen), mandate()));
    }
}
