package dev.datasave.cassandra.together;

import dev.datasave.cassandra.together.Settlement.Patience;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A process of the model, as a value. It runs the courses of the protocol, and has what it was told. */
sealed interface Actor {
    Patience PATIENCE = new Patience(Duration.ofMillis(1), 1, 0);

    /** A step of an actor: a {@link TableStep}, or a write of one entry by itself. */
    record Act(@Nullable TableStep step, @Nullable Write alone) {
        static Act of(TableStep step) {
            return new Act(step, null);
        }
    }

    /** What an actor was told about its writes. */
    record Told(Map<EntryId, Long> bases, String writeId, Claim claim) {
        Told as(Claim other) {
            return new Told(bases, writeId, other);
        }
    }

    /** What a process may rely on. */
    enum Claim {
        NOTHING,
        WRITTEN,
        /** Refused, and the checker has not yet looked whether it stands there nevertheless. */
        REFUSED,
        /** Refused although it is there, since an earlier call has written it, and others have followed. */
        REFUSED_LATER,
        /** Refused, and it must never appear. */
        REFUSED_FOR_EVER
    }

    List<Act> open();

    Actor after(Act act, Answer answer);

    Told told();

    /** The same with another claim. */
    default Actor claiming(Claim claim) {
        return this;
    }

    /** The same at the end of its time; the same one if it has none. */
    default Actor overdue() {
        return this;
    }

    /** Tries for which it may still send the decision to commit. */
    default List<String> mayCommit() {
        return List.of();
    }

    /** Dead. */
    record Dead(Told told) implements Actor {
        @Override
        public List<Act> open() {
            return List.of();
        }

        @Override
        public Actor after(Act act, Answer answer) {
            return this;
        }

        @Override
        public Actor claiming(Claim claim) {
            return new Dead(told.as(claim));
        }
    }

    /** Writes several entries in one {@code ALL}, and repeats the call with the same write id when its outcome is unknown. */
    record Several(
            String name, List<Write> writes, int tries, int calls, int bears, List<JointWrite> running, Told told)
            implements Actor {
        static Several begin(String name, int tries, int calls, int bears, List<Write> writes) {
            Map<EntryId, Long> bases = writes.stream().collect(Collectors.toMap(Write::id, Write::expectedRevision));
            Told nothing = new Told(bases, writes.getFirst().writeId(), Claim.NOTHING);
            return new Several(name, writes, tries, calls, bears, List.of(), nothing).calling(List.of());
        }

        /** The same, but whether it is refused rightly is not checked. */
        Several tooEarly() {
            Map<EntryId, Long> unknown = told.bases().keySet().stream().collect(Collectors.toMap(id -> id, id -> -1L));
            return new Several(
                    name, writes, tries, calls, bears, running, new Told(unknown, told.writeId(), told.claim()));
        }

        private Several calling(List<JointWrite> left) {
            List<JointWrite> next = new ArrayList<>(left);
            JointWrite.Limits limits =
                    new JointWrite.Limits(tries, new Patience(Duration.ofMillis(1), 1, bears), Duration.ofMillis(1));
            next.add(JointWrite.begin(name + calls, Model.AT, writes, limits));
            return new Several(name, writes, tries, calls - 1, bears, next, told);
        }

        @Override
        public List<Act> open() {
            return running.stream()
                    .flatMap(joint -> joint.open().stream())
                    .distinct()
                    .map(Act::of)
                    .toList();
        }

        @Override
        public Several after(Act act, Answer answer) {
            List<JointWrite> next = new ArrayList<>();
            for (JointWrite joint : running) {
                next.add(joint.open().contains(act.step()) ? joint.after(act.step(), answer) : joint);
            }
            return looking(next);
        }

        private Several looking(List<JointWrite> next) {
            JointWrite last = next.getLast();
            List<JointWrite> left =
                    next.stream().filter(joint -> !joint.open().isEmpty()).toList();
            if (told.claim() == Claim.NOTHING && last.result() instanceof JointWrite.Result.Failed && calls > 0) {
                return new Several(name, writes, tries, calls, bears, left, told).calling(left);
            }
            Told now = told.claim() == Claim.NOTHING && last.result() instanceof JointWrite.Result.Known known
                    ? told.as(
                            known.results().stream().allMatch(WriteResult.Written.class::isInstance)
                                    ? Claim.WRITTEN
                                    : Claim.REFUSED)
                    : told;
            return new Several(name, writes, tries, calls, bears, last.result() == null ? next : left, now);
        }

        @Override
        public Actor claiming(Claim claim) {
            return new Several(name, writes, tries, calls, bears, running, told.as(claim));
        }

        @Override
        public Actor overdue() {
            if (running.isEmpty() || running.getLast().result() != null) {
                return this;
            }
            List<JointWrite> next = new ArrayList<>(running);
            next.add(next.removeLast().overdue());
            return looking(next);
        }

        @Override
        public List<String> mayCommit() {
            return running.stream()
                    .flatMap(joint -> joint.parts().stream())
                    .filter(part -> part instanceof Attempt attempt
                            && (attempt.state() == AttemptState.PLACES || attempt.state() == AttemptState.DECIDES))
                    .map(part -> ((Attempt) part).tx())
                    .toList();
        }
    }

