package dev.datasave.cli.ops;

import dev.datasave.ops.AuditLog;
import dev.datasave.ops.Operations;
import dev.datasave.spi.Page;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Lists what operators have done, the newest first: everything, or what was done to one profile.")
public final class AuditCommand extends OnStorage {
    @Parameters(index = "0", arity = "0..1", paramLabel = "STORE", description = "The store of the profile.")
    private @Nullable String store;

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "The key of the profile.")
    private @Nullable String key;

    @Mixin
    private Paged paged = new Paged();

    /** For picocli. */
    public AuditCommand() {}

    @Override
    void check() {
        if (store != null && key == null) {
            throw wrong("audit: found a STORE without a KEY, expected both or none");
        }
    }

    @Override
    int run(Operations operations) {
        Page<AuditLog.Line> page = store == null || key == null
                ? operations.audit().lines(paged.paging(this))
                : operations.audit().linesOf(store, key, paged.paging(this));
        if (isJson()) {
            print(Shapes.shape()
                    .with("lines", Shapes.array(page.items(), Shapes::of))
                    .with("next", page.next())
                    .json());
            return DONE;
        }
        Table table = new Table("AT", "WHO", "ACTION", "STATE", "PROFILE", "WHY", "RESULT");
        page.items()
                .forEach(line -> table.row(
                        line.at(),
                        line.who(),
                        line.action(),
                        line.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        line.isErased()
                                ? "(erased)"
                                : line.store()
                                        .map(in -> in + "/" + line.key().orElse(""))
                                        .orElse("-"),
                        line.why().orElse("-"),
                        line.result().orElse("-")));
        table.print(out());
        Paged.next(this, page.next());
        return DONE;
    }
}
