package dev.datasave.cassandra.together;

import dev.datasave.cassandra.together.Actor.Act;
import dev.datasave.cassandra.together.Actor.Claim;
import dev.datasave.spi.EntryId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every run of a {@link Model}, breadth first: every order of the steps of all processes, each process dead at any point, each step without an
 * answer (done, not done, or done later), each call out of time at any point, and each aborted decision gone when it may be.
 *
 * <p>A state is a few numbers: of each entry, of the decisions, of the steps that are still on their way although nobody awaits them, of each process, and
 * how many answers may still be lost. The processes run the real code of the protocol. What it answers to a step is remembered, so that it runs once for
 * each state of one process, not of the world.
 */
final class Explorer {
    private final Model model;
    private final Laws laws;
    private final int slots;
    private final Numbered<Slot> slotNumbers = new Numbered<>();
    private final Numbered<Decisions> decisionNumbers = new Numbered<>();
    private final Numbered<List<Integer>> wires = new Numbered<>();
    private final Numbered<Actor> actors = new Numbered<>();
    private final Numbered<Act> acts = new Numbered<>();
    private final Numbered<Answer> answers = new Numbered<>();
    private final Map<Long, Long> effects = new HashMap<>();
    private final Map<Long, Integer> reactions = new HashMap<>();
    private final Map<Integer, int[]> opened = new HashMap<>();
    private final Map<Integer, Boolean> silent = new HashMap<>();
    private final Numbered<Long> worlds = new Numbered<>();
    private final Set<Long> rested = new HashSet<>();
    private final Map<Long, Integer> tellings = new HashMap<>();
    private final Map<Integer, List<String>> commits = new HashMap<>();
    private final Walks walks = new Walks();
    private final Visited visited = new Visited();
    private final Queue<Node> frontier = new ArrayDeque<>();
    private long ends;
    private int depth;
    private int steps;

    /** A state, and how it was come by. */
    @SuppressWarnings("ArrayRecordComponent") // millions of them
    private record Node(int[] state, @Nullable Node parent, String move, int actor, int act, int depth) {}

    /**
     * What was found.
     *
     * @param states how many states there are
     * @param ends in how many of them all processes have come to rest or are dead
     * @param depth how many steps lead to the farthest state
     * @param steps how many steps a process takes at most
     * @param violation the first run in which something is wrong, a line for each step; empty if there is none
     */
    record Result(int states, long ends, int depth, int steps, List<String> violation) {}

    Explorer(Model model) {
        this.model = model;
        this.slots = model.slots().size();
        this.laws = new Laws(model);
    }

    private int decisionsAt() {
        return slots;
    }

    private int wireAt() {
        return slots + 1;
    }

    private int lostAt() {
        return slots + 2;
    }

    private int actorAt(int actor) {
        return slots + 3 + actor;
    }

    /** Looks at all runs, or until the first one in which something is wrong. */
    Result explore(int atMost) {
        int[] first = new int[slots + 3 + model.actors().size()];
        for (int i = 0; i < slots; i++) {
            first[i] = slotNumbers.of(model.slots().get(i));
        }
        first[decisionsAt()] = decisionNumbers.of(Decisions.NONE);
        first[wireAt()] = wires.of(List.of());
        first[lostAt()] = model.lost();
        for (int i = 0; i < model.actors().size(); i++) {
            first[actorAt(i)] = actors.of(model.actors().get(i));
        }
        try {
            reach(new Node(first, null, "begins", -1, -1, -1), first, "begins", -1, -1);
            while (!frontier.isEmpty()) {
                if (visited.size() > atMost) {
                    throw new Laws.Broken("more than " + atMost + " states");
                }
                Node node = frontier.remove();
                depth = node.depth();
                expand(node);
            }
            steps = walks.longest();
        } catch (Laws.Broken broken) {
            return result(broken.told());
        }
        return result(List.of());
    }

    private Result result(List<String> violation) {
        return new Result(visited.size(), ends, depth, steps, violation);
    }

    private void expand(Node node) {
        boolean isAtRest = true;
        for (int i = 0; i < model.actors().size(); i++) {
            int[] open = open(node.state()[actorAt(i)]);
            isAtRest &= open.length == 0;
            for (int act : open) {
                step(node, i, act);
            }
            if (open.length > 0) {
                stop(node, i, open);
            }
        }
        List<Integer> wire = wires.value(node.state()[wireAt()]);
        for (int act : wire.stream().distinct().toList()) {
            int[] next = node.state().clone();
            carryOut(next, act);
            next[wireAt()] = wires.of(without(wire, act));
            reach(node, next, "late", -1, act);
        }
        expire(node, wire);
        if (isAtRest) {
            ends++;
            if (rested.add(worldKey(node.state()))) {
                run(node, () -> laws.checkRest(slots(node.state()), decisions(node.state())));
            }
        }
    }

