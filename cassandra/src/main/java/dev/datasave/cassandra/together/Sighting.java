package dev.datasave.cassandra.together;

import dev.datasave.cassandra.together.Settlement.Patience;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry, even if an intent stands on it, without waiting for anybody (R3).
 *
 * <ol>
 *   <li>The intent's try is committed: the entry is what the intent says.
 *   <li>Nothing is decided, or the try is aborted: the entry is read again. If the same intent still stands there, the try was not committed when its
 *       decision was read, since the decision of a committed try stays until all its intents are applied. The entry is what it was.
 * </ol>
 *
 * <p>The second look is needed even if the try is aborted: a slow settler may have decided so after the decision to commit was removed, when all intents had
 * been applied.
 *
 * @param id the entry
 * @param state how far it has come
 * @param met what was read last
 * @param result what the entry is; null as long as that is not known
 * @param decision what was decided about the intent that was met
 * @param rounds how often it was read
 */
record Sighting(
        EntryId id,
        State state,
        @Nullable Partition met,
        @Nullable Found result,
        Decision decision,
        int rounds) implements Course {
    /** An entry of which other intents stand there at each look is read that often. */
    private static final int ROUNDS = 8;

    /** How far it has come. */
    enum State {
        /** The entry is being read. */
        READS,
        /** What is decided about the intent is being read. */
        ASKS,
        /** The try was not committed when its decision was read, and the entry is being read again. */
        CHECKS,
        /** It has ended, with a result or because an answer was lost. */
        OVER
    }

    /** What the entry is; empty if there is none. */
    record Found(Optional<Entry> current) {}

    static Sighting begin(EntryId id) {
        return new Sighting(id, State.READS, null, null, Decision.UNDECIDED, 0);
    }

    /** Begins with what was read already. */
    static Sighting knowing(EntryId id, Partition read) {
        return begin(id).met(read);
    }

    @Override
    public List<TableStep> open() {
        return switch (state) {
            case READS, CHECKS -> List.of(new TableStep.Read(id));
            case ASKS -> List.of(new TableStep.Ask(intent().tx()));
            case OVER -> List.of();
        };
    }

    @Override
    public Sighting after(TableStep step, Answer answer) {
        return switch (answer) {
            case Answer.Seen(Partition read) ->
                state == State.CHECKS && read.has(intent().tx())
                        ? over(new Found(read.current()), decision)
                        : met(read);
            case Answer.Decided decided ->
                switch (decided.decision()) {
                    case COMMITTED -> over(new Found(intent().applied(before().current())), decided.decision());
                    case ABORTED, UNDECIDED -> new Sighting(id, State.CHECKS, met, null, decided.decision(), rounds);
                };
            case Answer.Unknown unknown -> over(null, Decision.UNDECIDED);
            case Answer.Stands stands -> this;
            case Answer.Done done -> this;
        };
    }

    private Sighting met(Partition read) {
        if (read.intent().isEmpty()) {
            return new Sighting(id, State.OVER, null, new Found(read.current()), Decision.UNDECIDED, rounds);
        }
        if (rounds == ROUNDS) {
            return new Sighting(id, State.OVER, null, null, Decision.UNDECIDED, rounds);
        }
        return new Sighting(id, State.ASKS, read, null, Decision.UNDECIDED, rounds + 1);
    }

    private Sighting over(@Nullable Found found, Decision about) {
        return new Sighting(id, State.OVER, met, found, about, rounds);
    }

    private Partition before() {
        if (met == null) {
            throw new IllegalStateException("sighting of " + id + ": found none while " + state);
        }
        return met;
    }

    private Intent intent() {
        return before().intent().orElseThrow();
    }

    /** What is to be done behind the answer: the intent that was met is settled, if one stands there. */
    Optional<Settlement> behind(Patience patience) {
        return Optional.ofNullable(met)
                .flatMap(Partition::intent)
                .map(intent -> decision == Decision.UNDECIDED
                        ? Settlement.begin(id, intent.tx(), patience)
                        : Settlement.knowing(id, intent.tx(), patience, decision));
    }
}
