package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonParser;
import dev.datasave.Codec;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.ProfileOptions;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.json.FormatProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Records become unmodifiable with all that is in them; where that can't be, the error names the record and the member. */
class FrozenTest {
    record Thawing(List<String> names) {
        Thawing {
            names = new ArrayList<>(names);
        }
    }

    record Throwing(List<String> names) {
        Throwing {
            if (names.getClass() != ArrayList.class) {
                throw new IllegalStateException("secret");
            }
        }
    }

    record Node(Map<String, List<Node>> children, Optional<List<String>> tags) {}

    @Test
    void whatIsFrozenKeepsItsOrderAndItsNulls() {
        Set<?> set = Frozen.set(new String[] {"c", null, "a", "c"});
        assertThat(new ArrayList<>(set)).isEqualTo(Arrays.asList("c", null, "a"));
        Map<Object, Object> entries = new LinkedHashMap<>();
        entries.put("b", null);
        entries.put(null, 1);
        Map<?, ?> map = Frozen.map(entries);
        assertThat(new ArrayList<>(map.keySet())).isEqualTo(Arrays.asList("b", null));
        assertThat(map.containsKey("b")).isTrue();
        assertThat(map.get("b")).isNull();
        assertThat(map.get(null)).isEqualTo(1);
        assertThat(Frozen.list(new Object[] {1, null})).isEqualTo(Arrays.asList(1, null));
    }

    @Test
    void whatIsFrozenCanNotBeChanged() {
        Set<?> set = Frozen.set(new Object[] {1});
        Map<?, ?> map = Frozen.map(new LinkedHashMap<>(Map.of(1, 1)));
        List<Runnable> changes = List.of(
                set::clear,
                () -> set.iterator().remove(),
                map::clear,
                () -> map.entrySet().clear(),
                () -> map.keySet().clear(),
                () -> map.values().clear(),
                () -> map.entrySet().iterator().next().setValue(null),
                () -> Frozen.list(new Object[] {1}).clear());
        changes.forEach(change -> assertThatThrownBy(change::run).isInstanceOf(UnsupportedOperationException.class));
        assertThat(set).hasSize(1);
        assertThat(map).hasSize(1);
    }

    @Test
    void viewsAreToldFromWhatNobodyCanChange() {
        for (Object frozen : List.of(
                List.of(),
                List.of(1),
                List.of(1, 2, 3),
                Set.of(),
                Map.of(),
                Map.of(1, 2, 3, 4),
                Collections.emptyList(),
                Collections.singletonMap(1, 1),
                Frozen.set(new Object[0]),
                Frozen.map(Map.of()),
                Frozen.list(new Object[] {null}))) {
            assertThat(Frozen.is(frozen)).as("%s", frozen.getClass()).isTrue();
        }
        for (Object view : List.of(
                new ArrayList<>(),
                Arrays.asList(1),
                Collections.unmodifiableList(new ArrayList<>()),
                Collections.unmodifiableMap(new LinkedHashMap<>()),
                new ArrayList<>(List.of(1, 2)).subList(0, 1))) {
            assertThat(Frozen.is(view)).as("%s", view.getClass()).isFalse();
        }
    }

    @Test
    void recordsAreFrozenInsideOfMapsListsAndOptionals() {
        List<String> tags = new ArrayList<>(List.of("t"));
        Node leaf = new Node(new LinkedHashMap<>(), Optional.of(tags));
        Map<String, List<Node>> children = new LinkedHashMap<>(Map.of("a", new ArrayList<>(List.of(leaf))));
        Node frozen = Shape.of(Node.class).freeze(new Node(children, Optional.empty()));
        tags.clear();
        children.clear();
        Node inside = frozen.children().get("a").getFirst();
        assertThat(inside.tags()).contains(List.of("t"));
        assertThatThrownBy(() -> inside.tags().orElseThrow().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Shape.of(Node.class).freeze(frozen))
                .as("nothing is left to do")
                .isSameAs(frozen);
    }

    @Test
    void aRecordThatThawsIsNamedWithItsMember() {
        assertThatThrownBy(() -> Shape.of(Thawing.class).freeze(new Thawing(List.of("x"))))
                .isInstanceOf(FormatProblem.class)
                .hasMessage("record " + Thawing.class.getName() + ": found that its constructor makes names modifiable,"
                        + " expected it to keep what it is given, or List.copyOf and the like");
    }

    @Test
    void whatARecordsConstructorThrowsIsTheCause() {
        DataFormat<Throwing> format = new DataFormat<>(
                "Players",
                Throwing.class,
                () -> new Throwing(new ArrayList<>()),
                ProfileOptions.defaults(),
                Optional.empty());
        InvalidData failure =
                catchThrowableOfType(InvalidData.class, () -> format.freeze(new Throwing(new ArrayList<>())));
        assertThat(failure)
                .hasMessage("store \"Players\": data can't be made unmodifiable: found"
                        + " java.lang.IllegalStateException thrown, expected a value");
        assertThat(failure.getCause()).hasMessage("secret");
    }

    @Test
    void aRecordThatWasReadIsUnmodifiable() {
        Node node = Codec.gson(Node.class).decode(JsonParser.parseString("{\"children\":{\"a\":[]},\"tags\":[\"t\"]}"));
        assertThatThrownBy(() -> node.children().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> node.children().get("a").clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