    private int[] open(int actor) {
        return opened.computeIfAbsent(
                actor,
                number ->
                        actors.value(number).open().stream().mapToInt(acts::of).toArray());
    }

    /** One step of a process: with its answer, without it though it is done, and without it and done later or never. */
    private void step(Node node, int actor, int act) {
        int[] done = node.state().clone();
        begins(done, actor, act);
        int[] lost = done.clone();
        int answer = carryOut(done, act);
        int[] doneAndLost = done.clone();
        react(done, actor, act, answer);
        reach(node, done, "", actor, act);
        if (lost[lostAt()] == 0 || isPause(act)) {
            return;
        }
        int unknown = answers.of(new Answer.Unknown());
        doneAndLost[lostAt()]--;
        lost[lostAt()]--;
        if (changes(act)) {
            react(doneAndLost, actor, act, unknown);
            reach(node, doneAndLost, "without answer", actor, act);
            lost[wireAt()] = wires.of(with(wires.value(lost[wireAt()]), act));
        }
        react(lost, actor, act, unknown);
        reach(node, lost, "without answer, and not yet", actor, act);
    }

    /** A process dies, or has no time left. Its steps that are under way may still be carried out. */
    private void stop(Node node, int actor, int[] open) {
        Actor before = actors.value(node.state()[actorAt(actor)]);
        if (model.isMortal()) {
            leave(node, actor, open, new Actor.Dead(before.told()), "dies");
        }
        Actor late = before.overdue();
        if (!late.equals(before)) {
            leave(node, actor, open, late, "has no time left");
        }
    }

    private void leave(Node node, int actor, int[] open, Actor next, String move) {
        int[] state = node.state().clone();
        int number = actors.of(next);
        List<Integer> wire = wires.value(state[wireAt()]);
        for (int act : open) {
            if (changes(act) && Arrays.stream(open(number)).noneMatch(still -> still == act)) {
                wire = with(wire, act);
            }
        }
        state[wireAt()] = wires.of(wire);
        state[actorAt(actor)] = number;
        reach(node, state, move, actor, -1);
    }

    /** An aborted decision may go when no decision to commit can arrive any more. */
    private void expire(Node node, List<Integer> wire) {
        Decisions decisions = decisions(node.state());
        if (decisions.rows().isEmpty()) {
            return;
        }
        for (String tx : decisions.rows().keySet()) {
            if (decisions.of(tx) == Decision.ABORTED && !mayCommit(node.state(), wire, tx)) {
                int[] next = node.state().clone();
                next[decisionsAt()] = decisionNumbers.of(decisions.expire(tx));
                reach(node, next, "an aborted decision goes", -1, -1);
            }
        }
    }

    private boolean mayCommit(int[] state, List<Integer> wire, String tx) {
        TableStep commit = new TableStep.Decide(tx, Decision.COMMITTED);
        for (int i = 0; i < model.actors().size(); i++) {
            List<String> may = commits.computeIfAbsent(
                    state[actorAt(i)], number -> actors.value(number).mayCommit());
            if (may.contains(tx)) {
                return true;
            }
        }
        return wire.stream().anyMatch(act -> commit.equals(acts.value(act).step()));
    }

    private boolean isPause(int act) {
        return acts.value(act).step() instanceof TableStep.Pause;
    }

    private boolean changes(int act) {
        return switch (acts.value(act).step()) {
            case null -> true;
            case TableStep.Read read -> false;
            case TableStep.Ask ask -> false;
            case TableStep.Pause pause -> false;
            case TableStep.Put put -> true;
            case TableStep.Apply apply -> true;
            case TableStep.Undo undo -> true;
            case TableStep.Decide decide -> true;
            case TableStep.Forget forget -> true;
        };
    }

    /** Carries out a step in the world, and returns the answer. */
    private int carryOut(int[] state, int act) {
        int at = place(act);
        long key = ((long) at << 56) | ((long) state[at] << 28) | act;
        long effect = effects.computeIfAbsent(key, none -> effect(state, act, at));
        state[at] = (int) (effect >>> 32);
        return (int) effect;
    }

    private long effect(int[] state, int act, int at) {
        Act what = acts.value(act);
        Slot slot = slotNumbers.value(state[at == decisionsAt() ? 0 : at]);
        if (what.step() == null) {
            Slot next = slot.write(what.alone());
            return packed(
                    slotNumbers.of(next), new Answer.Stands(next.partition().standing()));
        }
        ModelTables tables = new ModelTables(slot, decisions(state));
        Answer answer = what.step().on(tables).join();
        return at == decisionsAt()
                ? packed(decisionNumbers.of(tables.decisions), answer)
                : packed(slotNumbers.of(tables.slot), answer);
    }

    private long packed(int next, Answer answer) {
        return ((long) next << 32) | answers.of(answer);
    }

