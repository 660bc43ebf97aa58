package dev.datasave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What costs a player or an owner something is logged: each cause once a minute, and then with how often it came. */
class EventLogTest {
    private final Lines lines = new Lines();
    private long now;
    private final EventLog log = new EventLog(lines, () -> now);

    /** Keeps what is logged. */
    private static final class Lines implements System.Logger {
        private final List<String> all = new ArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            all.add(level + " " + message + (thrown == null ? "" : " (" + thrown.getMessage() + ")"));
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... params) {
            all.add(level + " " + format);
        }
    }

    @Test
    void theSameCauseIsLoggedOnceAMinute() {
        Throwable cause = new IOException("disk");
        for (int i = 0; i < 1_000; i++) {
            log.log(Level.WARNING, "A save fails", "Players/k" + i, cause);
        }
        assertThat(lines.all).containsExactly("WARNING A save fails: Players/k0 (disk)");
        now += Duration.ofMinutes(1).toNanos() - 1;
        log.log(Level.WARNING, "A save fails", "Players/k", cause);
        assertThat(lines.all).hasSize(1);
        now += 1;
        log.log(Level.WARNING, "A save fails", "Players/later", cause);
        assertThat(lines.all)
                .last()
                .isEqualTo("WARNING A save fails: Players/later (and 1000 times more since it was logged last) (disk)");
    }

    @Test
    void anotherCauseIsAnotherEvent() {
        log.log(Level.WARNING, "A save fails", "Players/k", new IOException("disk"));
        log.log(Level.WARNING, "A save fails", "Players/k", new IllegalStateException("codec"));
        log.log(Level.WARNING, "Suspended", "", null);
        assertThat(lines.all)
                .containsExactly(
                        "WARNING A save fails: Players/k (disk)",
                        "WARNING A save fails: Players/k (codec)",
                        "WARNING Suspended");
    }

    @Test
    void aCauseThatIsWrappedAnewIsTheSame() {
        Throwable root = new IOException("gone");
        log.log(Level.WARNING, "A call failed", "", new DataSaveException.StorageFailed("first", root));
        log.log(Level.WARNING, "A call failed", "", new DataSaveException.StorageFailed("second", root));
        assertThat(lines.all).containsExactly("WARNING A call failed (first)");
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            log.log(Level.WARNING, "event " + i, "", null);
        }
        assertThat(lines.all).hasSize(10_000);
        log.log(Level.WARNING, "event 9999", "", null);
        assertThat(lines.all).as("the newest is remembered").hasSize(10_000);
    }
}
