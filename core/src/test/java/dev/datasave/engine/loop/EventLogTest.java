package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSaveException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What costs a player or an owner something is logged: each kind of cause at once, and at the end of the minute how often it came. */
class EventLogTest {
    private final Lines lines = new Lines();
    private long now;
    private final Map<Long, Runnable> timers = new TreeMap<>();
    private final EventLog log =
            new EventLog(lines, () -> now, (delay, step) -> timers.put(now + delay.toNanos(), step));

    private void pass(Duration time) {
        now += time.toNanos();
        List<Long> due = timers.keySet().stream().filter(at -> at <= now).toList();
        due.forEach(at -> timers.remove(at).run());
    }

    private void saveFails(String profile, Throwable cause) {
        log.failed(Level.WARNING, "A save fails", profile, LoggedCause.of(cause));
    }

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
            all.add(level + " " + message + (thrown == null ? "" : " [" + thrown + "]"));
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... params) {
            all.add(level + " " + format);
        }
    }

    @Test
    void theSameCauseIsLoggedAtOnceAndCountedAtTheEndOfTheMinuteThoughItNeverComesAgain() {
        Throwable cause = new IOException();
        for (int i = 0; i <= 1_000; i++) {
            saveFails("Players/k" + i, cause);
        }
        assertThat(lines.all).containsExactly("WARNING A save fails: Players/k0 [java.io.IOException]");
        pass(Duration.ofSeconds(59));
        assertThat(lines.all).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(lines.all)
                .last()
                .isEqualTo("WARNING A save fails: 1000 times more within a minute, the last time: Players/k1000");
        saveFails("Players/later", cause);
        pass(Duration.ofMinutes(2));
        assertThat(lines.all)
                .as("what came once has no count")
                .hasSize(3)
                .last()
                .isEqualTo("WARNING A save fails: Players/later [java.io.IOException]");
    }

    @Test
    void countsAreToldWhenAServerCloses() {
        log.log(Level.WARNING, "Suspended", "", "away");
        log.log(Level.WARNING, "Suspended", "", "away");
        log.flush();
        assertThat(lines.all)
                .containsExactly("WARNING Suspended: away", "WARNING Suspended: 1 times more within a minute");
        pass(Duration.ofMinutes(1));
        log.flush();
        assertThat(lines.all).as("not told twice").hasSize(2);
    }

    @Test
    void anotherReasonIsAnotherCause() {
        log.log(Level.WARNING, "Suspended", "", "the storage is away");
        log.log(Level.WARNING, "Suspended", "", "the table is gone");
        saveFails("Players/k", new IOException());
        saveFails("Players/k", new IllegalStateException());
        saveFails("Players/k", new DataSaveException.InvalidData("at $.luck: found NaN", null));
        saveFails("Players/k", new DataSaveException.InvalidData("at $.note: found half a character", null));
        assertThat(lines.all).hasSize(6);
    }

    @Test
    void theSameReasonOfManyProfilesIsOneCause() {
        for (int i = 0; i < 100; i++) {
            log.log(
                    Level.ERROR,
                    "Damaged",
                    "Players/k" + i,
                    "Players/k" + i + ": found checksum " + i + ", expected 7");
            saveFails(
                    "Players/k" + i,
                    new DataSaveException.InvalidData(
                            "at $.items.apple" + "s".repeat(i) + "[" + i + "]: found NaN", null));
        }
        assertThat(lines.all).hasSize(2);
    }

    @Test
    void causesOfOneKindAtTwoPlacesAreTwo() {
        saveFails("Players/k", new IllegalStateException());
        saveFails("Players/k", elsewhere());
        assertThat(lines.all).hasSize(2);
    }

    private static Throwable elsewhere() {
        return new IllegalStateException();
    }

    @Test
    void aCauseThatIsWrappedAnewIsTheSame() {
        Throwable root = new IOException("gone");
        for (String message : List.of("first", "second")) {
            log.failed(
                    Level.WARNING,
                    "A call failed",
                    "",
                    LoggedCause.ofStorage(new DataSaveException.StorageFailed(message, root)));
        }
        assertThat(lines.all)
                .containsExactly("WARNING A call failed [dev.datasave.DataSaveException$StorageFailed: first]");
    }

    @Test
    void wordsOfTheGameAreLeftOutAndThoseOfAStorageAreNot() {
        Throwable games = new IllegalStateException("Bob has 7 coins", new IOException("Bob"));
        Throwable whole =
                new DataSaveException.InvalidData("found Bob", List.of("Bob"), games, "found a value that doesn't fit");
        StringWriter printed = new StringWriter();
        LoggedCause.of(whole).printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .doesNotContain("Bob")
                .contains("InvalidData: found a value that doesn't fit")
                .contains("java.lang.IllegalStateException (what it says is not logged")
                .contains("java.io.IOException (what it says")
                .containsPattern("at (\\S+/)?dev\\.datasave\\.engine\\.loop\\.EventLogTest\\.wordsOfTheGame");
        Throwable storages = new DataSaveException.StorageFailed("call failed", new IOException("disk full"));
        StringWriter shown = new StringWriter();
        LoggedCause.of(storages).printStackTrace(new PrintWriter(shown));
        assertThat(shown.toString()).contains("call failed", "java.io.IOException: disk full");
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            log.log(Level.WARNING, "event " + i, "", "");
        }
        assertThat(lines.all).hasSize(10_000);
        log.log(Level.WARNING, "event 9999", "", "");
        assertThat(lines.all).as("the newest is remembered").hasSize(10_000);
    }
}
