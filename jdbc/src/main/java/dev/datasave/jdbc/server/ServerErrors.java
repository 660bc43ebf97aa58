package dev.datasave.jdbc.server;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.ErrorText;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Words the errors of a server. No password gets into a message: where a driver quotes one, its exception is left out.
 *
 * @param name the database, without secrets
 * @param secrets the passwords
 * @param meaning what an error of the database means
 */
public record ServerErrors(String name, Set<String> secrets, Function<SQLException, String> meaning)
        implements ErrorText {

    /** Those of the database at a URL; {@code database} is the name of its product. */
    public static ServerErrors of(
            String database, JdbcUrl url, ServerOptions options, Function<SQLException, String> meaning) {
        Set<String> secrets = new HashSet<>(url.secrets());
        if (options.password() != null && !options.password().isEmpty()) {
            secrets.add(options.password());
        }
        if (options.listeningUrl() != null) {
            secrets.addAll(JdbcUrl.parse(options.listeningUrl()).secrets());
        }
        String place = url.base().substring(url.base().indexOf(':', "jdbc:".length()) + 1);
        return new ServerErrors(database + " " + place + ", schema " + options.schema(), Set.copyOf(secrets), meaning);
    }

    @Override
    public RuntimeException explain(@Nullable Throwable cause) {
        if (cause instanceof SQLTimeoutException timeout && timeout.getSQLState() == null) { // our own
            return failed("found " + timeout.getMessage(), cause);
        } else if (cause instanceof SQLException error) {
            return failed(meaning.apply(error), cause);
        }
        return cause instanceof RuntimeException e ? e : failed("found " + cause, cause);
    }

    private StorageFailed failed(String found, @Nullable Throwable cause) {
        String text = found;
        for (String secret : secrets) {
            text = text.replace(secret, "…");
        }
        return new StorageFailed(name + ": " + text, quotesASecret(cause) ? null : cause);
    }

    private boolean quotesASecret(@Nullable Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String text = String.valueOf(each.getMessage());
            if (secrets.stream().anyMatch(text::contains)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
