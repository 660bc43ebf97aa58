package dev.datasave.cassandra.together;

import dev.datasave.cassandra.together.AttemptState.Event;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try of an {@code ALL}, under an id of its own.
 *
 * <ol>
 *   <li>An intent is put on every entry: all at once, or one after the other in the order of the ids where the entries are contested, so that two who want
 *       the same entries don't get in each other's way again and again.
 *   <li>All stand: the decision to commit is written. This is the commit; only this try can make it, and only now.
 *   <li>The caller is answered, and the intents are applied. When each of them is, the decision is removed.
 * </ol>
 *
 * <p>If an intent does not stand, or if that is not known, the try withdraws: it removes its intents and will never decide to commit. No decision to abort is
 * needed for that. An intent that a late put leaves is undone by whoever meets it, because nobody has committed it.
 *
 * @param tx the id of the try; never used before
 * @param at the time of the writes, by the storage's clock
 * @param writes the writes, in the order of their ids
 * @param isOrdered whether the intents are put one after the other
 * @param state how far it has come
 * @param marks what is known of each entry
 * @param bears how many lost answers it bears in each state
 * @param unknowns how many answers were lost since the state began
 */
record Attempt(
        String tx,
        Instant at,
        List<Write> writes,
        boolean isOrdered,
        AttemptState state,
        List<Mark> marks,
        int bears,
        int unknowns)
        implements Course {
    /** What is known of an entry. */
    sealed interface Mark {
        /** The intent is to be put. */
        record Asked() implements Mark {}

        /** The intent stands. */
        record Placed() implements Mark {}

        /** It is not known whether the intent stands, or will. */
        record Unclear() implements Mark {}

        /** The entry is not at the revision that its write is based on. */
        record Passed() implements Mark {}

        /** The intent of another try stands there. */
        record Blocked(String by) implements Mark {}

        /** The intent was applied or removed. */
        record Settled() implements Mark {}

        /** The intent is left for whoever meets it. */
        record Left() implements Mark {}
    }

    /** An intent of another try, by its entry. */
    record Obstacle(EntryId id, String tx) {}

    static Attempt begin(String tx, Instant at, List<Write> writes, boolean isOrdered, int bears) {
        List<Mark> marks = writes.stream().<Mark>map(write -> new Mark.Asked()).toList();
        return new Attempt(tx, at, writes, isOrdered, AttemptState.PLACES, marks, bears, 0);
    }

    @Override
    public List<TableStep> open() {
        return switch (state) {
            case PLACES -> {
                List<TableStep> puts = marked(Mark.Asked.class).stream()
                        .<TableStep>map(write -> new TableStep.Put(new Intent(tx, write, at)))
                        .toList();
                yield isOrdered ? puts.subList(0, Math.min(1, puts.size())) : puts;
            }
            case DECIDES -> List.of(new TableStep.Decide(tx, Decision.COMMITTED));
            case ROLLS ->
                marked(Mark.Placed.class).stream()
                        .<TableStep>map(write -> new TableStep.Apply(write.id(), tx))
                        .toList();
            case WITHDRAWS ->
                marked(Mark.Placed.class).stream()
                        .<TableStep>map(write -> new TableStep.Undo(write.id(), tx))
                        .toList();
            case FORGETS -> List.of(new TableStep.Forget(tx));
            case COMMITTED, WITHDRAWN, IN_DOUBT -> List.of();
        };
    }

    private List<Write> marked(Class<? extends Mark> kind) {
        List<Write> found = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            if (kind.isInstance(marks.get(i))) {
                found.add(writes.get(i));
            }
        }
        return found;
    }

    @Override
    public Attempt after(TableStep step, Answer answer) {
        boolean isLost = answer instanceof Answer.Unknown;
        if (isLost && unknowns < bears) {
            return new Attempt(tx, at, writes, isOrdered, state, marks, bears, unknowns + 1);
        }
        return switch (step) {
            case TableStep.Put(Intent intent) -> placed(index(intent.id()), isLost ? null : standing(answer));
            case TableStep.Apply apply -> settled(index(apply.id()), isLost ? new Mark.Left() : new Mark.Settled());
            case TableStep.Undo undo -> settled(index(undo.id()), isLost ? new Mark.Left() : new Mark.Settled());
            case TableStep.Decide decide -> decided(answer);
            case TableStep.Forget forget -> on(isLost ? Event.LEFT : Event.SETTLED);
            case TableStep.Read read -> this;
            case TableStep.Ask ask -> this;
            case TableStep.Pause pause -> this;
        };
    }

    private static Standing standing(Answer answer) {
        return ((Answer.Stands) answer).standing();
    }

    private int index(EntryId id) {
        for (int i = 0; i < writes.size(); i++) {
            if (writes.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("entry of a step: found " + id + ", expected one of the try's");
    }

    /** What a put has led to. */
    private Attempt placed(int index, @Nullable Standing found) {
        Attempt known = marking(index, mark(writes.get(index), found));
        boolean isFailed = known.marks.stream().anyMatch(Attempt::isObstacle);
        if ((isOrdered && isFailed) || known.marked(Mark.Asked.class).isEmpty()) {
            return isFailed ? known.withdrawing(Event.NOT_PLACED) : known.on(Event.ALL_PLACED);
        }
        return known;
    }

    private Mark mark(Write write, @Nullable Standing found) {
        if (found == null) {
            return new Mark.Unclear();
        }
        if (tx.equals(found.tx())) {
            return new Mark.Placed();
        }
        String obstacle = found.obstacle(write);
        if (obstacle != null) {
            return new Mark.Blocked(obstacle);
        }
        return found.fits(write) ? new Mark.Unclear() : new Mark.Passed();
    }

    private static boolean isObstacle(Mark mark) {
        return mark instanceof Mark.Unclear || mark instanceof Mark.Passed || mark instanceof Mark.Blocked;
    }

    private Attempt decided(Answer answer) {
        if (answer instanceof Answer.Decided(Decision decision)) {
            return decision == Decision.COMMITTED ? on(Event.COMMITTED) : withdrawing(Event.ABORTED);
        }
        return on(Event.NO_ANSWER);
    }

    /** The call has no time left. A decision that was sent may still arrive, so after that nothing is withdrawn. */
    Attempt overdue() {
        return state == AttemptState.PLACES ? withdrawing(Event.OVERDUE) : on(Event.OVERDUE);
    }

    /** Removes every intent that stands or may stand. */
    private Attempt withdrawing(Event event) {
        List<Mark> removed = marks.stream()
                .map(mark -> mark instanceof Mark.Unclear || (mark instanceof Mark.Asked && event == Event.OVERDUE)
                        ? new Mark.Placed()
                        : mark)
                .toList();
        Attempt withdraws = new Attempt(tx, at, writes, isOrdered, state, removed, bears, 0).on(event);
        return withdraws.open().isEmpty() ? withdraws.on(Event.SETTLED) : withdraws;
    }

    private Attempt settled(int index, Mark mark) {
        Attempt known = marking(index, mark);
        if (!known.open().isEmpty()) {
            return known;
        }
        return known.on(known.marks.contains(new Mark.Left()) ? Event.LEFT : Event.SETTLED);
    }

    private Attempt marking(int index, Mark mark) {
        List<Mark> all = new ArrayList<>(marks);
        all.set(index, mark);
        return new Attempt(tx, at, writes, isOrdered, state, List.copyOf(all), bears, unknowns);
    }

    private Attempt on(Event event) {
        return new Attempt(tx, at, writes, isOrdered, state.on(event), marks, bears, 0);
    }

    /** Whether an entry was found at another revision than its write is based on. */
    boolean foundPassed() {
        return marks.contains(new Mark.Passed());
    }

    /** The intents of other tries that stand in the way. */
    List<Obstacle> obstacles() {
        List<Obstacle> found = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            if (marks.get(i) instanceof Mark.Blocked(String by)) {
                found.add(new Obstacle(writes.get(i).id(), by));
            }
        }
        return found;
    }
}
