package dev.datasave.cli.ops;

import dev.datasave.cli.progress.Progress;
import dev.datasave.ops.Operations;
import dev.datasave.ops.StoreDesk;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code edit-all}. */
@Command(
        name = "edit-all",
        mixinStandardHelpOptions = true,
        description =
                "Makes the same change in every profile of a store, wherever each is loaded. It first counts what it would do, and asks.",
        footer = {
            "",
            "A test in a JSON patch leaves those profiles alone that it does not fit: [{\"op\": \"test\", \"path\": \"/rank\", \"value\": \"vip\"}, …]",
            "It is not all or nothing. If the storage fails in the middle, it says with which --after it goes on."
        })
public final class EditAllCommand extends OnStorage {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store.")
    private String store = "";

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Only keys that begin so.")
    private String prefix = "";

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on where an earlier run ended.")
    private @Nullable String after;

    @Option(names = "--dry-run", description = "Only count what would be changed.")
    private boolean isDryRun;

    @Mixin
    private Patching patching = new Patching();

    @Mixin
    private Acting acting = new Acting();

    private String lastCursor = "";

    /** For picocli. */
    public EditAllCommand() {}

    @Override
    void check() {
        var unused = acting.mandate(this);
        patching.check(this);
    }

    @Override
    int run(Operations operations) throws IOException {
        String patch = patching.text(this);
        StoreDesk desk = desk(operations);
        try {
            StoreDesk.BulkEdit preview = shown("counting", operations, bar -> desk.editPreview(patch, prefix, bar));
            if (!isJson() || isDryRun) {
                tell(preview, "would be changed");
            }
            if (isDryRun || preview.changed() == 0) {
                return DONE;
            }
            if (!acting.isConfirmed("change " + preview.changed() + " profiles of " + store + "?", this)) {
                return NOT_DONE;
            }
            StoreDesk.BulkEdit done = shown(
                    "changing",
                    operations,
                    bar -> desk.edit(patch, prefix, Optional.ofNullable(after), acting.mandate(this), bar));
            tell(done, "were changed");
            return done.failed() == 0 ? DONE : NOT_DONE;
        } catch (IllegalArgumentException malformed) {
            throw wrong(String.valueOf(malformed.getMessage()));
        } catch (RuntimeException broken) {
            if (!lastCursor.isEmpty()) {
                err().println("ended in the middle; it goes on with --after " + Harmless.shell(lastCursor));
            }
            throw broken;
        }
    }

    private StoreDesk desk(Operations operations) {
        try {
            return operations.store(store);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private interface Step {
        StoreDesk.BulkEdit run(Consumer<StoreDesk.BulkEdit> progress);
    }

    private StoreDesk.BulkEdit shown(String what, Operations operations, Step step) {
        long all = operations.stats().stores().stream()
                .filter(tally -> tally.store().equals(store))
                .mapToLong(Storage.Transfer.Tally::entries)
                .sum();
        try (Progress shown = new Progress(what, all, Progress.ON_TERMINAL && !isJson(), err())) {
            return step.run(edit -> {
                shown.at(Math.min(edit.seen(), all), edit.changed() + " to change");
                lastCursor = what.equals("changing") ? edit.cursor().orElse("") : "";
            });
        }
    }

    private void tell(StoreDesk.BulkEdit edit, String what) {
        if (isJson()) {
            print(Shapes.of(edit));
            return;
        }
        say(edit.changed() + " of " + edit.seen() + " profiles " + what + "; " + edit.unchanged()
                + " are so already, the change does not fit " + edit.unfit() + ", " + edit.failed() + " failed");
        edit.failures().forEach(failure -> say("  " + failure));
    }
}
