package dev.datasave.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of a table can be reached from the first one, and every state but the last ones can be left. */
class StateTablesTest {
    private static final Set<String> LAST = Set.of("ENDED", "SETTLED", "DELIVERED", "OVER", "CLOSED");

    private record Arrow(String from, String to) {}

    static List<String> tables() {
        return StateTables.STATES;
    }

    private static List<Arrow> arrows(String states) {
        return StateTables.table(states)
                .toString()
                .lines()
                .map(line -> line.split(" --|--> "))
                .map(parts -> new Arrow(parts[0], parts[2]))
                .toList();
    }

    private static Set<String> closure(Set<String> begin, List<Arrow> arrows) {
        Set<String> all = new HashSet<>(begin);
        int before;
        do {
            before = all.size();
            arrows.stream()
                    .filter(arrow -> all.contains(arrow.from()))
                    .map(Arrow::to)
                    .forEach(all::add);
        } while (all.size() > before);
        return all;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyStateIsReachedAndLeft(String states) {
        List<String> names =
                Arrays.stream(StateTables.states(states)).map(Object::toString).toList();
        List<Arrow> arrows = arrows(states);
        assertThat(closure(Set.of(names.getFirst()), arrows)).containsExactlyInAnyOrderElementsOf(names);
        Set<String> left = arrows.stream()
                .filter(arrow -> !arrow.from().equals(arrow.to()))
                .map(Arrow::from)
                .collect(Collectors.toSet());
        assertThat(names).filteredOn(name -> !left.contains(name)).allMatch(LAST::contains);
    }
}
