package dev.datasave.engine.loop;

import static dev.datasave.engine.loop.ManualEnvironment.Fate.ANSWERED;
import static dev.datasave.engine.loop.ManualEnvironment.Fate.LOST;
import static dev.datasave.engine.loop.ManualEnvironment.Fate.REFUSED;
import static dev.datasave.engine.loop.ManualEnvironment.Fate.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSaveException;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Storage calls report back once, and a long piece of work goes on until it ends and not a step longer. */
class ErrandTest {
    private static final EntryId ID = new EntryId("Players", "k");
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Storage storage = environment.storage();
    private final Loop loop = environment.loop(storage);
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final List<String> log = new ArrayList<>();
    private final Errand errand = new Errand(loop, answer, Duration.ofSeconds(20), () -> log.add("out of time"));

    private void call() {
        loop.port()
                .call(
                        Storage::backlog,
                        found -> log.add("found"),
                        failure -> log.add(String.valueOf(failure.getMessage())));
    }

    @Test
    void aCallWithoutAnAnswerFailsAfterSevenSecondsAsUnknown() {
        environment.next(SILENT);
        call();
        environment.pass(Duration.ofSeconds(7).minusNanos(1));
        assertThat(log).isEmpty();
        environment.pass(Duration.ofNanos(1));
        assertThat(log).containsExactly("storage call: found no answer within PT7S, outcome unknown");
        assertThat(environment.told()).containsExactly("storageFailed " + log.getFirst());
    }

    @Test
    void aCallReportsBackOnce() {
        call();
        environment.next(REFUSED);
        call();
        environment.pass(Duration.ofSeconds(15));
        assertThat(log).containsExactlyInAnyOrder("found", "REFUSED");
        assertThat(loop.port().successes()).isEqualTo(1);
    }

    @Test
    void aSignalThatCameThroughIsNoSignOfLife() {
        loop.port().onSignOfLife(() -> log.add("life"));
        loop.signal("other");
        environment.run();
        assertThat(log).isEmpty();
        call();
        environment.run();
        assertThat(log).containsExactly("found", "life");
        assertThat(loop.port().successes()).isEqualTo(1);
    }

    @Test
    void theLastCallEndsTheStorageAndGoesOnInAnyCase() {
        loop.port().close(Duration.ofSeconds(3), () -> log.add("before"), false, () -> log.add("left open"));
        environment.run();
        assertThat(storage.backlog().all()).isZero();
        loop.port()
                .close(
                        Duration.ofSeconds(3),
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        true,
                        () -> log.add("closed"));
        environment.run();
        assertThat(log).containsExactly("before", "left open", "closed");
        assertThat(environment.told()).containsExactly("storageFailed broken");
    }

    @Test
    void theLastCallWaitsForThoseUnderWayButNotForever() {
        environment.next(SILENT);
        loop.port().call(Storage::backlog, found -> log.add("found"), failure -> log.add("failed"));
        loop.port().close(Duration.ofSeconds(3), () -> log.add("before"), true, () -> log.add("closed"));
        environment.pass(Duration.ofSeconds(3).minusNanos(1));
        assertThat(log).as("one is under way").isEmpty();
        environment.pass(Duration.ofSeconds(4));
        assertThat(log).contains("before", "closed");
    }

    @Test
    void whatFailsIsAskedAgainAfterAPauseUntilItIsAnswered() {
        environment.next(REFUSED, LOST, SILENT, ANSWERED);
        errand.ask(Storage::backlog, found -> log.add("found"));
        environment.run();
        assertThat(errand.lastFailure()).hasMessage("REFUSED");
        environment.pass(Duration.ofSeconds(15));
        assertThat(log).containsExactly("found");
        assertThat(errand.lastFailure()).isNull();
    }

