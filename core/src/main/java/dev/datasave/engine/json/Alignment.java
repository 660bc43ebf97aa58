package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which elements of two arrays belong together, in the order of both.
 *
 * <ol>
 *   <li>Equal elements: the common beginning and end, and a longest common subsequence of what is between. Where that would be too much work,
 *       elements that occur once on either side are anchors, and the gaps between them are aligned.
 *   <li>In the gaps between equal elements: elements that are {@linkplain Likeness alike}. Where a gap is of the same size on either side, also
 *       elements of the same kind.
 * </ol>
 */
final class Alignment {
    private static final long MOST_CELLS = 1_000_000;
    private static final long MOST_COMPARISONS = 20_000;

    private final JsonArray from;
    private final JsonArray to;
    private final int[] fromNumbers;
    private final int[] toNumbers;
    private final List<Pair> same = new ArrayList<>();
    private final List<Pair> all = new ArrayList<>();
    private long comparisons = MOST_COMPARISONS;

    /** Two elements that belong together, by their index. */
    record Pair(int from, int to, boolean isSame) {}

    /** A part of both arrays. */
    private record Span(int from, int fromEnd, int to, int toEnd) {
        int fromSize() {
            return fromEnd - from;
        }

        int toSize() {
            return toEnd - to;
        }

        long cells() {
            return (long) fromSize() * toSize();
        }
    }

    private Alignment(JsonArray from, JsonArray to) {
        this.from = from;
        this.to = to;
        ElementNumbers numbering = new ElementNumbers();
        this.fromNumbers = numbering.of(from);
        this.toNumbers = numbering.of(to);
    }

    static List<Pair> of(JsonArray from, JsonArray to) {
        Alignment alignment = new Alignment(from, to);
        alignment.alignEqual(new Span(0, from.size(), 0, to.size()));
        alignment.alignGaps();
        return alignment.all;
    }

    private void alignEqual(Span span) {
        int start = 0;
        while (start < Math.min(span.fromSize(), span.toSize()) && isEqual(span.from + start, span.to + start)) {
            same.add(new Pair(span.from + start, span.to + start, true));
            start++;
        }
        int end = 0;
        while (end < Math.min(span.fromSize(), span.toSize()) - start
                && isEqual(span.fromEnd - 1 - end, span.toEnd - 1 - end)) {
            end++;
        }
        Span middle = new Span(span.from + start, span.fromEnd - end, span.to + start, span.toEnd - end);
        if (middle.cells() > MOST_CELLS) {
            alignByAnchors(middle);
        } else if (middle.cells() > 0) {
            alignByCommonSubsequence(middle);
        }
        for (int i = end; i > 0; i--) {
            same.add(new Pair(span.fromEnd - i, span.toEnd - i, true));
        }
    }

    private boolean isEqual(int inFrom, int inTo) {
        return fromNumbers[inFrom] == toNumbers[inTo];
    }

