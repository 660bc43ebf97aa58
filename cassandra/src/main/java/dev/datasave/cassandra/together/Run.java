package dev.datasave.cassandra.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Carries out one course: sends its open steps to the tables, and gives it their answers one at a time. Thread-safe. It holds its lock only while a course
 * thinks, never while a step is sent or told.
 *
 * @param <C> the kind of course
 */
final class Run<C extends Course> {
    private final IntentTables tables;
    private final Together.Timing timing;
    private final UnaryOperator<C> beforeSteps;
    private final Consumer<C> told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<TableStep> underWay = new HashSet<>();
    private C course;

    /**
     * A run that has not begun.
     *
     * @param beforeSteps the course before any further step of it is sent, for instance because time is over
     * @param told hears of the course after each answer
     */
    Run(IntentTables tables, Together.Timing timing, C course, UnaryOperator<C> beforeSteps, Consumer<C> told) {
        this.tables = tables;
        this.timing = timing;
        this.course = course;
        this.beforeSteps = beforeSteps;
        this.told = told;
    }

    /** Begins, or looks again whether time is over. */
    void goOn() {
        advance(UnaryOperator.identity());
    }

    private void advance(UnaryOperator<C> change) {
        List<TableStep> begun = new ArrayList<>();
        C now;
        lock.lock();
        try {
            course = beforeSteps.apply(change.apply(course));
            now = course;
            for (TableStep step : now.open()) {
                if (underWay.add(step)) {
                    begun.add(step);
                }
            }
        } finally {
            lock.unlock();
        }
        told.accept(now);
        begun.forEach(this::send);
    }

    private void send(TableStep step) {
        if (step instanceof TableStep.Pause(Duration duration)) {
            timing.after(duration, () -> answered(step, new Answer.Done()));
            return;
        }
        try {
            var unused = step.on(tables)
                    .whenComplete((answer, failure) -> answered(step, failure == null ? answer : new Answer.Unknown()));
        } catch (RuntimeException failure) {
            answered(step, new Answer.Unknown());
        }
    }

    private void answered(TableStep step, Answer answer) {
        advance(before -> {
            underWay.remove(step);
            return cast(before.open().contains(step) ? before.after(step, answer) : before, before);
        });
    }

    /** A course stays of its kind: each overrides {@link Course#after} with its own type. */
    @SuppressWarnings("unchecked")
    private C cast(Course next, C before) {
        return (C) before.getClass().cast(next);
    }
}
