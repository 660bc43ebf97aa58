package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The rows of several partitions, in one order. Of one thread. */
final class Merge {
    private final Ring ring;
    private final Found.Reader reader;
    private final int pageSize;
    private final PriorityQueue<Head> heads;
    private final Deque<Partition> closed;

    /**
     * A partition to be read.
     *
     * @param statement reads it in the order of the list
     * @param start what all holders in it begin with: it is read when the list gets there; null = at once
     */
    record Partition(BoundStatement statement, @Nullable String start) {}

    private record Head(Found found, RowReader rest) {}

    /** {@code partitions} are in the order of their starts. */
    Merge(Ring ring, Calls calls, List<Partition> partitions, Found.Reader reader, boolean descending, int pageSize) {
        this.ring = ring;
        this.reader = reader;
        this.pageSize = pageSize;
        Comparator<Found.Place> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        this.heads = new PriorityQueue<>(
                Comparator.comparing((Head head) -> head.found().place(), order));
        this.closed = new ArrayDeque<>(
                partitions.stream().filter(each -> each.start() != null).toList());
        List<Callable<RowReader>> opening = new ArrayList<>();
        for (Partition each : partitions) {
            if (each.start() == null) {
                opening.add(() -> ring.rows(each.statement(), pageSize));
            }
        }
        if (!opening.isEmpty()) {
            calls.all(opening).forEach(this::advance);
        }
    }

    private void advance(RowReader rows) {
        Row row = rows.next();
        if (row != null) {
            heads.add(new Head(reader.of(row), rows));
        }
    }

    /** The next row; null after the last. */
    @Nullable
    Found next() {
        while (!closed.isEmpty() && isReached(closed.getFirst())) {
            advance(ring.rows(closed.removeFirst().statement(), pageSize));
        }
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        advance(head.rest());
        return head.found();
    }

    private boolean isReached(Partition partition) {
        Head first = heads.peek();
        return first == null
                || Columns.ordered(String.valueOf(partition.start()))
                                .compareTo(Columns.ordered(first.found().place().holder()))
                        <= 0;
    }
}