    private void alignByCommonSubsequence(Span span) {
        int[][] longest = new int[span.fromSize() + 1][span.toSize() + 1];
        for (int i = span.fromSize() - 1; i >= 0; i--) {
            for (int j = span.toSize() - 1; j >= 0; j--) {
                longest[i][j] = isEqual(span.from + i, span.to + j)
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < span.fromSize() && j < span.toSize()) {
            if (isEqual(span.from + i, span.to + j)) {
                same.add(new Pair(span.from + i++, span.to + j++, true));
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }

    /** Aligns elements that occur once on either side and stand in the same order on both, then the gaps between them. */
    private void alignByAnchors(Span span) {
        Map<Integer, Integer> onceInTo = once(toNumbers, span.to, span.toEnd);
        List<Pair> candidates = new ArrayList<>();
        once(fromNumbers, span.from, span.fromEnd).forEach((number, index) -> {
            Integer other = onceInTo.get(number);
            if (other != null) {
                candidates.add(new Pair(index, other, true));
            }
        });
        candidates.sort(Comparator.comparingInt(Pair::from));
        List<Pair> anchors = longestRising(candidates);
        int from = span.from;
        int to = span.to;
        for (Pair anchor : anchors) {
            alignEqual(new Span(from, anchor.from, to, anchor.to));
            same.add(anchor);
            from = anchor.from + 1;
            to = anchor.to + 1;
        }
        if (!anchors.isEmpty()) {
            alignEqual(new Span(from, span.fromEnd, to, span.toEnd));
        }
    }

    private static Map<Integer, Integer> once(int[] numbers, int start, int end) {
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = start; i < end; i++) {
            places.merge(numbers[i], i, (first, second) -> -1);
        }
        places.values().removeIf(place -> place < 0);
        return places;
    }

    /** The longest subsequence of the pairs in which {@code to} rises. The pairs are sorted by {@code from}. */
    private static List<Pair> longestRising(List<Pair> pairs) {
        int[] lastOfLength = new int[pairs.size()];
        int[] before = new int[pairs.size()];
        int length = 0;
        for (int i = 0; i < pairs.size(); i++) {
            int to = pairs.get(i).to;
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pairs.get(lastOfLength[middle]).to < to) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? -1 : lastOfLength[low - 1];
            lastOfLength[low] = i;
            length = Math.max(length, low + 1);
        }
        List<Pair> rising = new ArrayList<>(length);
        for (int i = length == 0 ? -1 : lastOfLength[length - 1]; i >= 0; i = before[i]) {
            rising.add(pairs.get(i));
        }
        Collections.reverse(rising);
        return rising;
    }

    private void alignGaps() {
        int from = 0;
        int to = 0;
        for (Pair pair : same) {
            alignGap(new Span(from, pair.from, to, pair.to));
            all.add(pair);
            from = pair.from + 1;
            to = pair.to + 1;
        }
        alignGap(new Span(from, this.from.size(), to, this.to.size()));
    }

    private void alignGap(Span gap) {
        int from = gap.from;
        int to = gap.to;
        if (gap.cells() > 0 && gap.cells() <= comparisons) {
            comparisons -= gap.cells();
            for (Pair pair : alike(gap)) {
                alignRest(new Span(from, pair.from, to, pair.to));
                all.add(pair);
                from = pair.from + 1;
                to = pair.to + 1;
            }
        }
        alignRest(new Span(from, gap.fromEnd, to, gap.toEnd));
    }

    /** The pairs that are most alike in sum. */
    private List<Pair> alike(Span gap) {
        double[][] best = new double[gap.fromSize() + 1][gap.toSize() + 1];
        double[][] likeness = new double[gap.fromSize()][gap.toSize()];
        for (int i = gap.fromSize() - 1; i >= 0; i--) {
            for (int j = gap.toSize() - 1; j >= 0; j--) {
                double alike = Likeness.of(from.get(gap.from + i), to.get(gap.to + j));
                likeness[i][j] = alike;
                double apart = Math.max(best[i + 1][j], best[i][j + 1]);
                best[i][j] = alike > 0 ? Math.max(apart, best[i + 1][j + 1] + alike) : apart;
            }
        }
        List<Pair> pairs = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < gap.fromSize() && j < gap.toSize()) {
            if (likeness[i][j] > 0 && best[i][j] == best[i + 1][j + 1] + likeness[i][j]) {
                pairs.add(new Pair(gap.from + i++, gap.to + j++, false));
            } else if (best[i + 1][j] >= best[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return pairs;
    }

    /** Where both sides are of the same size, pairs elements by their position, unless two can't be the same thing. */
    private void alignRest(Span rest) {
        if (rest.fromSize() == rest.toSize()) {
            for (int i = 0; i < rest.fromSize(); i++) {
                if (Likeness.mayBeTheSame(from.get(rest.from + i), to.get(rest.to + i))) {
                    all.add(new Pair(rest.from + i, rest.to + i, false));
                }
            }
        }
    }
}
