package dev.datasave.extras;

import dev.datasave.importing.FolderSource;
import dev.datasave.importing.HuskSource;
import dev.datasave.importing.ImportReport.Finding;
import dev.datasave.importing.ImportSource;
import dev.datasave.importing.PlayerDataSource;
import dev.datasave.importing.ProfileImport;
import dev.datasave.importing.RobloxSource;
import dev.datasave.importing.TableSource;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that both commands have: from where, and into what. */
final class ImportOptions {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final Duration CALL = Duration.ofMinutes(1);

    @Parameters(index = "0", paramLabel = "KIND", description = "What the source is: ${COMPLETION-CANDIDATES}.")
    private SourceKind kind = SourceKind.TABLES;

    @Parameters(
            index = "1",
            paramLabel = "SOURCE",
            description = "Where it is. tables: the mapping file. files: the folder of JSON or YAML files."
                    + " roblox: a .json or .jsonl file, or a folder of them. playerdata: the folder of .dat files."
                    + " husksync: the JDBC URL of its database.")
    private String source = "";

    @Option(names = "--to", required = true, paramLabel = "URL", description = "The storage, as a JDBC URL.")
    private String to = "";

    @Option(names = "--to-schema", paramLabel = "NAME", description = "SqlOptions.schema of the storage.")
    private String schema = "datasave";

    @Option(names = "--to-user", paramLabel = "USER", description = "Who connects to the storage.")
    private @Nullable String user;

    @Option(
            names = "--from-user",
            paramLabel = "USER",
            description = "Who connects to the source, if it is a database.")
    private @Nullable String fromUser;

    @Option(
            names = "--from-tables",
            split = ",",
            arity = "1",
            paramLabel = "NAME",
            description = "husksync: the tables of users and of user data, as its config.yml names them.",
            defaultValue = "husksync_users,husksync_user_data")
    private List<String> tables = List.of();

    @Option(names = "--store", required = true, paramLabel = "NAME", description = "The profile store.")
    private String store = "";

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a line of JSON for each item that was found, with its outcome and why.")
    private @Nullable Path report;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** What can be imported. */
    enum SourceKind {
        /** {@link TableSource}. */
        TABLES,
        /** {@link FolderSource}. */
        FILES,
        /** {@link RobloxSource}. */
        ROBLOX,
        /** {@link PlayerDataSource}. */
        PLAYERDATA,
        /** {@link HuskSource}. */
        HUSKSYNC
    }

    /** What is done with the target. */
    enum Target {
        /** It is written, and made if it is an SQLite file. */
        WRITTEN,
        /** It is only read; a missing SQLite file counts as empty. */
        ONLY_READ,
        /** It is only read, and a missing SQLite file is an error. */
        MUST_EXIST
    }

    /** Something to do with an import that is ready. */
    interface Work {
        int on(ProfileImport ready, FindingLog log) throws IOException;
    }

    /** Opens both sides, does the work, and closes them. */
    int with(Target how, Work work) throws IOException {
        ImportSource from = open();
        boolean isMissing = to.startsWith(SQLITE) && !Files.exists(Path.of(to.substring(SQLITE.length())));
        if (isMissing && how == Target.MUST_EXIST) {
            throw new NoSuchFileException(to.substring(SQLITE.length()));
        }
        try (Storage target = isMissing && how == Target.ONLY_READ ? Storage.inMemory() : target();
                FindingLog log = new FindingLog(
                        Optional.ofNullable(report), spec.commandLine().getOut())) {
            Consumer<Finding> listener = log;
            return work.on(ProfileImport.of(from, target, store).listener(listener), log);
        }
    }

    private ImportSource open() throws IOException {
        try {
            return switch (kind) {
                case TABLES -> TableSource.of(Path.of(source), fromUser, fromPassword());
                case FILES -> FolderSource.of(Path.of(source));
                case ROBLOX -> RobloxSource.of(Path.of(source));
                case PLAYERDATA -> PlayerDataSource.of(Path.of(source));
                case HUSKSYNC -> huskSync();
            };
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ImportSource huskSync() {
        if (!source.startsWith("jdbc:")) {
            throw new IllegalArgumentException("husksync: found no JDBC URL, expected one as SOURCE");
        } else if (tables.size() != 2) {
            throw new IllegalArgumentException("--from-tables: found " + tables.size() + " names, expected two");
        }
        return HuskSource.of(source, fromUser, fromPassword()).tables(tables.get(0), tables.get(1));
    }

    private static @Nullable String fromPassword() {
        return System.getenv("DATASAVE_FROM_PASSWORD");
    }

    private Storage target() {
        SqlOptions options = SqlOptions.defaults().callTimeout(CALL).schema(schema);
        if (user != null) {
            options = options.login(
                    user,
                    Optional.ofNullable(System.getenv("DATASAVE_TO_PASSWORD")).orElse(""));
        }
        return SqlStorage.open(to, options);
    }
}
