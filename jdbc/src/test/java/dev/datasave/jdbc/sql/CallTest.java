package dev.datasave.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ErrorText ERRORS = new ErrorText() {
        @Override
        public RuntimeException explain(@Nullable Throwable cause) {
            return new StorageFailed(this + ": explained", cause);
        }

        @Override
        public String toString() {
            return "database x";
        }
    };

    private static Call<String> call(Duration timeout) {
        return new Call<>(link -> link.execute("SELECT 'done'"), false, 1, timeout);
    }

    @Test
    void theAnswerComesOnceTheTransactionIsCommitted(@TempDir Path directory) throws SQLException {
        Call<String> call = call(LONG);
        try (Link link = Tables.of(directory.resolve("players.db"))) {
            assertThat(call.begin()).isTrue();
            Runnable answer = call.evaluate(link);
            assertThat(call.begin()).as("again, after a rollback").isTrue();
            answer.run();
            assertThat(call.await(ERRORS)).isEqualTo("done");
        }
    }

    @Test
    void aCallThatNobodyBeganInTimeNeverRuns() {
        Call<String> call = call(Duration.ZERO);
        assertThatThrownBy(() -> call.await(ERRORS))
                .isInstanceOf(StorageFailed.class)
                .hasMessage("database x: found no answer within PT0S, nothing was changed");
        assertThat(call.begin()).isFalse();
    }

    @Test
    void aCallUnderWayThatIsOverdueHasAnUnknownOutcome() {
        Call<String> call = call(Duration.ZERO);
        assertThat(call.begin()).isTrue();
        assertThatThrownBy(() -> call.await(ERRORS))
                .isInstanceOf(StorageFailed.class)
                .hasMessage("database x: found no answer within PT0S, the outcome is unknown");
    }

    @Test
    void anInterruptEndsWaitingAndIsKept() {
        Call<String> call = call(LONG);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> call.await(ERRORS))
                .isInstanceOf(StorageFailed.class)
                .hasMessage("database x: found the waiting thread interrupted, nothing was changed");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(call.begin()).isFalse();
    }

    @Test
    void aFailureIsExplainedByTheDatabase() {
        Call<String> call = call(LONG);
        SQLException cause = new SQLException("planted");
        call.fail(cause);
        assertThatThrownBy(() -> call.await(ERRORS))
                .hasMessage("database x: explained")
                .hasCause(cause);
    }

    @Test
    void workEndsALittleBeforeItsCallerDoes() {
        long before = System.nanoTime();
        Call<String> call = call(LONG);
        long after = System.nanoTime();
        long workEnds = LONG.toNanos() * 19 / 20;
        assertThat(call.deadline()).isBetween(before + workEnds, after + workEnds);
    }
}
