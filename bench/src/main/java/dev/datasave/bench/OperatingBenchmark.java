package dev.datasave.bench;

import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.ops.Operations;
import dev.datasave.ops.Search;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What operators ask, of a file with many stored profiles, next to the same questions to a file with few; both alternate. */
record OperatingBenchmark(int few, int many, int rounds) implements Benchmark {
    private static final int PAGE = 50;
    private static final int KEPT = 20;
    private static final String TEXT = "x".repeat(1000);

    @Override
    public String name() {
        return "operating";
    }

    /** A question about one of the profiles; it answers how much it found. */
    private record Question(String metric, BiFunction<Operations, Integer, Integer> ask) {}

    private static List<Question> searches() {
        return List.of(
                new Question(
                        "ls STORE PREFIX: the keys that begin like one of them",
                        (operations, player) -> operations
                                .search(new Search.Keys(RawSqlite.STORE, RawSqlite.key(player)), Paging.first(PAGE))
                                .items()
                                .size()),
                new Question(
                        "ls STORE: the first 50 keys",
                        (operations, player) -> operations
                                .search(new Search.Keys(RawSqlite.STORE, ""), Paging.first(PAGE))
                                .items()
                                .size()),
                new Question(
                        "ls --person",
                        (operations, player) -> operations
                                .search(new Search.Person("user-" + player), Paging.first(PAGE))
                                .items()
                                .size()),
                new Question(
                        "ls --score: a page of 50",
                        (operations, player) -> operations
                                .search(new Search.Scores(RawSqlite.STORE, 0, player, true), Paging.first(PAGE))
                                .items()
                                .size()));
    }

    private static List<Question> ofOneAndAll() {
        return List.of(
                new Question(
                        "show",
                        (operations, player) -> operations
                                .profile(RawSqlite.STORE, RawSqlite.key(player))
                                .report()
                                .orElseThrow()
                                .bytes()),
                new Question(
                        "history: a page of 20 revisions",
                        (operations, player) -> operations
                                .profile(RawSqlite.STORE, RawSqlite.key(player))
                                .history(ProfileVersion.Range.all(), Paging.first(KEPT))
                                .items()
                                .size()),
                new Question(
                        "servers", (operations, player) -> operations.servers().size() + 1),
                new Question("stats, which count everything", (operations, player) ->
                        (int) operations.stats().entries()));
    }

    @Override
    public List<Result> run(Path folder) {
        Path small = folder.resolve("few.db");
        Path large = folder.resolve("many.db");
        List<Result> results = new ArrayList<>();
        try (Storage few = filled(small, this.few);
                Storage many = filled(large, this.many);
                Operations ofFew = Operations.on(few);
                Operations ofMany = Operations.on(many)) {
            for (Question question :
                    Stream.of(searches(), ofOneAndAll()).flatMap(List::stream).toList()) {
                results.add(measure(question, ofFew, ofMany));
            }
        }
        return results;
    }

    private Result measure(Question question, Operations ofFew, Operations ofMany) {
        Random random = new Random(7);
        List<Double> fewMillis = new ArrayList<>();
        List<Double> manyMillis = new ArrayList<>();
        for (int round = -3; round < rounds; round++) {
            int one = random.nextInt(10);
            long start = System.nanoTime();
            int found = question.ask.apply(ofFew, sampled(one, few));
            long between = System.nanoTime();
            int alsoFound = question.ask.apply(ofMany, sampled(one, many));
            long end = System.nanoTime();
            if (found == 0 || alsoFound == 0) {
                throw new IllegalStateException(question.metric + ": found nothing, expected something");
            }
            if (round >= 0) {
                fewMillis.add((between - start) / 1e6);
                manyMillis.add((end - between) / 1e6);
            }
        }
        String metric = String.format(Locale.ROOT, "%s; %,d, raw: %,d", question.metric, many, few);
        return Result.sqlite(metric, Percentiles.median(fewMillis), Percentiles.median(manyMillis), "ms");
    }

    /** One of ten players, evenly among all. */
    private static int sampled(int one, int all) {
        return (one * 2 + 1) * all / 20;
    }

    private static Storage filled(Path file, int count) {
        Storage storage = SqlStorage.sqlite(file);
        List<Write> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(Write.put(id(i), Optional.empty(), "w0", content(i)));
            if (batch.size() == 256 || i == count - 1) {
                storage.write(batch, Atomicity.EACH);
                batch.clear();
            }
        }
        for (int one = 0; one < 10; one++) {
            EntryId id = id(sampled(one, count));
            for (int revision = 1; revision < KEPT; revision++) {
                Entry before = storage.read(List.of(id)).getFirst().orElseThrow();
                Write write = new Write(
                        id,
                        before.revision(),
                        before.writeId(),
                        "w" + revision,
                        before.content(),
                        Write.Durability.PROCESS,
                        Retention.pin(),
                        false);
                storage.write(List.of(write), Atomicity.EACH);
            }
        }
        return storage;
    }

    private static EntryId id(int player) {
        return new EntryId(RawSqlite.STORE, RawSqlite.key(player));
    }

    private static Content content(int player) {
        String value = "{\"coins\":" + player + ",\"text\":\"" + TEXT + "\"}";
        return new Content(value, Set.of("user-" + player), Map.of(), null, Content.Score.of(player), "{}");
    }
}
