package dev.datasave.cassandra.together;

import dev.datasave.cassandra.together.Settlement.Patience;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code ALL}: tries, until one is committed or an entry has moved on.
 *
 * <ol>
 *   <li>A try. If it is committed, everything was written.
 *   <li>It found another try's intents: they are settled, and the next try follows.
 *   <li>It found an entry at another revision: all entries are read. If they are what these writes make, an earlier call has written them (R8). If one of
 *       them is not what its write is based on, all are refused, each with its current entry (R5, R7). If all are, the next try follows.
 * </ol>
 *
 * @param call what tells this call from every other, those with the same write id included
 * @param at the time of the writes
 * @param writes the writes, in the order of their ids
 * @param limits how often and how long it tries
 * @param tries how many tries there were
 * @param phase what it does now
 * @param parts what it awaits now
 * @param result the answer to the caller; null as long as there is none
 */
record JointWrite(
        String call,
        Instant at,
        List<Write> writes,
        Limits limits,
        int tries,
        Phase phase,
        List<Course> parts,
        @Nullable Result result)
        implements Course {

    /** What a call does now. */
    enum Phase {
        /** A try is under way, or what follows it after the answer. */
        TRIES,
        /** The intents of others are being settled. */
        SETTLES,
        /** The next try waits a little, so that those who got in each other's way don't do so again. */
        PAUSES,
        /** All entries are being read. */
        JUDGES,
        /** Nothing is left to do. */
        OVER
    }

    /**
     * How often and how long a call tries.
     *
     * @param tries how many tries it makes
     * @param patience how long it waits for an undecided try of another
     * @param pause the pause before the second try; it grows by this much with each try
     */
    record Limits(int tries, Patience patience, Duration pause) {}

    /** The answer to the caller. */
    sealed interface Result {
        /** It is known whether the writes were written, in the order of {@link JointWrite#writes}. */
        record Known(List<WriteResult> results) implements Result {}

        /** It is not known. */
        record Failed(String why) implements Result {}
    }

    static JointWrite begin(String call, Instant at, List<Write> writes, Limits limits) {
        List<Write> ordered = writes.stream()
                .sorted(Comparator.comparing((Write write) -> write.id().store())
                        .thenComparing(write -> write.id().key()))
                .toList();
        return new JointWrite(call, at, ordered, limits, 0, Phase.OVER, List.of(), null).trying();
    }

    /** The id of the next try. It has a suffix that no other try has, neither one of this call nor of a repeated one. */
    private String nextTx() {
        return writes.getFirst().writeId() + "#" + call + "." + tries;
    }

    private JointWrite again() {
        return tries == limits.tries()
                ? answered(new Result.Failed("other writes got in the way at each of " + tries + " tries"))
                : in(Phase.PAUSES, List.of());
    }

    private JointWrite trying() {
        Attempt next =
                Attempt.begin(nextTx(), at, writes, tries > 0, limits.patience().bears());
        return new JointWrite(call, at, writes, limits, tries + 1, Phase.TRIES, List.of(next), null);
    }

    @Override
    public List<TableStep> open() {
        if (phase == Phase.PAUSES) {
            return List.of(new TableStep.Pause(limits.pause().multipliedBy(tries)));
        }
        return parts.stream().flatMap(part -> part.open().stream()).distinct().toList();
    }

    @Override
    public JointWrite after(TableStep step, Answer answer) {
        List<Course> next = parts.stream()
                .map(part -> part.open().contains(step) ? part.after(step, answer) : part)
                .toList();
        JointWrite known = new JointWrite(call, at, writes, limits, tries, phase, next, result);
        return switch (phase) {
            case TRIES -> known.tried((Attempt) next.getFirst());
            case SETTLES -> known.open().isEmpty() ? known.again() : known;
            case PAUSES -> known.trying();
            case JUDGES -> known.open().isEmpty() ? known.judged() : known;
            case OVER -> known;
        };
    }

    private JointWrite tried(Attempt attempt) {
        if (attempt.state().isCommitted()) {
            return new JointWrite(call, at, writes, limits, tries, phase, parts, result == null ? written() : result);
        }
        if (!attempt.open().isEmpty()) {
            return this;
        }
        if (result != null) {
            return answered(result);
        }
        if (attempt.state() == AttemptState.IN_DOUBT) {
            return answered(new Result.Failed("no answer to the decision of " + attempt.tx()));
        }
        if (attempt.foundPassed()) {
            return in(
                    Phase.JUDGES,
                    writes.stream()
                            .<Course>map(write -> Sighting.begin(write.id()))
                            .toList());
        }
        List<Course> settled = new ArrayList<>();
        attempt.obstacles().forEach(found -> settled.add(Settlement.begin(found.id(), found.tx(), limits.patience())));
        return settled.isEmpty() ? again() : in(Phase.SETTLES, settled);
    }

    private Result written() {
        return new Result.Known(writes.stream()
                .<WriteResult>map(write -> new WriteResult.Written(write.expectedRevision() + 1, at))
                .toList());
    }

    private JointWrite judged() {
        List<Optional<Entry>> found = new ArrayList<>();
        for (Course part : parts) {
            Sighting.Found seen = ((Sighting) part).result();
            if (seen == null) {
                return answered(new Result.Failed("no answer to the read of " + ((Sighting) part).id()));
            }
            found.add(seen.current());
        }
        return Verdict.of(writes, found)
                .map(results -> answered(new Result.Known(results)))
                .orElseGet(this::again);
    }

    /** The call has no time left: the caller is told that the outcome is unknown, and intents that may be removed are. */
    JointWrite overdue() {
        if (result != null) {
            return this;
        }
        Result late = new Result.Failed("it took too long");
        if (phase != Phase.TRIES) {
            return answered(late);
        }
        Attempt last = ((Attempt) parts.getFirst()).overdue();
        Phase next = last.open().isEmpty() ? Phase.OVER : Phase.TRIES;
        return new JointWrite(call, at, writes, limits, tries, next, List.of(last), late);
    }

    private JointWrite in(Phase next, List<Course> nextParts) {
        return new JointWrite(call, at, writes, limits, tries, next, List.copyOf(nextParts), result);
    }

    private JointWrite answered(Result answer) {
        return new JointWrite(call, at, writes, limits, tries, Phase.OVER, List.of(), answer);
    }
}
