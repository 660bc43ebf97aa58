package dev.datasave.console;

import dev.datasave.ops.ServerFigures;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one server has done between two of its heartbeats. */
final class Span {
    private final ServerFigures now;
    private final long saved;
    private final long refused;
    private final long suspendedMillis;
    private final TreeMap<Long, Long> handovers = new TreeMap<>();

    /** A span that begins with figures, or with the start of the server; empty if the server has begun to count anew. */
    Span(@Nullable ServerFigures before, ServerFigures now, double seconds) {
        this.now = now;
        if (before == null) {
            saved = 0;
            refused = 0;
            suspendedMillis = 0;
            return;
        }
        saved = Math.max(0, now.saved() - before.saved());
        refused = Math.max(0, now.refused() - before.refused());
        suspendedMillis = Math.clamp(now.suspendedMillis() - before.suspendedMillis(), 0, Math.round(seconds * 1000));
        now.handovers().forEach(span -> handovers.merge(span.upToMillis(), span.count(), Long::sum));
        before.handovers().forEach(span -> handovers.merge(span.upToMillis(), -span.count(), Long::sum));
    }

    static Pulse.Figures sum(List<Span> spans, double seconds) {
        TreeMap<Long, Long> handovers = new TreeMap<>();
        spans.forEach(span ->
                span.handovers.forEach((bound, count) -> handovers.merge(bound, Math.max(0, count), Long::sum)));
        long moved = handovers.values().stream().mapToLong(Long::longValue).sum();
        return new Pulse.Figures(
                spans.stream().mapToLong(span -> span.now.profiles()).sum(),
                spans.stream().mapToLong(span -> span.saved).sum() / seconds,
                moved / seconds,
                percentile(handovers, moved, 0.5),
                percentile(handovers, moved, 0.99),
                spans.stream().mapToLong(span -> span.refused).sum(),
                spans.stream().mapToLong(span -> span.suspendedMillis).sum() / (seconds * 1000),
                spans.stream().mapToLong(span -> span.now.queued()).sum(),
                spans.stream().mapToLong(span -> span.now.queueMillis()).max().orElse(0),
                spans.stream().mapToLong(span -> span.now.messages()).sum());
    }

    /** Within a class, times are taken to be spread evenly. The last class has no end: its beginning counts. */
    static OptionalDouble percentile(SortedMap<Long, Long> classes, long all, double share) {
        if (all == 0) {
            return OptionalDouble.empty();
        }
        double wanted = all * share;
        double seen = 0;
        long begin = 0;
        for (var span : classes.entrySet()) {
            long count = span.getValue();
            if (count > 0 && seen + count >= wanted) {
                double end = span.getKey() == Long.MAX_VALUE ? begin : span.getKey();
                return OptionalDouble.of(begin + (end - begin) * (wanted - seen) / count);
            }
            seen += count;
            begin = span.getKey();
        }
        return OptionalDouble.of((double) begin);
    }
}
