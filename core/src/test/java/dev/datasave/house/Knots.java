package dev.datasave.house;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The knots of a graph: the largest sets of which each member leads to each other (Tarjan's strongly connected components). */
final class Knots {
    private final Map<String, Set<String>> arrows;
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> knots = new ArrayList<>();

    private Knots(Map<String, Set<String>> arrows) {
        this.arrows = arrows;
    }

    static List<Set<String>> of(Map<String, Set<String>> arrows) {
        Knots knots = new Knots(arrows);
        for (String node : arrows.keySet()) {
            if (!knots.order.containsKey(node)) {
                knots.visit(node);
            }
        }
        return knots.knots;
    }

    private void visit(String node) {
        order.put(node, order.size());
        lowest.put(node, order.get(node));
        open.push(node);
        for (String next : arrows.getOrDefault(node, Set.of())) {
            if (!order.containsKey(next)) {
                visit(next);
                lowest.merge(node, lowest.get(next), Math::min);
            } else if (open.contains(next)) {
                lowest.merge(node, order.get(next), Math::min);
            }
        }
        if (lowest.get(node).equals(order.get(node))) {
            Set<String> knot = new TreeSet<>();
            String member;
            do {
                member = open.pop();
                knot.add(member);
            } while (!member.equals(node));
            knots.add(knot);
        }
    }
}
