package dev.datasave.engine;

import dev.datasave.engine.commit.CommitParsers;
import dev.datasave.engine.data.DataParsers;
import dev.datasave.engine.entry.EntryParsers;
import dev.datasave.engine.handover.HandoverParsers;
import dev.datasave.engine.history.HistoryParsers;
import dev.datasave.engine.json.JsonParsers;
import dev.datasave.engine.lease.LeaseParsers;
import dev.datasave.engine.mail.MailParsers;
import dev.datasave.engine.people.PeopleParsers;
import dev.datasave.engine.spool.SpoolParsers;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whatever of the engine reads what was stored or received, from all its rooms. */
final class Parsers {
    private static final Storage STORAGE = storage();
    private static final List<EntryQuery> QUERIES = List.of(
            EntryQuery.keys("Players", "k"),
            EntryQuery.user("u1"),
            EntryQuery.past("u1"),
            EntryQuery.removed("Players", "k"),
            EntryQuery.holder("inc"),
            EntryQuery.scores("Players", -1, 5, true));

    private Parsers() {}

    static List<Parser> all() {
        return Stream.of(
                        JsonParsers.all(),
                        EntryParsers.all(),
                        DataParsers.all(),
                        LeaseParsers.all(),
                        HandoverParsers.all(),
                        SpoolParsers.all(),
                        HistoryParsers.all(),
                        CommitParsers.all(),
                        MailParsers.all(),
                        PeopleParsers.all(),
                        List.of(pageInMemory()))
                .flatMap(List::stream)
                .toList();
    }

    /** Fails if the parser's property doesn't hold for these bytes. */
    static void check(String name, byte[] bytes) {
        all().stream()
                .filter(parser -> parser.name().equals(name))
                .findFirst()
                .orElseThrow()
                .check(bytes);
    }

    private static Parser pageInMemory() {
        return Parser.of("pageInMemory", text -> {
            for (EntryQuery query : QUERIES) {
                Parser.orRefused(IllegalArgumentException.class, () -> STORAGE.list(query.from(text)));
            }
            Parser.orRefused(
                    IllegalArgumentException.class,
                    () -> STORAGE.versions(VersionQuery.all(Parser.ID).from(text)));
        });
    }

    private static Storage storage() {
        Storage storage = Storage.inMemory();
        for (int i = 0; i < 3; i++) {
            Content content = new Content("{}", Set.of("u1"), Map.of(), "inc/" + i, Content.Score.of(i), null);
            EntryId id = new EntryId("Players", "k/" + i);
            storage.write(List.of(Write.put(id, Optional.empty(), "a" + i, content)), Atomicity.EACH);
            Optional<dev.datasave.spi.Entry> first = storage.read(List.of(id)).getFirst();
            storage.write(
                    List.of(Write.put(id, first, "b" + i, content).superseding(Retention.keep(Duration.ofDays(9)))),
                    Atomicity.EACH);
        }
        return storage;
    }
}
