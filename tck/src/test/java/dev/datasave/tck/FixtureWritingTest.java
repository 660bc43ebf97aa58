package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.datasave.spi.Content;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the fixtures of stored formats. When a format changes, leave a new one, which every later build reads beside the old ones:
 *
 * <pre>
 * ./mvnw -pl tck -am test -Dtest=FixtureWritingTest -Dsurefire.failIfNoSpecifiedTests=false -Ddatasave.fixtures.write=2
 * </pre>
 *
 * <p>A new kind of record is played in {@link FixtureScenario} first, and expected by one of the tests that extend {@link ReadingFixtures}. A folder that is
 * there is never written again.
 */
class FixtureWritingTest {
    private static final String WRITE = "datasave.fixtures.write";

    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = "[1-9][0-9]*")
    void writesAFixtureOfThisBuild() throws IOException {
        Path folder = FixtureFolders.root().resolve(System.getProperty(WRITE));
        FixtureFolders.ofThisBuild().write(folder);
        assertThat(FixtureFolders.all()).contains(folder);
    }

    @Test
    void whatIsThereIsNeverWrittenAnew(@TempDir Path directory) throws IOException {
        Path folder = directory.resolve("fixtures").resolve("7");
        StoredFixture fixture = FixtureFolders.ofThisBuild();
        fixture.write(folder);
        assertThat(StoredFixture.read(folder)).isEqualTo(fixture);
        assertThatThrownBy(() -> fixture.with(id -> false).write(folder))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(StoredFixture.read(folder)).isEqualTo(fixture);
    }

    @Test
    void everyKindOfRecordIsPlayed() {
        StoredFixture fixture = FixtureFolders.ofThisBuild();
        assertThat(fixture.entries().stream().map(each -> each.id().store()))
                .containsOnly(
                        "Guild",
                        "Purse",
                        "Ship",
                        "~claim",
                        "~lease",
                        "~message",
                        "~notice",
                        "~orphan",
                        "~pin",
                        "~receipt",
                        "~sweep");
        assertThat(fixture.spool()).hasSize(4);
        assertThat(members(fixture, "", Content::system))
                .as("what the engine's part of an entry has")
                .containsExactly(
                        "at",
                        "before",
                        "claim",
                        "consumed",
                        "detached",
                        "end",
                        "endBefore",
                        "erased",
                        "loads",
                        "note",
                        "orphan",
                        "outcome",
                        "reader",
                        "rollbacks",
                        "schema",
                        "takenBack",
                        "unlisted");
        assertThat(members(fixture, "~message", Content::value))
                .containsExactly("asker", "expires", "from", "key", "payload", "store", "type");
    }

    /** The members of all objects that are stored there. */
    private static Set<String> members(StoredFixture fixture, String store, Function<Content, @Nullable String> part) {
        Set<String> names = new TreeSet<>();
        fixture.entries().stream()
                .filter(each -> each.id().store().startsWith(store))
                .flatMap(each -> Stream.concat(each.history().stream(), Stream.of(each.current())))
                .flatMap(entry -> Stream.ofNullable(part.apply(entry.content())))
                .forEach(text -> names.addAll(
                        JsonParser.parseString(text).getAsJsonObject().keySet()));
        return names;
    }
}
