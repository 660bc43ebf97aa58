package dev.datasave.cli;

import dev.datasave.DataSaveException;
import dev.datasave.cli.copy.CopyCommand;
import dev.datasave.cli.demo.DemoCommand;
import dev.datasave.cli.ops.AuditCommand;
import dev.datasave.cli.ops.DiffCommand;
import dev.datasave.cli.ops.DoctorCommand;
import dev.datasave.cli.ops.EditAllCommand;
import dev.datasave.cli.ops.EditCommand;
import dev.datasave.cli.ops.EraseUserCommand;
import dev.datasave.cli.ops.ExportUserCommand;
import dev.datasave.cli.ops.HistoryCommand;
import dev.datasave.cli.ops.LsCommand;
import dev.datasave.cli.ops.MessagesCommand;
import dev.datasave.cli.ops.PinCommand;
import dev.datasave.cli.ops.ReleaseCommand;
import dev.datasave.cli.ops.RollbackCommand;
import dev.datasave.cli.ops.ServersCommand;
import dev.datasave.cli.ops.ShowCommand;
import dev.datasave.cli.ops.StatsCommand;
import dev.datasave.cli.ops.WhoCommand;
import dev.datasave.cli.ops.WipeCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ServiceLoader;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. Exit codes: 0 success, 1 the command ran but its result is bad, 2 wrong arguments, 3 the command failed. */
@Command(
        name = "datasave",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps a player's data on exactly one game server at a time.",
        footer = {
            "",
            "import and verify-import bring players' data of other systems into a store; peers measures other ways of keeping data."
                    + " ./datasave fetches what these need when they are first used."
        },
        subcommands = {
            ServerCommand.class,
            DemoCommand.class,
            CopyCommand.class,
            LsCommand.class,
            ShowCommand.class,
            HistoryCommand.class,
            DiffCommand.class,
            EditCommand.class,
            EditAllCommand.class,
            RollbackCommand.class,
            PinCommand.class,
            WipeCommand.class,
            MessagesCommand.class,
            ServersCommand.class,
            WhoCommand.class,
            ReleaseCommand.class,
            ExportUserCommand.class,
            EraseUserCommand.class,
            AuditCommand.class,
            StatsCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            SimulateCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Main {
    /** The exit code of a command that failed. */
    static final int FAILED = 3;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        LibraryLogs.errorsOnly();
        System.exit(commandLine().execute(args));
    }

    /** All commands, with exit codes and messages as this program has them. */
    public static CommandLine commandLine() {
        CommandLine all = new CommandLine(new Main());
        for (Addition addition : ServiceLoader.load(Addition.class)) {
            addition.commands().forEach(all::addSubcommand);
        }
        return all.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler((problem, line, parsed) -> {
            line.getErr().println(line.getCommandName() + ": " + describe(problem));
            return FAILED;
        });
    }

    private static String describe(Exception problem) {
        return switch (problem) {
            case UncheckedIOException io when io.getCause() != null -> describe(io.getCause());
            case FileSystemException file -> file.getFile() + ": found " + meaning(file);
            case IOException io -> String.valueOf(io.getMessage());
            case DataSaveException known -> String.valueOf(known.getMessage());
            case IllegalArgumentException wrong -> String.valueOf(wrong.getMessage());
            default -> problem.toString();
        };
    }

    /** Explains the problem, because Java's own message is the name of the file and nothing more. */
    private static String meaning(FileSystemException problem) {
        return switch (problem) {
            case NoSuchFileException missing -> "no such file or folder";
            case AccessDeniedException denied -> "no right to use it";
            case FileAlreadyExistsException taken -> "a file, expected a folder or nothing";
            default -> problem.getReason() == null ? problem.getClass().getSimpleName() : problem.getReason();
        };
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "datasave " + (version == null ? "(not from a jar)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
