package dev.datasave.cli.ops;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say which storage is meant. */
public final class StorageAccess {
    private static final String SQLITE = "jdbc:sqlite:";

    @Option(
            names = "--jdbc-url",
            required = true,
            paramLabel = "URL",
            defaultValue = "${env:DATASAVE_JDBC_URL}",
            description =
                    "The storage: jdbc:sqlite:players.db, jdbc:postgresql://host/database. Default: DATASAVE_JDBC_URL in the environment.")
    private String url = "";

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "datasave",
            description = "SqlOptions.schema of the storage. Default: ${DEFAULT-VALUE}.")
    private String schema = "datasave";

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "Who connects; the password is DATASAVE_PASSWORD in the environment.")
    private @Nullable String user;

    /** For picocli. */
    public StorageAccess() {}

    /**
     * Opens it; a missing SQLite file is not created.
     *
     * @param spec the command that asks, for its errors
     * @throws NoSuchFileException if it is an SQLite file that is missing
     */
    public Storage open(CommandSpec spec) throws NoSuchFileException {
        if (!url.startsWith("jdbc:")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--jdbc-url: found " + Harmless.text(url) + ", expected a URL such as jdbc:sqlite:players.db");
        }
        if (url.startsWith(SQLITE) && !Files.exists(Path.of(url.substring(SQLITE.length())))) {
            throw new NoSuchFileException(url.substring(SQLITE.length()));
        }
        SqlOptions options = SqlOptions.defaults().schema(schema);
        String password = System.getenv("DATASAVE_PASSWORD");
        if (user != null) {
            options = options.login(user, password == null ? "" : password);
        }
        return SqlStorage.open(url, options);
    }
}
