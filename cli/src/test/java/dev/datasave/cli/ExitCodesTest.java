package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlStorage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each command answers to wrong arguments and to files that it can't use. */
class ExitCodesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                       | Unmatched argument at index 0: '7'",
                "bench --only nothing    | benchmark: found nothing, expected one of saves, handover, costs, idle, shutdown, stored",
                "bench --stored 999      | stored profiles: found 999, expected 1000 to 10000000",
                "bench --stored 10000001 | stored profiles: found 10000001, expected 1000 to 10000000",
                "bench --stored many     | Invalid value for option '--stored': 'many' is not an int",
                "bench --against nowhere | --against: found no program",
                "bench --against nowhere --only x | benchmark: found x, expected one of",
                "bench --rounds two      | Invalid value for option '--rounds': 'two' is not an int",
                "demo --servers 0        | --servers: found 0, expected 1 to 20",
                "demo --servers 21       | --servers: found 21, expected 1 to 20",
                "demo --players 5001     | --players: found 5001, expected 1 to 5000",
                "demo --seconds 3601     | --seconds: found 3601, expected 1 to 3600",
                "demo --seed x           | Invalid value for option '--seed': 'x' is not a long",
                "copy --from a.db --to b.jsonl.gz | --from: found a.db, expected a JDBC URL, or the path of a backup that ends in .jsonl.gz",
                "copy --from a.jsonl.gz --to b.jsonl.gz | --to: found a second file, expected a storage on one side",
                "copy --from jdbc:sqlite:a --to jdbc:sqlite:./a | --to: found the source, expected another place",
                "copy --from jdbc:sqlite:a | Missing required option: '--to=PLACE'",
                "show S k                | Missing required option: '--jdbc-url=URL'",
                "show S k --jdbc-url x   | --jdbc-url: found x, expected a URL such as jdbc:sqlite:players.db",
                "ls S --score 1-5 --jdbc-url jdbc:sqlite:x | --score: found 1-5, expected a STORE and two numbers",
                "ls --score 1..5 --jdbc-url jdbc:sqlite:x | --score: found 1..5 without a STORE",
                "diff S k one --jdbc-url jdbc:sqlite:x | Invalid value for positional parameter at index 2 (FROM): 'one' is not a long",
                "edit S k --jdbc-url jdbc:sqlite:x | Missing required option: '--why=REASON'",
                "edit S k --why w --jdbc-url jdbc:sqlite:x | edit: found no change, expected either --patch, or some of",
                "edit S k --why w --add x=1 --jdbc-url jdbc:sqlite:x | --add: found x=1, expected a path that begins with /",
                "edit S k --why w --add /x --jdbc-url jdbc:sqlite:x | --add: found /x, expected PATH=JSON",
                "edit S k --why w --add /x=sword --jdbc-url jdbc:sqlite:x | --add: found sword, expected JSON; a text has quotes",
                "rollback S k 0 --why w --jdbc-url jdbc:sqlite:x | REVISION: found 0, expected at least 1",
                "pin S k 1 --why w --jdbc-url jdbc:sqlite:x | pin: found neither --name nor --remove, expected one of them",
                "audit S --jdbc-url jdbc:sqlite:x | audit: found a STORE without a KEY, expected both or none",
                "export-user u --why w --to a --key-template x --jdbc-url jdbc:sqlite:x | --key-template: found x, expected STORE=TEMPLATE",
                "server --port -1        | Invalid value for option '--port': found -1, expected 0 to 65535",
                "server --metrics-port 65536 | Invalid value for option '--metrics-port': found 65536, expected 0 to 65535",
                "server --port           | Missing required parameter for option '--port' (PORT)",
                "server --network-signals a:b | Invalid value for option '--network-signals': networkSignals: found \"a:b\", expected",
                "demo --network-signals ::1 | --network-signals: found \"::1\", expected a name or an address of this machine without",
                "demo --network-signals a/b | --network-signals: found \"a/b\", expected a name or an address of this machine",
                "demo --chaos database   | --chaos database: found --storage sqlite, expected a database server that the demo starts for itself: --storage postgres or mariadb",
                "server extra            | Unmatched argument at index 1: 'extra'",
                "simulate --seeds x      | --seeds: found x, expected a number, or two as in 1..1000",
                "simulate --seeds 1..    | --seeds: found 1.., expected a number, or two as in 1..1000",
                "simulate --seeds 1-5    | --seeds: found 1-5, expected a number, or two as in 1..1000",
                "simulate --seeds -1     | --seeds: found -1, expected a number, or two as in 1..1000",
                "simulate --seeds 9999999999999999999 | --seeds: found 9999999999999999999, expected a number, or two",
            })
    void wrongArgumentsAreNamedAndNothingIsDone(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith(message).contains("Usage: datasave");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server   | --name --port --data --network-signals --spool --keep-history --metrics-port --metrics-host",
                "demo     | --servers --players --seconds --seed --json --keep --storage mariadb --network-signals",
                "copy     | --from --to --while-held --dry-run --compare --from-schema --to-user DATASAVE_TO_PASSWORD",
                "bench    | --only --json --stored --against --rounds",
                "simulate | --seeds --json",
                "edit     | --jdbc-url --add --replace --remove --patch --seen --why --who --yes --json",
                "history  | --since --until --changes --limit --after",
                "doctor   | --thorough --jdbc-url --schema DATASAVE_PASSWORD",
            })
    void helpShowsTheOptionsOfACommand(String command, String options) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString())
                .startsWith("Usage: datasave " + command)
                .contains(options.split(" "))
                .doesNotContain("--with-parent");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFileThatCanNotBeWrittenIsNamedAfterwards() {
        Path json = folder.resolve("nowhere").resolve("outcome.json");
        assertThat(run("simulate", "--seeds", "1", "--json", json.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("1 passed, 0 failed");
        assertThat(err.toString().lines()) // behind its progress, where the machine is slow
                .endsWith("simulate: " + json + ": found no such file or folder");
    }

    @Test
    void aFileInPlaceOfTheFolderIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        assertThat(run("demo", "--keep", file.toString())).isEqualTo(3);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("demo: " + file + ": found a file, expected a folder or nothing\n");
    }

    @Test
    void aFolderWithAnEarlierRunIsNamed() throws IOException {
        Files.createFile(folder.resolve("players.db"));
        assertThat(run("demo", "--keep", folder.toString())).isEqualTo(3);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "demo: found a players.db in " + folder + " already, expected a folder without one\n");
    }

    @Test
    void aPortThatIsTakenIsNamedAndTheDataIsClosedAgain() throws IOException {
        Path data = folder.resolve("players.db");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("server", "--port", port, "--data", data.toString())).isEqualTo(3);
            assertThat(err.toString()).contains("server: cannot listen on 127.0.0.1:" + port + ": ");
        }
        assertThat(folder.resolve("players.db-wal")).as("no connection is left").doesNotExist();
        SqlStorage.sqlite(data).close();
    }
}
