package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A way through a tree is the same as text and back, whatever the names on it. */
class TreePathTest {
    private static final List<String> PIECES = List.of(
            "a", "_", "9", ".", "[", "]", "'", "\\", "\\u", "$", " ", "\n", "\u0000", "\u001f", "é", "😀", "\ud800");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name    | $.name
            _x9     | $._x9
            9x      | $['9x']
            a.b     | $['a.b']
            é       | $['é']
            it's    | $['it\\'s']
            a\\b    | $['a\\\\b']
            ``      | $['']
            """)
    void plainWordsStandAsTheyAreAndOthersAreQuoted(String name, String path) {
        assertThat(TreePath.ROOT.member(name)).hasToString(path);
    }

    @Test
    void anyPathIsReadAsItWasWritten() {
        Random random = new Random(17);
        for (int i = 0; i < 5_000; i++) {
            List<TreePath.Step> steps = new ArrayList<>();
            TreePath path = TreePath.ROOT;
            for (int length = random.nextInt(4); length > 0; length--) {
                if (random.nextInt(3) == 0) {
                    int index = random.nextInt(1_000_000_000);
                    steps.add(new TreePath.Index(index));
                    path = path.index(index);
                } else {
                    String name = name(random);
                    steps.add(new TreePath.Member(name));
                    path = path.member(name);
                }
            }
            assertThat(TreePath.parse(path.toString())).as("%s", path).isEqualTo(steps);
        }
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int length = random.nextInt(5); length > 0; length--) {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return name.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "$a",
                "$.",
                "$.9",
                "$.é",
                "$.a.",
                "$[",
                "$[]",
                "$[-1]",
                "$[1000000000]",
                "$[x]",
                "$['a]",
                "$['a'",
                "$['a''b']",
                "$['\\']",
                "$['\\u']",
                "$['\\u00']",
                "$['\\u00zz']",
                "$['\\u+123']",
                "$.a b",
                "$ "
            })
    void aBrokenPathIsNamed(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TreePath.parse(path))
                .withMessage("path " + path + ": found a broken one, expected $ and .name, [index] or ['name']");
    }

    @Test
    void aLongPathIsShortenedInItsMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TreePath.parse("$" + ".a".repeat(500) + "!"))
                .withMessageContaining("…: found a broken one")
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(300));
    }
}