    /** The part of the world that a step is about. */
    private int place(int act) {
        Act what = acts.value(act);
        EntryId id = what.step() == null ? what.alone().id() : entry(what.step());
        return id == null ? decisionsAt() : slot(id);
    }

    /** The entry that a step is about; null if it is about a decision, or nothing. */
    static @Nullable EntryId entry(TableStep step) {
        return switch (step) {
            case TableStep.Read(EntryId id) -> id;
            case TableStep.Put(Intent intent) -> intent.id();
            case TableStep.Apply(EntryId id, String tx) -> id;
            case TableStep.Undo(EntryId id, String tx) -> id;
            case TableStep.Decide decide -> null;
            case TableStep.Ask ask -> null;
            case TableStep.Forget forget -> null;
            case TableStep.Pause pause -> null;
        };
    }

    private int slot(EntryId id) {
        for (int i = 0; i < slots; i++) {
            if (model.slots().get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("entry: found " + id + ", expected one of the model");
    }

    /** A reader begins: it has to see at least what is committed now. */
    private void begins(int[] state, int actor, int act) {
        if (actors.value(state[actorAt(actor)]) instanceof Actor.Single single && single.floor() < 0) {
            long revision = laws.revision(slotNumbers.value(state[place(act)]), decisions(state));
            int began = actors.of(single.from(revision));
            state[actorAt(actor)] = began;
        }
    }

    private void react(int[] state, int actor, int act, int answer) {
        int before = state[actorAt(actor)];
        long key = ((long) before << 40) | ((long) act << 20) | answer;
        Integer known = reactions.get(key);
        if (known == null) {
            known = actors.of(actors.value(before).after(acts.value(act), answers.value(answer)));
            reactions.put(key, known);
            walks.add(before, known);
        }
        state[actorAt(actor)] = known;
    }

    private void reach(Node from, int[] state, String move, int actor, int act) {
        Node next = new Node(state, from, move, actor, act, from.depth() + 1);
        run(next, () -> tell(state));
        if (visited.add(state)) {
            frontier.add(next);
        }
    }

    /** Checks the state, and writes down what its processes may rely on from now on. */
    private void tell(int[] state) {
        int known = worlds.size();
        int world = worlds.of(worldKey(state));
        if (world == known) {
            laws.check(slots(state), decisions(state));
        }
        for (int i = 0; i < model.actors().size(); i++) {
            int number = state[actorAt(i)];
            if (!isSilent(number)) {
                long key = ((long) world << 32) | number;
                Integer told = tellings.get(key);
                if (told == null) {
                    told = actors.of(told(actors.value(number), slots(state), decisions(state)));
                    tellings.put(key, told);
                }
                state[actorAt(i)] = told;
            }
        }
    }

    private Actor told(Actor actor, List<Slot> all, Decisions decisions) {
        Actor next = actor;
        if (actor instanceof Actor.Single single && single.sighting().result() != null) {
            laws.checkRead(single, all.get(slot(single.id())), decisions);
            next = single.checked();
        }
        Claim claim = laws.checkTold(next.told(), all, decisions);
        return claim == next.told().claim() ? next : next.claiming(claim);
    }

    /** Whether a process has nothing that could be checked. */
    private boolean isSilent(int number) {
        Boolean known = silent.get(number);
        if (known == null) {
            Actor actor = actors.value(number);
            known = actor.told().claim() == Claim.NOTHING
                    && !(actor instanceof Actor.Single single
                            && single.sighting().result() != null);
            silent.put(number, known);
        }
        return known;
    }

    private long worldKey(int[] state) {
        long key = 0;
        for (int i = 0; i <= slots; i++) {
            key = key * 40_009 + state[i];
        }
        return key;
    }

    private void run(Node node, Runnable check) {
        try {
            check.run();
        } catch (Laws.Broken broken) {
            throw broken.after(way(node));
        }
    }

    /** How a state was come by, a line for each step. */
    private List<String> way(Node node) {
        List<String> lines = new ArrayList<>();
        for (Node at = node; at != null && at.depth() >= 0; at = at.parent()) {
            Act what = at.act() < 0 ? null : acts.value(at.act());
            Object step = what == null ? "" : what.step() == null ? "Write" : what.step();
            lines.add("process " + at.actor() + " " + at.move() + " " + step);
        }
        return lines.reversed();
    }

    private List<Slot> slots(int[] state) {
        List<Slot> all = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            all.add(slotNumbers.value(state[i]));
        }
        return all;
    }

    private Decisions decisions(int[] state) {
        return decisionNumbers.value(state[decisionsAt()]);
    }

    private static List<Integer> with(List<Integer> wire, int act) {
        List<Integer> next = new ArrayList<>(wire);
        next.add(act);
        next.sort(null);
        return List.copyOf(next);
    }

    private static List<Integer> without(List<Integer> wire, int act) {
        List<Integer> next = new ArrayList<>(wire);
        next.remove(Integer.valueOf(act));
        return List.copyOf(next);
    }
}
