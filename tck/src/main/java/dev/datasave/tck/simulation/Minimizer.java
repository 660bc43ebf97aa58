package dev.datasave.tck.simulation;

import dev.datasave.tck.checker.Violation;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Shrinks a plan that breaks a promise, as long as it still breaks the same one: first drops the steps after the violation, then whole players and
 * whole kinds of faults, then ever smaller parts of the rest (delta debugging).
 */
final class Minimizer {
    private final String rule;
    private Plan plan;
    private int runsLeft;

    private Minimizer(Plan plan, String rule, int runs) {
        this.plan = plan;
        this.rule = rule;
        this.runsLeft = runs;
    }

    /**
     * The smallest plan that was found within this many runs.
     *
     * @param broken the result of a run of the plan
     */
    static Plan minimize(Plan plan, Simulation.Result broken, int runs) {
        Violation first = broken.violations().getFirst();
        Minimizer minimizer = new Minimizer(plan, first.rule(), runs);
        minimizer.cut(first.at());
        minimizer.leaveOutFaults();
        minimizer.leaveOutActors();
        minimizer.leaveOutPieces();
        return minimizer.plan;
    }

    private boolean tries(Plan smaller) {
        if (runsLeft-- <= 0) {
            return false;
        }
        boolean isBroken = Simulation.run(smaller).violations().stream()
                .anyMatch(violation -> violation.rule().equals(rule));
        if (isBroken) {
            plan = smaller;
        }
        return isBroken;
    }

    private void cut(Duration at) {
        tries(plan.keeping(step -> step.at().compareTo(at) <= 0));
    }

    private void leaveOutFaults() {
        if (!tries(plan.with(Faults.calm()))) {
            for (Faults fewer : plan.faults().withOneKindLess()) {
                Faults both = fewer.and(plan.faults());
                if (!both.equals(plan.faults())) {
                    tries(plan.with(both));
                }
            }
        }
    }

    private void leaveOutActors() {
        Set<String> actors = plan.steps().stream().map(Step::who).collect(Collectors.toSet());
        for (String actor : actors.stream().sorted().toList()) {
            tries(plan.keeping(Predicate.not(step -> step.who().equals(actor))));
        }
    }

    private void leaveOutPieces() {
        int size = Math.max(1, plan.steps().size() / 2);
        while (size >= 1 && runsLeft > 0) {
            boolean anyLess = false;
            for (int from = 0; from < plan.steps().size() && runsLeft > 0; ) {
                List<Step> rest = new ArrayList<>(plan.steps());
                rest.subList(from, Math.min(rest.size(), from + size)).clear();
                boolean less = tries(plan.with(rest));
                anyLess |= less;
                from += less ? 0 : size;
            }
            if (!anyLess || size > 1) {
                size /= 2;
            }
        }
    }
}
