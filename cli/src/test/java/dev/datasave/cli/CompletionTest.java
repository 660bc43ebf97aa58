package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The script that teaches a shell to complete the commands, in a real bash. */
@Timeout(60)
class CompletionTest {
    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    private Path folder;

    private Path script;

    @BeforeEach
    void write() throws IOException {
        assumeTrue(Files.isExecutable(BASH), "no " + BASH);
        StringWriter text = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(text, true));
        assertThat(line.execute("generate-completion")).isZero();
        script = Files.writeString(folder.resolve("completion.sh"), text.toString());
    }

    private List<String> bash(String commands) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(BASH.toString(), "--norc", "-c", commands)
                .redirectErrorStream(true)
                .start();
        List<String> lines = shell.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(lines.toString()).isZero();
        return lines;
    }

    /** What bash offers for the last of these words. Called by hand, the function can't set an option of bash's own completion. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        StringBuilder typed = new StringBuilder("compopt() { :; }; source '" + script + "'; COMP_WORDS=(");
        for (String word : words) {
            typed.append('\'').append(word).append("' ");
        }
        typed.append("); COMP_CWORD=").append(words.length - 1);
        typed.append("; COMP_LINE='").append(String.join(" ", words)).append("'; COMP_POINT=${#COMP_LINE}");
        typed.append("; _complete_datasave; printf '%s\\n' \"${COMPREPLY[@]}\"");
        return bash(typed.toString());
    }

    @Test
    void theScriptIsOneThatBashUnderstandsAndItRegistersItself() throws IOException, InterruptedException {
        bash("bash -n '" + script + "'");
        assertThat(bash("source '" + script + "'; complete -p datasave"))
                .singleElement()
                .asString()
                .contains("_complete_datasave");
    }

    @Test
    void commandsAndTheirOptionsAreOffered() throws IOException, InterruptedException {
        assertThat(offered("datasave", "")).contains("ls", "show", "rollback", "erase-user", "doctor", "demo");
        assertThat(offered("datasave", "ro")).containsExactly("rollback");
        assertThat(offered("datasave", "rollback", "--")).contains("--jdbc-url", "--why", "--who", "--yes", "--json");
        assertThat(offered("datasave", "doctor", "--th")).containsExactly("--thorough");
    }
}