    @Test
    void whenItsTimeIsOverItSaysSoAndNoStepRunsAnyMore() {
        environment.out(true);
        errand.ask(Storage::backlog, found -> log.add("found"));
        errand.whenOver(() -> log.add("over"));
        environment.pass(Duration.ofSeconds(20).minusNanos(1));
        assertThat(log).isEmpty();
        assertThat(errand.left()).as("at least a millisecond").isEqualTo(Duration.ofMillis(1));
        environment.pass(Duration.ofNanos(1));
        assertThat(log).containsExactly("out of time");
        errand.end();
        environment.out(false);
        environment.pass(Duration.ofMinutes(1));
        assertThat(log).containsExactly("out of time", "over");
        errand.whenOver(() -> log.add("at once"));
        assertThat(log).endsWith("at once");
    }

    @Test
    void itEndsWithItsAnswerWhoeverGivesThat() {
        errand.later(Duration.ofSeconds(1), () -> log.add("later"));
        errand.ask(Storage::backlog, found -> log.add("found"));
        errand.elsewhere(() -> "code", log::add, failure -> log.add("failed"));
        errand.await(new CompletableFuture<>(), () -> log.add("awaited"));
        answer.cancel(false);
        environment.pass(Duration.ofMinutes(1));
        assertThat(errand.isOver()).isTrue();
        assertThat(log).doesNotContain("later", "awaited", "out of time");
        errand.ask(Storage::backlog, found -> log.add("never"));
        errand.write(write(), decision -> log.add("never"));
        environment.pass(Duration.ofMinutes(1));
        assertThat(log).doesNotContain("never");
        assertThat(storage.read(List.of(ID)).getFirst()).isEmpty();
    }

    private static Write write() {
        return Write.put(ID, Optional.empty(), "w", Content.of("1"));
    }

    @Test
    void aWriteThatItWaitsForIsGivenUpWithIt() {
        environment.next(REFUSED);
        errand.write(write(), decision -> log.add("decided"));
        environment.run();
        errand.end();
        environment.pass(Duration.ofMinutes(1));
        assertThat(log).isEmpty();
        assertThat(storage.read(List.of(ID)).getFirst()).isEmpty();
        assertThat(loop.queue().isUndecided(ID)).isFalse();
    }

    @Test
    void codeRunsElsewhereAndComesBackWithWhatItGaveOrThrew() {
        errand.elsewhere(() -> "result", log::add, failure -> log.add("failed"));
        errand.elsewhere(
                () -> {
                    throw new StackOverflowError("deep");
                },
                found -> log.add("found"),
                failure -> log.add(String.valueOf(failure.getMessage())));
        errand.await(CompletableFuture.failedFuture(new IllegalStateException()), () -> log.add("awaited"));
        environment.run();
        assertThat(log).containsExactlyInAnyOrder("result", "deep", "awaited");
    }

    @Test
    void whoAsksAServerThatClosesIsToldSo() {
        CompletableFuture<String> early = loop.ask(future -> log.add("asked"));
        loop.whenClosed(() -> log.add("closed"));
        environment.run();
        assertThat(early).isNotDone();
        loop.end(() -> log.add("ended"));
        environment.run();
        assertThat(early)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(DataSaveException.Closed.class)
                .withMessage("server lobby-1 is closed");
        assertThat(loop.ask(future -> log.add("late"))).isCompletedExceptionally();
        assertThat(log).containsExactly("asked", "ended", "closed");
        loop.whenClosed(() -> log.add("closed before"));
        assertThat(log).endsWith("closed before");
    }

    @Test
    void aListenerThatThrowsDisturbsNobody() {
        loop.events().tell(listener -> {
            throw new IllegalStateException("in a listener: expected in this test");
        });
        loop.answer(answer, "value");
        environment.run();
        assertThat(answer).isCompletedWithValue("value");
    }

    @Test
    void heartbeatsReportBackLikeOtherCalls() {
        loop.port().call(Environment.Lane.HEARTBEAT, Storage::backlog, found -> log.add("beat"), failure -> {});
        environment.run();
        assertThat(log).containsExactly("beat");
    }
}
