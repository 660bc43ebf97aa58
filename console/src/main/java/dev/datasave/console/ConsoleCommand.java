package dev.datasave.console;

import dev.datasave.cli.ops.StorageAccess;
import dev.datasave.ops.Operations;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code console}. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Pages for operators in a browser: what happens on the network, and everything that the other commands show and do. The first start makes a token to log in with, and prints it once.",
        footer = {"", "The certificate's password: DATASAVE_TLS_PASSWORD in the environment."})
final class ConsoleCommand implements Callable<Integer> {
    @Mixin
    private StorageAccess storage = new StorageAccess();

    @Option(names = "--port", defaultValue = "7070", description = "The port; 0 = any free one.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where to listen. Anything but a loopback address needs --tls or --origin.")
    private String host = "";

    @Option(names = "--tls", paramLabel = "FILE", description = "A PKCS#12 file with a certificate and its key.")
    private @Nullable Path tls;

    @Option(
            names = "--origin",
            paramLabel = "URL",
            description =
                    "A proxy that speaks TLS stands before the console, and browsers reach it there: https://console.example.org")
    private @Nullable URI origin;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            defaultValue = "${sys:user.home}/.datasave/console-tokens",
            description = "Who may log in.")
    private Path tokens = Path.of("console-tokens");

    @Option(
            names = "--new-token",
            paramLabel = "NAME",
            description =
                    "Make a token for a user, print it once, and end. An older token of the same user is no longer valid.")
    private @Nullable String newToken;

    @Option(
            names = "--role",
            defaultValue = "operator",
            description = "The role of the new user: ${COMPLETION-CANDIDATES}.")
    private TokenFile.Role role = TokenFile.Role.OPERATOR;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (newToken != null) {
            String token = TokenFile.at(tokens).issue(newToken, role);
            out.println("token of " + newToken + ", shown only now: " + token);
            out.flush();
            return 0;
        }
        ConsoleOptions options = options();
        try (Storage opened = storage.open(spec);
                Operations operations = Operations.on(opened);
                ConsoleServer server = ConsoleServer.start(options, operations)) {
            server.newToken().ifPresent(token -> out.println("token of admin, shown only now: " + token));
            out.println("console: " + server.address() + " (Ctrl-C ends it)");
            out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private ConsoleOptions options() {
        String password = System.getenv("DATASAVE_TLS_PASSWORD");
        try {
            return new ConsoleOptions(
                    host,
                    port,
                    Optional.ofNullable(tls)
                            .map(file -> new ConsoleOptions.Tls(file, password == null ? "" : password)),
                    Optional.ofNullable(origin),
                    tokens);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }
}
