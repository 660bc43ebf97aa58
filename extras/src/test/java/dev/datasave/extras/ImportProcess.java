package dev.datasave.extras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.cli.Main;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real process that imports, to be killed. */
final class ImportProcess {
    private ImportProcess() {}

    /** Starts {@code import} with these arguments, and kills it when it has written so many more profiles. */
    static void killAfter(int more, Storage watched, String store, Path said, List<String> arguments)
            throws IOException, InterruptedException {
        long first = stored(watched, store);
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "import"));
        command.addAll(arguments);
        Process importing = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        while (stored(watched, store) < first + more) {
            assertThat(importing.isAlive()).as("the import still runs").isTrue();
            TimeUnit.MILLISECONDS.sleep(1);
        }
        importing.destroyForcibly(); // SIGKILL
        assertThat(importing.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** How many profiles are stored. */
    static long stored(Storage storage, String store) {
        EntryQuery query = EntryQuery.keys(store, "").withLimit(1000);
        var page = storage.list(query);
        long count = page.items().size();
        for (String next = page.next(); next != null; next = page.next()) {
            page = storage.list(query.from(next));
            count += page.items().size();
        }
        return count;
    }
}