    /** Reads an entry and, if it is to, writes the next revision of it by itself. What it met is settled. */
    record Single(
            EntryId id,
            @Nullable String writes,
            Sighting sighting,
            @Nullable Write write,
            List<Settlement> settles,
            int tries,
            long floor,
            Told told)
            implements Actor {
        static Single begin(EntryId id, @Nullable String writes) {
            Told nothing = new Told(Map.of(id, 0L), writes == null ? "" : writes, Claim.NOTHING);
            return new Single(id, writes, Sighting.begin(id), null, List.of(), 0, -1, nothing);
        }

        @Override
        public List<Act> open() {
            List<Act> acts = new ArrayList<>();
            sighting.open().forEach(step -> acts.add(Act.of(step)));
            settles.forEach(settle -> settle.open().forEach(step -> acts.add(Act.of(step))));
            if (write != null && acts.isEmpty() && told.claim() == Claim.NOTHING) {
                acts.add(new Act(null, write));
            }
            return acts;
        }

        @Override
        public Single after(Act act, Answer answer) {
            if (act.alone() != null) {
                return written(answer);
            }
            if (!sighting.open().isEmpty()) {
                Sighting next = sighting.after(act.step(), answer);
                return next.open().isEmpty() ? seen(next) : with(next, write, settles, tries);
            }
            List<Settlement> next = settles.stream()
                    .map(settle -> settle.after(act.step(), answer))
                    .filter(settle -> !settle.open().isEmpty())
                    .toList();
            return with(sighting, write, next, tries);
        }

        private Single seen(Sighting over) {
            List<Settlement> behind = over.behind(PATIENCE).stream().toList();
            Sighting.Found found = over.result();
            Write next = writes == null || found == null ? null : Model.write(id, found.current(), writes);
            Single seen = with(over, next, behind, tries);
            return next == null ? seen : seen.basedOn(next.expectedRevision());
        }

        private Single written(Answer answer) {
            if (!(answer instanceof Answer.Stands(Standing stands))) {
                return with(sighting, null, settles, tries);
            }
            if (stands.revision() == write.expectedRevision() + 1
                    && write.writeId().equals(stands.writeId())) {
                return (Single) with(sighting, null, settles, tries).claiming(Claim.WRITTEN);
            }
            String obstacle = stands.obstacle(write);
            if (obstacle == null && !stands.fits(write)) {
                return (Single) with(sighting, null, settles, tries).claiming(Claim.REFUSED);
            }
            return obstacle == null || tries == 1
                    ? with(sighting, null, settles, tries)
                    : with(sighting, write, List.of(Settlement.begin(id, obstacle, PATIENCE)), tries + 1);
        }

        private Single with(Sighting newSighting, @Nullable Write newWrite, List<Settlement> newSettles, int newTries) {
            return new Single(id, writes, newSighting, newWrite, newSettles, newTries, floor, told);
        }

        private Single basedOn(long revision) {
            Told based = new Told(Map.of(id, revision), told.writeId(), told.claim());
            return new Single(id, writes, sighting, write, settles, tries, floor, based);
        }

        /** The same, knowing which revision it has to see at least. */
        Single from(long revision) {
            return new Single(id, writes, sighting, write, settles, tries, revision, told);
        }

        /** The same when its read was checked. */
        Single checked() {
            Sighting over = new Sighting(id, Sighting.State.OVER, null, null, Decision.UNDECIDED, 0);
            return new Single(id, writes, over, write, settles, tries, 0, told);
        }

        @Override
        public Actor claiming(Claim claim) {
            return new Single(id, writes, sighting, write, settles, tries, floor, told.as(claim));
        }
    }
}
