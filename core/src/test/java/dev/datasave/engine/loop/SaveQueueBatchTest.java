package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which writes go to the storage together, and how one that can't be written is told from the others. */
class SaveQueueBatchTest {
    private final ManualEnvironment environment = new ManualEnvironment();
    private final ChokingStorage storage = new ChokingStorage(environment.storage(), new ArrayList<>());
    private final Loop loop = environment.loop(storage);
    private final SaveQueue queue = loop.queue();
    private final List<SaveQueue.Decision> decisions = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private static Write write(String store, String key, int chars) {
        Content content = Content.of("\"" + "x".repeat(chars) + "\"");
        return Write.put(new EntryId(store, key), Optional.empty(), "w", content);
    }

    private SaveQueue.Job submit(String store, String key, boolean hurry) {
        return queue.submit(write(store, key, 1), hurry, decisions::add, failures::add);
    }

    /** Four writes on their way: what is submitted from here on waits for their answers. */
    private void busy() {
        for (int i = 0; i < 4; i++) {
            submit("Players", "busy" + i, false);
        }
    }

    @Test
    void whatWaitsGoesTogetherUpTo256Writes() {
        busy();
        for (int i = 0; i < 600; i++) {
            submit("Players", "k" + i, false);
        }
        environment.run();
        assertThat(storage.batches()).extracting(List::size).containsExactly(1, 1, 1, 1, 256, 256, 88);
        assertThat(storage.batches().get(4).getFirst()).isEqualTo("k0");
        assertThat(decisions).hasSize(604).allMatch(SaveQueue.Decision::written);
        assertThat(queue.answers()).isEqualTo(7);
    }

    @Test
    void largeValuesAreSpreadOverBatches() {
        busy();
        for (int i = 0; i < 5; i++) {
            queue.submit(write("Players", "k" + i, 1 << 20), false, decisions::add, failures::add);
        }
        queue.submit(write("Players", "largest", (4 << 20) - 2), false, decisions::add, failures::add);
        environment.run();
        assertThat(storage.batches().subList(4, storage.batches().size()))
                .containsExactly(List.of("k0", "k1", "k2"), List.of("k3", "k4"), List.of("largest"));
        assertThat(decisions).hasSize(10).allMatch(SaveQueue.Decision::written);
    }

    @ParameterizedTest
    @CsvSource({"PT30S, urgent", "PT59.9S, urgent", "PT60.1S, normal", "PT10M, normal"})
    void whatIsUrgentGoesFirstUnlessSomethingHasWaitedForAMinute(Duration waited, String first) {
        environment.out(true);
        submit("Players", "normal", false);
        submit("Players", "urgent", true);
        environment.pass(waited);
        environment.out(false);
        loop.port().tryCall(Storage::backlog);
        environment.run();
        assertThat(storage.batches()).singleElement().satisfies(batch -> {
            assertThat(batch).containsExactlyInAnyOrder("normal", "urgent");
            assertThat(batch.getFirst()).isEqualTo(first);
        });
        assertThat(decisions).hasSize(2).allMatch(SaveQueue.Decision::written);
    }

    @Test
    void writesThatBelongTogetherAreABatchOfTheirOwn() {
        busy();
        submit("Players", "a", true);
        queue.submitAll(
                List.of(write("Players", "g1", 1), write("Players", "g2", 1)),
                group -> decisions.addAll(group.each()),
                failures::add);
        submit("Players", "b", true);
        environment.run();
        assertThat(storage.batches().subList(4, storage.batches().size()))
                .containsExactlyInAnyOrder(List.of("a", "b"), List.of("g1", "g2"));
        assertThat(decisions).hasSize(8).allMatch(SaveQueue.Decision::written);
    }

    @Test
    void oneThatCanNotBeWrittenIsFoundAndTheOthersAreWritten() {
        busy();
        for (int i = 0; i < 100; i++) {
            submit("Players", "k" + i, false);
        }
        submit("bad", "culprit", false);
        environment.pass(Duration.ofMinutes(2));
        assertThat(failures)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure).hasMessage("choked"));
        assertThat(decisions).hasSize(104).allMatch(SaveQueue.Decision::written);
        assertThat(storage.batches().getLast()).containsExactly("culprit");
        assertThat(queue.isUndecided(new EntryId("bad", "culprit"))).isTrue();
    }

    @Test
    void aWriteIsToldOfItsOwnTroubleAndNotOfTheStorages() {
        environment.out(true);
        submit("bad", "k", true);
        environment.pass(Duration.ofMinutes(1));
        assertThat(failures).as("nothing else has succeeded").isEmpty();
        environment.out(false);
        for (int i = 0; i < 10; i++) {
            submit("Players", "n" + i, true);
            environment.pass(Duration.ofSeconds(10));
        }
        assertThat(failures)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure).hasMessage("choked"));
    }

    @Test
    void whoWritesBrieflyGivesUpAtTheFifthFailureOfItsOwn() {
        List<SaveQueue.GroupDecision> groups = new ArrayList<>();
        queue.submitBriefly(List.of(write("bad", "k", 1)), true, groups::add, failures::add);
        for (int i = 0; i < 30; i++) {
            loop.port().tryCall(Storage::backlog);
            environment.pass(Duration.ofSeconds(5));
        }
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("choked"));
        assertThat(groups).isEmpty();
        assertThat(storage.batches()).hasSizeGreaterThanOrEqualTo(5);
        int attempts = storage.batches().size();
        environment.pass(Duration.ofMinutes(5));
        assertThat(storage.batches()).as("no more attempts").hasSize(attempts);
        assertThat(queue.isUndecided(new EntryId("bad", "k"))).isFalse();
    }

    @Test
    void atTheFirstSignOfLifeWhatWaitedForTheStorageGoesAgainAtOnce() {
        environment.out(true);
        submit("Players", "k", false);
        environment.pass(Duration.ofMinutes(10));
        assertThat(decisions).isEmpty();
        environment.out(false);
        loop.port().tryCall(Storage::backlog);
        environment.run();
        assertThat(decisions).singleElement().matches(SaveQueue.Decision::written);
    }
}
