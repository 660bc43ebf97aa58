package dev.datasave.tck.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment.Lane;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One server's environment, without an engine on it. */
class VirtualServerTest {
    private static final EntryId ID = new EntryId("S", "k");

    private final EventQueue queue = new EventQueue();
    private final Journal journal = new Journal();
    private final Weather weather = new Weather(new SplittableRandom(1));
    private final VirtualSignals signals = new VirtualSignals(queue, weather);
    private final VirtualStorage entries = new VirtualStorage(queue, journal, Signals.NONE);
    private final VirtualServer server = new VirtualServer(
            "a",
            queue,
            weather,
            journal,
            entries,
            signals,
            new SplittableRandom(2),
            any -> new VirtualDisk(),
            this::pass);
    private final List<String> seen = new ArrayList<>();

    private void run(Duration time) {
        pass(queue.now() + time.toNanos());
    }

    private void pass(long until) {
        for (var event = queue.next(until); event.isPresent(); event = queue.next(until)) {
            event.get().run();
        }
        queue.moveTo(until);
    }

    private CompletableFuture<WriteResult> write(Write write) {
        Storage storage = server.storage();
        return server.call(
                Lane.DATA, () -> storage.write(List.of(write), Atomicity.EACH).get(0));
    }

    private WriteResult written(Write write) {
        CompletableFuture<WriteResult> result = write(write);
        run(Duration.ofSeconds(10));
        return result.join();
    }

    private static Write first(String writeId) {
        return Write.put(ID, Optional.empty(), writeId, Content.of("1"));
    }

    private Optional<Entry> stored() {
        return entries.read(List.of(ID)).get(0);
    }

    @Test
    void stepsOfTheLoopRunInTheOrderOfTheCalls() {
        for (int i = 0; i < 100; i++) {
            String name = "" + i;
            server.onLoop(() -> seen.add(name));
        }
        run(Duration.ofSeconds(1));
        assertThat(seen).hasSize(100).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    }

    @Test
    void aTimerRunsAtItsTimeUnlessCancelled() {
        server.schedule(Duration.ofSeconds(2), () -> seen.add("two"));
        server.schedule(Duration.ofSeconds(1), () -> seen.add("one")).cancel();
        run(Duration.ofMillis(1999));
        assertThat(seen).isEmpty();
        run(Duration.ofMillis(1));
        assertThat(seen).containsExactly("two");
    }

    @Test
    void aPausedServerGoesOnInOrderAfterwardsWhileItsClockWentOn() {
        server.schedule(Duration.ofSeconds(1), () -> seen.add("timer " + (server.monotonicNanos() - start())));
        server.pause(false);
        long before = start();
        run(Duration.ofSeconds(10));
        server.onLoop(() -> seen.add("step"));
        assertThat(seen).isEmpty();
        server.resume();
        run(Duration.ofSeconds(1));
        assertThat(seen).hasSize(2).element(1).isEqualTo("step");
        assertThat(server.monotonicNanos() - before)
                .isEqualTo(Duration.ofSeconds(11).toNanos());
    }

    private long start() {
        return server.monotonicNanos() - queue.now();
    }

    @Test
    void ofADeadServerOnlyWhatHadLeftItHappens() {
        server.onLoop(() -> seen.add("step"));
        CompletableFuture<WriteResult> write = write(first("w"));
        server.kill();
        run(Duration.ofMinutes(1));
        assertThat(seen).isEmpty();
        assertThat(write).isNotDone();
    }

    @Test
    void theStorageCanOnlyBeUsedInsideACall() {
        assertThatThrownBy(() -> server.storage().read(List.of(ID))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLostReplyIsAWriteThatFails() {
        weather.faults(Faults.calm().withErrors(0, 1));
        CompletableFuture<WriteResult> write = write(first("w"));
        run(Duration.ofSeconds(1));
        assertThatThrownBy(write::join).hasCauseInstanceOf(DataSaveException.StorageFailed.class);
        assertThat(stored()).isPresent();
    }

    @Test
    void aLateWriteTimesOutAndIsCarriedOutAfterwards() {
        weather.faults(Faults.calm().withTimeouts(1, 0));
        List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writes.add(write(first("w" + i)));
        }
        run(Duration.ofMillis(4999));
        assertThat(writes).noneMatch(CompletableFuture::isDone);
        run(Duration.ofSeconds(60));
        assertThat(writes).anyMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(stored()).isPresent();
    }

    @Test
    void inAnOutageEveryCallFailsAndNothingIsWritten() {
        weather.outage(Duration.ofSeconds(10).toNanos());
        CompletableFuture<WriteResult> write = write(first("w"));
        run(Duration.ofSeconds(6));
        assertThat(write).isCompletedExceptionally();
        run(Duration.ofSeconds(60));
        assertThat(stored()).isEmpty();
    }

    @Test
    void aClosedServerDropsStepsAndIsReportedWhenItCallsTheStorage() {
        server.onLoop(() -> seen.add("step"));
        server.close();
        run(Duration.ofSeconds(1));
        assertThat(seen).isEmpty();
        assertThat(write(first("w"))).isCompletedExceptionally();
        assertThat(journal.events())
                .anyMatch(event -> event instanceof Journal.ServerEvent(var at, var who, var what)
                        && what == Journal.ServerEvent.What.USED_AFTER_CLOSE);
    }

    @Test
    void aStorageSetBackHasItsOlderStateAndItsWritesAgain() {
        assertThat(written(first("w1"))).isInstanceOf(WriteResult.Written.class);
        Entry old = stored().orElseThrow();
        assertThat(written(Write.put(ID, Optional.of(old), "w2", Content.of("2"))))
                .isInstanceOf(WriteResult.Written.class);
        assertThat(stored().orElseThrow().revision()).isEqualTo(2);
        entries.setBack(Duration.ofSeconds(10));
        assertThat(stored()).contains(old);
        assertThat(written(Write.put(ID, Optional.of(old), "w3", Content.of("3"))))
                .isInstanceOf(WriteResult.Written.class);
        assertThat(stored().orElseThrow().writeId()).isEqualTo("w3");
    }

    @Test
    void signalsAreEventsOfTheListenersServer() {
        Signals.Subscription listening = server.storage().signals().listen("x", () -> seen.add("awake"));
        server.storage().signals().send("x");
        assertThat(seen).isEmpty();
        run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("awake");
        weather.faults(Faults.calm().withoutSignals());
        server.storage().signals().send("x");
        run(Duration.ofSeconds(20));
        assertThat(seen).hasSize(1);
        listening.close();
        assertThat(signals.listening(server)).isZero();
    }
}
