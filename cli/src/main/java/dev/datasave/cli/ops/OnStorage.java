package dev.datasave.cli.ops;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import dev.datasave.ops.Operations;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands of operators share: the storage that they work on, and how they show what they find. */
abstract class OnStorage implements Callable<Integer> {
    static final int DONE = 0;
    /** The command ran, and what was asked for is not there, or was not done. */
    static final int NOT_DONE = 1;

    private static final Gson JSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    @Mixin
    private StorageAccess storage = new StorageAccess();

    @Option(names = "--json", description = "Print JSON for scripts, in the shape that docs/operating.md describes.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() throws IOException {
        check();
        try (Storage opened = storage.open(spec);
                Operations operations = Operations.on(opened)) {
            return run(operations);
        } finally {
            out().flush();
        }
    }

    /** Checks the arguments before anything is opened. */
    void check() {}

    /** Carries out the command, and returns its exit code. */
    abstract int run(Operations operations) throws IOException;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    boolean isJson() {
        return json;
    }

    void print(JsonElement tree) {
        out().println(Harmless.json(JSON.toJson(tree)));
    }

    /** A sentence for a human; the same in JSON. */
    void say(String sentence) {
        out().println(Harmless.text(sentence));
    }

    CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
