package dev.datasave.cli.ops;

import dev.datasave.ops.Match;
import dev.datasave.ops.Operations;
import dev.datasave.ops.Search;
import dev.datasave.ops.ServerReport;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code ls}. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description =
                "Lists stores; or the entries of a store by the beginning of their key, by person, by server, or by score.")
public final class LsCommand extends OnStorage {
    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,18})?\\.\\.(-?\\d{1,18})?");

    @Parameters(index = "0", arity = "0..1", paramLabel = "STORE", description = "The store; none = list the stores.")
    private @Nullable String store;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PREFIX", description = "The beginning of the key.")
    private @Nullable String prefix;

    @Option(
            names = "--person",
            paramLabel = "ID",
            description = "The entries that are connected to this user id, in all stores.")
    private @Nullable String person;

    @Option(
            names = "--held-by",
            paramLabel = "SERVER",
            description = "The entries that a server holds, by its name or its incarnation.")
    private @Nullable String heldBy;

    @Option(
            names = "--score",
            paramLabel = "LOW..HIGH",
            description = "The entries of the store with such a score, the highest first; 100.. has no upper bound.")
    private @Nullable String score;

    @Mixin
    private Paged paged = new Paged();

    /** For picocli. */
    public LsCommand() {}

    @Override
    void check() {
        if (score != null && (store == null || !RANGE.matcher(score).matches())) {
            throw wrong("--score: found " + Harmless.text(score) + (store == null ? " without a STORE" : "")
                    + ", expected a STORE and two numbers as in 10..500, 10.. or ..500");
        }
    }

    @Override
    int run(Operations operations) {
        if (store == null && person == null && heldBy == null) {
            return stores(operations);
        }
        Optional<Search> search = search(operations);
        if (search.isEmpty()) {
            say("server " + heldBy + ": found none of that name or incarnation; see the command servers");
            return NOT_DONE;
        }
        Page<Match> page = operations.search(search.get(), paged.paging(this));
        if (isJson()) {
            print(Shapes.shape()
                    .with("entries", Shapes.array(page.items(), Shapes::of))
                    .with("next", page.next())
                    .json());
            return DONE;
        }
        Map<String, String> names = operations.serverNames();
        Table table = new Table("STORE", "KEY", "REVISION", "UPDATED", "PEOPLE", "SCORE", "HELD BY");
        page.items()
                .forEach(match -> table.row(
                        match.store(),
                        match.key(),
                        match.revision(),
                        match.updated(),
                        String.join(" ", match.userIds().stream().sorted().toList()),
                        match.score().isPresent() ? match.score().getAsLong() : "",
                        match.damage()
                                .map(damage -> "damaged: " + damage)
                                .orElseGet(() -> match.holder()
                                        .map(server -> names.getOrDefault(server, "(gone) " + server))
                                        .orElse(""))));
        table.print(out());
        Paged.next(this, page.next());
        return DONE;
    }

    private Optional<Search> search(Operations operations) {
        if (person != null) {
            return Optional.of(new Search.Person(person));
        } else if (heldBy != null) {
            return operations.servers().stream()
                    .filter(server ->
                            server.incarnation().equals(heldBy) || server.name().equals(heldBy))
                    .map(ServerReport::incarnation)
                    .<Search>map(Search.HeldBy::new)
                    .findFirst();
        }
        String in = String.valueOf(store);
        return Optional.of(score == null ? new Search.Keys(in, prefix == null ? "" : prefix) : scores(in, score));
    }

    private static Search scores(String store, String range) {
        Matcher bounds = RANGE.matcher(range);
        if (!bounds.matches()) {
            throw new IllegalArgumentException("--score: found " + range + ", expected two numbers");
        }
        String low = bounds.group(1);
        String high = bounds.group(2);
        return new Search.Scores(
                store,
                low == null ? Long.MIN_VALUE : Long.parseLong(low),
                high == null ? Long.MAX_VALUE : Long.parseLong(high),
                true);
    }

    private int stores(Operations operations) {
        List<Storage.Transfer.Tally> stores = operations.stats().stores();
        if (isJson()) {
            print(Shapes.shape()
                    .with("stores", Shapes.array(stores, StatsCommand::shape))
                    .json());
        } else {
            StatsCommand.print(stores, out());
        }
        return DONE;
    }
}
