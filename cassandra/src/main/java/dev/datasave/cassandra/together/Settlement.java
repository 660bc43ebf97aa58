package dev.datasave.cassandra.together;

import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.List;

/**
 * Settles one intent that was met: applies it if its try is committed, removes it if not. If nothing is decided, it waits for as long as its patience
 * lasts, and then decides to abort. No process is waited for any longer. Several may settle the same intent: the first decision stands, and the second
 * who applies or removes it finds nothing to do.
 *
 * @param id the entry
 * @param tx the try whose intent was met there
 * @param patience how long an undecided try is waited for
 * @param state how far it has come
 * @param looks how often the try was found undecided
 * @param unknowns how many answers were lost
 */
record Settlement(EntryId id, String tx, Patience patience, State state, int looks, int unknowns) implements Course {
    /** How far it has come. */
    enum State {
        /** What is decided is being read. */
        ASKS,
        /** Nothing is decided yet, and the try gets some time. */
        WAITS,
        /** The decision to abort is being written. */
        ABORTS,
        /** The try is committed, and the intent is being applied. */
        ROLLS,
        /** The try is aborted, and the intent is being removed. */
        UNDOES,
        /** The intent does not stand any more, or too many answers were lost: whoever meets it next goes on. */
        OVER
    }

    /**
     * How long an undecided try is waited for.
     *
     * @param first the first pause; each one is twice as long as the one before
     * @param looks how many pauses there are
     * @param bears how many lost answers are borne
     */
    record Patience(Duration first, int looks, int bears) {
        /** The pause before the next look. */
        Duration pause(int look) {
            return first.multipliedBy(1L << look);
        }
    }

    static Settlement begin(EntryId id, String tx, Patience patience) {
        return new Settlement(id, tx, patience, State.ASKS, 0, 0);
    }

    /** Settles an intent of a try about which that was read. */
    static Settlement knowing(EntryId id, String tx, Patience patience, Decision decision) {
        return begin(id, tx, patience).decided(decision);
    }

    @Override
    public List<TableStep> open() {
        return switch (state) {
            case ASKS -> List.of(new TableStep.Ask(tx));
            case WAITS -> List.of(new TableStep.Pause(patience.pause(looks)));
            case ABORTS -> List.of(new TableStep.Decide(tx, Decision.ABORTED));
            case ROLLS -> List.of(new TableStep.Apply(id, tx));
            case UNDOES -> List.of(new TableStep.Undo(id, tx));
            case OVER -> List.of();
        };
    }

    @Override
    public Settlement after(TableStep step, Answer answer) {
        return switch (answer) {
            case Answer.Unknown unknown ->
                unknowns < patience.bears()
                        ? new Settlement(id, tx, patience, state, looks, unknowns + 1)
                        : in(State.OVER, looks);
            case Answer.Decided(Decision decision) -> decided(decision);
            case Answer.Done done ->
                state == State.WAITS
                        ? in(looks + 1 < patience.looks() ? State.ASKS : State.ABORTS, looks + 1)
                        : in(State.OVER, looks);
            case Answer.Stands stands -> this;
            case Answer.Seen seen -> this;
        };
    }

    private Settlement decided(Decision decision) {
        return switch (decision) {
            case UNDECIDED -> in(State.WAITS, looks);
            case COMMITTED -> in(State.ROLLS, looks);
            case ABORTED -> in(State.UNDOES, looks);
        };
    }

    private Settlement in(State next, int nextLooks) {
        return new Settlement(id, tx, patience, next, nextLooks, unknowns);
    }
}
