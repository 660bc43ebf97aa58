package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The rows of one statement, one after the other; the next page is fetched when it is needed. Of one thread. */
final class RowReader {
    private final Ring ring;
    private AsyncResultSet page;
    private Iterator<Row> rows;

    RowReader(Ring ring, BoundStatement statement) {
        this.ring = ring;
        this.page = ring.read(statement);
        this.rows = page.currentPage().iterator();
    }

    /** The next row; null after the last. */
    @Nullable
    Row next() {
        while (!rows.hasNext()) {
            if (!page.hasMorePages()) {
                return null;
            }
            page = ring.next(page);
            rows = page.currentPage().iterator();
        }
        return rows.next();
    }
}
