package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datasave.jdbc.sqlite.OtherProcess;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several JVMs on one database. */
public abstract class ProcessFeatures extends Feature {

    /** How another process names this test's database, see {@link OtherProcess#opened}. */
    protected abstract String place();

    @Override
    protected Storage open() {
        return OtherProcess.opened(place());
    }

    /** Looks for damage once the processes are dead. */
    protected void checkWhole() throws Exception {}

    @ParameterizedTest
    @ValueSource(strings = {"PROCESS", "POWER"})
    void killedProcessesLoseNothingThatWasAnswered_R5(String durability) throws Exception {
        long first = 0;
        long second = 0;
        try (OtherProcess a = OtherProcess.start("count", place(), "a", durability);
                OtherProcess b = OtherProcess.start("count", place(), "b", durability)) {
            for (int i = 0; i < 50; i++) {
                first = Long.parseLong(a.line());
                second = Long.parseLong(b.line());
            }
            first = last(a.kill(), first);
            for (int i = 0; i < 20; i++) {
                second = Long.parseLong(b.line()); // the other process goes on
            }
            second = last(b.kill(), second);
        }
        try (Storage storage = open()) {
            List<Optional<Entry>> found = storage.read(List.of(
                    new EntryId("counters", "a"), new EntryId("counters", "b"), new EntryId("counters", "shared")));
            long ofA = found.get(0).orElseThrow().revision();
            long ofB = found.get(1).orElseThrow().revision();
            assertThat(ofA).isBetween(first, first + 1);
            assertThat(ofB).isBetween(second, second + 1);
            assertThat(found.get(2).orElseThrow().revision())
                    .as("written in the same steps")
                    .isEqualTo(ofA + ofB);
        }
        checkWhole();
    }

    private static long last(List<String> lines, long before) {
        return lines.isEmpty()
                ? before
                : Long.parseLong(lines.get(lines.size() - 1).strip());
    }

    @Test
    void signalsReachAnotherProcessAndComeBack() throws Exception {
        BlockingQueue<Boolean> woken = new LinkedBlockingQueue<>();
        try (Storage storage = open();
                OtherProcess other = OtherProcess.start("listen", place(), "there", "here")) {
            assumeTrue(storage.capabilities().contains(Capability.PUSH), "this storage is polled");
            storage.signals().listen("here", () -> woken.add(true));
            assertThat(other.line()).isEqualTo("listening");
            for (int i = 0; i < 20; i++) {
                storage.signals().send("there");
                assertThat(woken.poll(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
