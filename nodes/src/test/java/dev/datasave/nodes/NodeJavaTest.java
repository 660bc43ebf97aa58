package dev.datasave.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NodeJavaTest {
    @TempDir
    private Path folder;

    @Test
    void javaThatIsFoundRunsAndIsWhatItIsTakenFor() throws IOException, InterruptedException {
        NodeJava java = NodeJava.find();
        Process asked = new ProcessBuilder(java.program().toString(), "-version")
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asked.waitFor()).isZero();
        assertThat(answer.contains(" version \"17")).as(answer).isEqualTo(java.isOld());
    }

    @Test
    void onlyNewJavasGetTheClassThatTheyLack() {
        Path java = Path.of("java");
        assertThat(new NodeJava(java, true).classPath(folder)).isEqualTo(folder + "/*");
        String withClass = new NodeJava(java, false).classPath(folder);
        assertThat(withClass).endsWith(":" + folder + "/*");
        Path classes = Path.of(withClass.substring(0, withClass.indexOf(':')));
        assertThat(classes.resolve("org/apache/cassandra/security/ThreadAwareSecurityManager.class"))
                .exists();
    }

    @Test
    void agentIsAmongCassandrasJars() throws IOException {
        assertThatThrownBy(() -> NodeJava.options(folder, folder))
                .hasMessage(folder + ": found no jamm, expected its jar");
        Path agent = Files.createFile(folder.resolve("jamm-0.4.0.jar"));
        assertThat(NodeJava.options(folder, folder)).contains("-javaagent:" + agent);
    }

    @Test
    void ringWithoutCassandraIsRefusedWithAReason() {
        assertThat(StartedRing.reasonAgainst(folder.resolve("none")).orElseThrow())
                .startsWith("found ")
                .contains(", expected ");
    }
}
