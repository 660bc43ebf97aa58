package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataEntry;
import dev.datasave.DataResult;
import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.HistoryPolicy;
import dev.datasave.KeyInfo;
import dev.datasave.Paging;
import dev.datasave.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What the tests of data stores share: a store of guilds and one of numbers. */
abstract class DataStoreOnNetwork extends GameOnNetwork {

    /** A shared record of a game. */
    record Guild(String title, int members) {
        Guild joined() {
            return new Guild(title, members + 1);
        }
    }

    static final Guild OWLS = new Guild("Owls", 1);

    static DataStore<Guild> guilds(DataSave server) {
        return server.dataStore("Guild", Guild.class);
    }

    /** The same, keeping every revision. */
    static DataStore<Guild> keptGuilds(DataSave server) {
        return server.dataStore(
                "Guild", Guild.class, DataStoreOptions.<Guild>defaults().history(HistoryPolicy.everything()));
    }

    static DataStore<Long> numbers(DataSave server) {
        return server.dataStore("Number", Long.class);
    }

    <T> DataEntry<T> written(CompletableFuture<DataResult<T>> write) {
        return entryOf(network.await(write));
    }

    static <T> DataEntry<T> entryOf(DataResult<T> result) {
        return switch (result) {
            case DataResult.Written<T>(var entry) -> entry;
            case DataResult.Declined<T> declined -> throw new AssertionError("not written: " + declined);
            case DataResult.Held<T> held -> throw new AssertionError("not written: " + held);
        };
    }

    <T> Optional<DataEntry<T>> declined(CompletableFuture<DataResult<T>> write) {
        return switch (network.await(write)) {
            case DataResult.Declined<T>(var present) -> present;
            case DataResult.Written<T> written -> throw new AssertionError("not declined: " + written);
            case DataResult.Held<T> held -> throw new AssertionError("not declined: " + held);
        };
    }

    <T> Optional<T> value(CompletableFuture<Optional<DataEntry<T>>> read) {
        return network.await(read).map(DataEntry::value);
    }

    /** All pages of a list, each checked against the size that was asked for. */
    <T> List<T> all(int size, Function<Paging, CompletableFuture<Page<T>>> list) {
        List<T> found = new ArrayList<>();
        Paging paging = Paging.first(size);
        for (int pages = 0; pages < 1000; pages++) {
            Page<T> page = network.await(list.apply(paging));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
            found.addAll(page.items());
            if (page.next() == null) {
                return found;
            }
            paging = paging.after(page.next());
        }
        throw new AssertionError("the list has no end");
    }

    static List<String> keys(List<KeyInfo> infos) {
        return infos.stream().map(KeyInfo::key).toList();
    }
}
