package dev.datasave.ops;

import com.google.gson.JsonObject;
import dev.datasave.ConnectedEntry;
import dev.datasave.ErasureReceipt;
import dev.datasave.Paging;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One person: what is stored about them, in one file, or gone (P14).
 *
 * <p>Thread-safe. See {@link Operations} for what all methods throw.
 */
public final class PersonDesk {
    private final Operations operations;
    private final String userId;

    PersonDesk(Operations operations, String userId) {
        this.operations = operations;
        this.userId = Limits.check("user id", userId, 1, Limits.USER_ID_BYTES);
    }

    /** The entries of all stores that have to do with the person. */
    public Page<ConnectedEntry> entries(UserDataOptions options, Paging paging) {
        return Operations.await(operations.server().connectedEntriesAsync(userId, options, paging));
    }

    /**
     * Writes everything that is stored about the person into a file, lines of the audit log included. The file appears when it is complete. That it was written
     * is a line of the log, which is erased with the person.
     *
     * @return the entries that the file contains
     * @throws java.util.concurrent.CompletionException if the file can't be written; its cause is an {@link java.io.IOException}
     */
    public List<ConnectedEntry> export(UserDataOptions options, Path file, Mandate mandate) {
        JsonObject details = new JsonObject();
        details.addProperty("user", userId);
        AuditLog.Open line = operations.audit().begin(mandate, "export", Optional.empty(), Set.of(userId), details);
        List<ConnectedEntry> entries =
                line.watch(() -> Operations.await(operations.server().exportUserAsync(userId, options, file)));
        line.end(AuditLog.State.DONE, "exported " + entries.size() + " entries");
        return entries;
    }

    /**
     * Erases the person from all stores. The line of the log names neither the person nor what was found: the receipt does, so keep that as long as it is
     * needed as evidence.
     */
    public ErasureReceipt erase(UserDataOptions options, Mandate mandate) {
        if (mandate.why().contains(userId)) {
            throw new IllegalArgumentException(
                    "reason: found the user id in it, expected none: the reason stays in the audit log when the person is erased");
        }
        AuditLog.Open line = operations.audit().begin(mandate, "erase", Optional.empty(), Set.of(), new JsonObject());
        ErasureReceipt receipt =
                line.watch(() -> Operations.await(operations.server().eraseUserAsync(userId, options)));
        line.end(
                receipt.isComplete() ? AuditLog.State.DONE : AuditLog.State.NOT_DONE,
                (receipt.isComplete() ? "complete" : "not complete: run it again") + "; "
                        + receipt.items().size() + " entries found, in " + receipt.passes() + " passes");
        return receipt;
    }
}
