package dev.datasave.cli.ops;

import dev.datasave.ConnectedEntry;
import dev.datasave.ErasureReceipt;
import dev.datasave.Paging;
import dev.datasave.ops.Operations;
import dev.datasave.ops.PersonDesk;
import dev.datasave.spi.Page;
import picocli.CommandLine.Command;

/** The command {@code erase-user}. */
@Command(
        name = "erase-user",
        mixinStandardHelpOptions = true,
        description =
                "Erases a person from all stores, history and the audit log included. It can't be undone. The exit code is 0 only if nothing is left.",
        footer = {
            "",
            "What others share is left alone, and the receipt names it: only the game knows how to take one person out of it."
        })
public final class EraseUserCommand extends AboutPerson {
    private static final int SHOWN = 20;

    /** For picocli. */
    public EraseUserCommand() {}

    @Override
    void check() {
        super.check();
        if (acting().mandate(this).why().contains(user())) {
            throw wrong(
                    "--why: found the user id in it, expected none: the reason stays in the audit log when the person is erased");
        }
    }

    @Override
    int run(Operations operations) {
        PersonDesk desk = operations.person(user());
        Page<ConnectedEntry> found = desk.entries(options(), Paging.first(SHOWN));
        if (!isJson()) {
            found.items().forEach(entry -> say("  " + entry.store() + "/" + entry.key()));
            if (found.next() != null) {
                say("  … and more");
            }
        }
        if (!acting().isConfirmed("erase " + user() + " from all of this? It can't be undone.", this)) {
            return NOT_DONE;
        }
        ErasureReceipt receipt = desk.erase(options(), acting().mandate(this));
        if (isJson()) {
            print(Shapes.of(receipt));
        } else {
            Table table = new Table("STORE", "KEY", "DONE", "NOTE");
            receipt.items().forEach(item -> table.row(item.store(), item.key(), item.done(), item.note()));
            table.print(out());
            say(
                    receipt.isComplete()
                            ? "complete: nothing is left"
                            : "not complete: run it again, or let the game erase what is shared");
        }
        return receipt.isComplete() ? DONE : NOT_DONE;
    }
}
