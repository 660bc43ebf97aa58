package dev.datasave.cassandra.together;

import static dev.datasave.cassandra.together.Model.A;
import static dev.datasave.cassandra.together.Model.AT;
import static dev.datasave.cassandra.together.Model.B;
import static dev.datasave.cassandra.together.Model.C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R5 and R8: what callers of {@link Together} are told. */
class TogetherTest {
    private static final Map<String, List<EntryId>> MEMBERS =
            Map.of("one", List.of(A, B, C), "two", List.of(C, B), "three", List.of(B, A));

    private MemoryTables tables = new MemoryTables(1);
    private Together together = new Together(tables, tables, Duration.ofSeconds(4));

    private List<WriteResult> written(String writeId, EntryId... ids) {
        CompletableFuture<List<WriteResult>> answer = write(writeId, ids);
        tables.run();
        return answer.join();
    }

    private CompletableFuture<List<WriteResult>> write(String writeId, EntryId... ids) {
        return together.write(writes(writeId, ids), AT);
    }

    private List<Write> writes(String writeId, EntryId... ids) {
        return Arrays.stream(ids)
                .map(id -> Model.write(id, tables.current(id), writeId))
                .toList();
    }

    private Optional<Entry> read(EntryId id) {
        CompletableFuture<Optional<Entry>> answer = together.read(id);
        tables.run();
        return answer.join();
    }

    private static boolean isCommit(TableStep step) {
        return step instanceof TableStep.Decide decide && decide.decision() == Decision.COMMITTED;
    }

    @Test
    void allAreWrittenAndNothingIsLeft() {
        assertThat(written("w", C, A, B))
                .containsExactly(
                        new WriteResult.Written(1, AT), new WriteResult.Written(1, AT), new WriteResult.Written(1, AT));
        assertThat(List.of(A, B, C)).allSatisfy(id -> {
            assertThat(read(id).orElseThrow().writeId()).isEqualTo("w");
            assertThat(tables.slot(id).intent()).isEmpty();
        });
        assertThat(tables.decisions().rows()).isEmpty();
    }

    @Test
    void oneThatHasMovedOnRefusesAllEachWithItsCurrentEntry() {
        List<Write> late = writes("late", A, B);
        written("early", B);
        CompletableFuture<List<WriteResult>> answer = together.write(late, AT);
        tables.run();

        assertThat(answer.join())
                .containsExactly(new WriteResult.Refused(Optional.empty()), new WriteResult.Refused(read(B)));
        assertThat(read(B).orElseThrow().writeId()).isEqualTo("early");
        assertThat(tables.slot(A).intent()).isEmpty();
    }

    @Test
    void aRepeatedCallIsRecognised() {
        List<Write> writes = writes("w", A, B);
        List<WriteResult> first = together(writes);

        assertThat(together(writes)).isEqualTo(first);
        assertThat(tables.slot(A).lineage()).hasSize(1);
        written("next", A);
        assertThat(together(writes)).hasOnlyElementsOfType(WriteResult.Refused.class);
    }

    private List<WriteResult> together(List<Write> writes) {
        CompletableFuture<List<WriteResult>> answer = together.write(writes, AT);
        tables.run();
        return answer.join();
    }

    @Test
    void aRepeatedCallThatForgetsIsRecognised() {
        written("first", A, B);
        List<Write> writes =
                List.of(Write.forget(read(A).orElseThrow(), "w"), Write.put(B, read(B), "w", Content.of("2")));
        List<WriteResult> first = together(writes);

        assertThat(first).hasOnlyElementsOfType(WriteResult.Written.class);
        assertThat(read(A)).isEmpty();
        assertThat(together(writes)).isEqualTo(first);
    }

    @Test
    void aReaderIsNotHeldUpByAnUndecidedTry() {
        written("first", A, B);
        tables.hanging(TogetherTest::isCommit);
        CompletableFuture<List<WriteResult>> answer = write("second", A, B);
        CompletableFuture<Optional<Entry>> seen = together.read(A);
        tables.run();

        assertThat(seen.join().orElseThrow().writeId()).isEqualTo("first");
        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void whoMeetsWhatADeadCallerLeftUndoesIt() {
        tables.hanging(TogetherTest::isCommit);
        CompletableFuture<List<WriteResult>> dead = write("dead", A, B);
        tables.run();
        assertThat(dead).isCompletedExceptionally();
        assertThat(tables.slot(A).intent()).isPresent();
        tables.hanging(step -> false);

        assertThat(written("next", B, C)).hasOnlyElementsOfType(WriteResult.Written.class);
        assertThat(read(A)).isEmpty();
        assertThat(tables.slot(A).intent()).as("settled behind the read").isEmpty();
    }

    @Test
    void whoMeetsWhatADeadCallerHasCommittedFinishesIt() {
        tables.hanging(step -> step instanceof TableStep.Apply);
        CompletableFuture<List<WriteResult>> committed = write("committed", A, B);
        tables.run();
        assertThat(committed.join()).hasOnlyElementsOfType(WriteResult.Written.class);
        tables.hanging(step -> false);

        assertThat(read(A).orElseThrow().writeId()).isEqualTo("committed");
        assertThat(written("next", B)).hasOnlyElementsOfType(WriteResult.Refused.class);
        assertThat(written("next", B)).hasOnlyElementsOfType(WriteResult.Written.class);
        assertThat(tables.decisions().rows())
                .as("an intent may be left, so the decision stays")
                .isNotEmpty();
    }

    @Test
    void whoHasNoTimeLeftCommitsNothing() {
        tables.hanging(
                step -> step instanceof TableStep.Put put && put.intent().id().equals(B));
        CompletableFuture<List<WriteResult>> late = write("late", A, B);
        tables.run();

        assertThat(late).isCompletedExceptionally();
        assertThat(tables.slot(A).intent()).isEmpty();
        assertThat(tables.decisions().rows()).isEmpty();
    }

    /** Three who want the same entries in different orders, where every tenth answer is lost: each comes to an end, and nothing is torn. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void whoeverWantsTheSameComesToAnEnd(int lostOfHundred) {
        int ended = 0;
        for (int seed = 0; seed < 300; seed++) {
            tables = new MemoryTables(seed);
            together = new Together(tables, tables, Duration.ofSeconds(4));
            Random losses = new Random(seed);
            tables.failing(step -> losses.nextInt(100) < lostOfHundred);
            List<CompletableFuture<List<WriteResult>>> all =
                    List.of(write("one", A, B, C), write("two", C, B), write("three", B, A));
            tables.run();
            tables.failing(step -> false);
            assertThat(all).allMatch(CompletableFuture::isDone);
            ended += (int)
                    all.stream().filter(one -> !one.isCompletedExceptionally()).count();
            String winner = read(B).map(Entry::writeId).orElse("");
            for (EntryId id : List.of(A, B, C)) {
                String expected = MEMBERS.getOrDefault(winner, List.of()).contains(id) ? winner : "";
                assertThat(read(id).map(Entry::writeId).orElse(""))
                        .as("seed %s: %s", seed, id)
                        .isEqualTo(expected);
            }
        }
        assertThat(ended).isGreaterThan(lostOfHundred == 0 ? 899 : 700);
    }
}
