package dev.datasave.engine.loop;

import static dev.datasave.engine.loop.ManualEnvironment.Fate.LOST;
import static dev.datasave.engine.loop.ManualEnvironment.Fate.REFUSED;
import static dev.datasave.engine.loop.ManualEnvironment.Fate.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.engine.entry.Erased;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Writes are repeated until each is decided, and what is told of them is what the storage holds (P10). */
class SaveQueueTest {
    private static final EntryId ID = new EntryId("Players", "k");
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Storage storage = environment.storage();
    private final SaveQueue queue = environment.loop(storage).queue();
    private final List<SaveQueue.Decision> decisions = new ArrayList<>();
    private final List<SaveQueue.GroupDecision> groups = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private static Write write(EntryId id, Optional<Entry> base, String writeId) {
        return Write.put(id, base, writeId, Content.of("\"" + writeId + "\""))
                .superseding(Retention.keep(Duration.ofDays(1)));
    }

    private Optional<Entry> stored(EntryId id) {
        return storage.read(List.of(id)).getFirst();
    }

    private Entry another(Write write) {
        storage.write(List.of(write), Atomicity.EACH);
        return stored(write.id()).orElseThrow();
    }

    private SaveQueue.Job submit(Write write) {
        return queue.submit(write, false, decisions::add, failures::add);
    }

    @Test
    void aWriteIsDecidedOnceWithItsRevision() {
        submit(write(ID, Optional.empty(), "w1"));
        assertThat(queue.isUndecided(ID)).isTrue();
        environment.pass(Duration.ofMinutes(1));
        assertThat(decisions)
                .containsExactly(
                        new SaveQueue.Decision(true, 1, stored(ID).orElseThrow().updated(), Optional.empty(), false));
        assertThat(queue.isUndecided(ID)).isFalse();
        assertThat(queue.answers()).isEqualTo(1);
    }

    @Test
    void aRefusalComesWithWhatStands() {
        Entry other = another(write(ID, Optional.empty(), "other"));
        submit(write(ID, Optional.empty(), "w1"));
        environment.run();
        assertThat(decisions).containsExactly(new SaveQueue.Decision(false, 0, null, Optional.of(other), false));
        assertThat(failures).isEmpty();
    }

    @Test
    void whatFailedIsRepeatedUntilItIsDecided() {
        environment.next(REFUSED, LOST, SILENT, LOST);
        submit(write(ID, Optional.empty(), "w1"));
        environment.run();
        assertThat(queue.isUndecided(ID)).isTrue();
        environment.pass(Duration.ofMinutes(1));
        assertThat(decisions).singleElement().matches(SaveQueue.Decision::written);
        assertThat(stored(ID).orElseThrow().revision()).as("carried out once").isEqualTo(1);
        assertThat(environment.told()).hasSize(4);
        assertThat(queue.isUndecided(ID)).isFalse();
    }

    @Test
    void whatWasWrittenAndSupersededSinceWasWritten() {
        environment.next(LOST);
        submit(write(ID, Optional.empty(), "w1"));
        environment.run();
        Entry newer = another(write(ID, stored(ID), "other"));
        environment.pass(Duration.ofMinutes(1));
        assertThat(decisions).singleElement().satisfies(decision -> {
            assertThat(decision.written()).isTrue();
            assertThat(decision.revision()).isEqualTo(1);
            assertThat(decision.current()).contains(newer);
        });
    }

    @Test
    void whatNeverArrivedAndHasLostItsPlaceWasNotWritten() {
        Entry base = another(write(ID, Optional.empty(), "base"));
        environment.next(REFUSED);
        submit(write(ID, Optional.of(base), "w2"));
        environment.run();
        Entry newer = another(write(ID, Optional.of(base), "other"));
        environment.pass(Duration.ofMinutes(1));
        assertThat(decisions).containsExactly(new SaveQueue.Decision(false, 0, null, Optional.of(newer), false));
    }

    @Test
    void whereAnErasureTookWhatWouldTellItIsUncertain() {
        environment.next(LOST);
        submit(write(ID, Optional.empty(), "w1"));
        environment.run();
        Entry erased = another(
                Write.put(ID, stored(ID), "erasure", Erased.tombstone(1)).purging());
        environment.pass(Duration.ofMinutes(1));
        assertThat(decisions).containsExactly(new SaveQueue.Decision(false, 0, null, Optional.of(erased), true));
    }

    @Test
    void oneWriteOfAnEntryIsInFlightAtATimeInTheOrderOfSubmission() {
        submit(write(ID, Optional.empty(), "w1"));
        submit(write(ID, Optional.empty(), "w2"));
        environment.run();
        assertThat(decisions).extracting(SaveQueue.Decision::written).containsExactly(true, false);
        assertThat(stored(ID).orElseThrow().writeId()).isEqualTo("w1");
    }

    @Test
    void writesThatBelongTogetherAreWrittenAllOrNotAtAll() {
        EntryId second = new EntryId("Players", "second");
        queue.submitAll(
                List.of(write(ID, Optional.empty(), "g1"), write(second, Optional.empty(), "g1")),
                groups::add,
                failures::add);
        environment.run();
        assertThat(groups).singleElement().matches(SaveQueue.GroupDecision::written);
        Optional<Entry> first = stored(ID);
        queue.submitAll(
                List.of(write(ID, first, "g2"), write(second, Optional.empty(), "g2")), groups::add, failures::add);
        environment.run();
        assertThat(groups.getLast().written()).isFalse();
        assertThat(groups.getLast().each())
                .extracting(SaveQueue.Decision::current)
                .containsExactly(first, stored(second));
        assertThat(stored(ID)).isEqualTo(first);
    }

    @Test
    void ofAGroupThatWasCarriedOutEachIsToldThatItWas() {
        EntryId second = new EntryId("Players", "second");
        environment.next(LOST);
        queue.submitAll(
                List.of(write(ID, Optional.empty(), "g1"), write(second, Optional.empty(), "g1")),
                groups::add,
                failures::add);
        environment.run();
        Entry newer = another(write(second, stored(second), "other"));
        environment.pass(Duration.ofMinutes(1));
        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.written()).isTrue();
            assertThat(group.each()).extracting(SaveQueue.Decision::revision).containsExactly(1L, 1L);
            assertThat(group.each().getFirst().current()).isEmpty();
            assertThat(group.each().getLast().current()).contains(newer);
        });
    }

    @Test
    void whatIsCancelledIsNeitherTriedAgainNorTold() {
        environment.next(REFUSED);
        SaveQueue.Job job = submit(write(ID, Optional.empty(), "w1"));
        environment.run();
        job.cancel();
        environment.pass(Duration.ofMinutes(1));
        assertThat(decisions).isEmpty();
        assertThat(stored(ID)).isEmpty();
        assertThat(queue.isUndecided(ID)).isFalse();
        SaveQueue.Job sent = submit(write(ID, Optional.empty(), "w2"));
        sent.cancel();
        environment.run();
        assertThat(stored(ID)).as("one under way may be carried out").isPresent();
        assertThat(decisions).isEmpty();
    }
}
