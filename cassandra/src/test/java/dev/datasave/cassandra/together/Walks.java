package dev.datasave.cassandra.together;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The states of single processes, and which of them follow which. A circle among them would mean that a process may go on for ever. */
final class Walks {
    private final Map<Integer, Set<Integer>> next = new HashMap<>();

    void add(int from, int to) {
        next.computeIfAbsent(from, none -> new HashSet<>()).add(to);
    }

    /**
     * How many steps a process takes at most.
     *
     * @throws Laws.Broken if there is no end
     */
    int longest() {
        Map<Integer, Integer> known = new HashMap<>();
        List<Integer> all = new ArrayList<>(next.keySet());
        return all.stream()
                .mapToInt(from -> longest(from, known, new HashSet<>()))
                .max()
                .orElse(0);
    }

    private int longest(int from, Map<Integer, Integer> known, Set<Integer> above) {
        Integer before = known.get(from);
        if (before != null) {
            return before;
        }
        if (!above.add(from)) {
            throw new Laws.Broken("each process comes to an end: found a circle");
        }
        int most = 0;
        for (int to : next.getOrDefault(from, Set.of())) {
            most = Math.max(most, 1 + longest(to, known, above));
        }
        above.remove(from);
        known.put(from, most);
        return most;
    }
}
