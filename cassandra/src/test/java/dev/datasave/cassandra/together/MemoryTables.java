package dev.datasave.cassandra.together;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tables, and time, that do one thing after the other in an order that a seed decides. Time passes only when nothing else is left to do. Not thread-safe.
 */
final class MemoryTables implements IntentTables, Together.Timing {
    private final Map<EntryId, Slot> slots = new HashMap<>();
    private final List<Runnable> underWay = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final Random random;
    private Decisions decisions = Decisions.NONE;
    private Predicate<TableStep> fails = step -> false;
    private Predicate<TableStep> hangs = step -> false;
    private long now;
    private int names;

    private record Timer(long at, Runnable task) {}

    MemoryTables(long seed) {
        random = new Random(seed);
    }

    /** From now on, such steps are carried out, or not, and answered by an exception. */
    void failing(Predicate<TableStep> some) {
        fails = some;
    }

    /** From now on, such steps are neither carried out nor answered. */
    void hanging(Predicate<TableStep> some) {
        hangs = some;
    }

    Slot slot(EntryId id) {
        return slots.computeIfAbsent(id, none -> Slot.begin(id, Optional.empty()));
    }

    Optional<Entry> current(EntryId id) {
        return slot(id).current();
    }

    Decisions decisions() {
        return decisions;
    }

    /** Does everything that is to be done, with all the time that it takes. */
    void run() {
        while (!underWay.isEmpty() || !timers.isEmpty()) {
            if (underWay.isEmpty()) {
                Timer next = timers.stream()
                        .min((one, two) -> Long.compare(one.at(), two.at()))
                        .orElseThrow();
                timers.remove(next);
                now = Math.max(now, next.at());
                next.task().run();
            } else {
                underWay.remove(random.nextInt(underWay.size())).run();
            }
        }
    }

    private <T> CompletableFuture<T> later(TableStep step, EntryId id, Function<ModelTables, T> effect) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        underWay.add(() -> {
            boolean isFailing = fails.test(step);
            if (hangs.test(step) || (isFailing && random.nextBoolean())) {
                if (isFailing) {
                    answer.completeExceptionally(new IllegalStateException("planted"));
                }
                return;
            }
            ModelTables tables = new ModelTables(slot(id), decisions);
            T result = effect.apply(tables);
            slots.put(id, tables.slot);
            decisions = tables.decisions;
            if (isFailing) {
                answer.completeExceptionally(new IllegalStateException("planted"));
            } else {
                answer.complete(result);
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<Partition> read(EntryId id) {
        return later(new TableStep.Read(id), id, tables -> tables.read(id).join());
    }

    @Override
    public CompletableFuture<Standing> put(Intent intent) {
        return later(
                new TableStep.Put(intent),
                intent.id(),
                tables -> tables.put(intent).join());
    }

    @Override
    public CompletableFuture<Void> apply(EntryId id, String tx) {
        return later(
                new TableStep.Apply(id, tx), id, tables -> tables.apply(id, tx).join());
    }

    @Override
    public CompletableFuture<Void> undo(EntryId id, String tx) {
        return later(
                new TableStep.Undo(id, tx), id, tables -> tables.undo(id, tx).join());
    }

    @Override
    public CompletableFuture<Decision> decide(String tx, Decision decision) {
        return later(
                new TableStep.Decide(tx, decision),
                Model.A,
                tables -> tables.decide(tx, decision).join());
    }

    @Override
    public CompletableFuture<Decision> decision(String tx) {
        return later(
                new TableStep.Ask(tx), Model.A, tables -> tables.decision(tx).join());
    }

    @Override
    public CompletableFuture<Void> forget(String tx) {
        return later(
                new TableStep.Forget(tx), Model.A, tables -> tables.forget(tx).join());
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        timers.add(new Timer(now + delay.toNanos() / 2 + random.nextLong(delay.toNanos()), task));
    }

    @Override
    public String fresh() {
        return "call" + names++;
    }
}
