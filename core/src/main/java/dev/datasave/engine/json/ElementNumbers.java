package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the elements of arrays. Elements that mean the same get the same number. */
final class ElementNumbers {
    private final Map<Integer, List<Numbered>> byHash = new HashMap<>();
    private int next;

    private record Numbered(JsonElement element, int number) {}

    int[] of(JsonArray array) {
        int[] result = new int[array.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = of(array.get(i));
        }
        return result;
    }

    private int of(JsonElement element) {
        List<Numbered> candidates = byHash.computeIfAbsent(Likeness.hash(element), hash -> new ArrayList<>(1));
        for (Numbered candidate : candidates) {
            if (JsonText.same(candidate.element, element)) {
                return candidate.number;
            }
        }
        candidates.add(new Numbered(element, next));
        return next++;
    }
}
