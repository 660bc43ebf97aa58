package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.ConnectedEntry;
import dev.datasave.DataSave;
import dev.datasave.ErasureReceipt;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadOptions;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import dev.datasave.tck.network.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the tests of people's data share: Eve, whose data has a text in it that nothing else has, and others. */
abstract class PeopleOnNetwork extends GameOnNetwork {
    static final String EVE = "user-eve";
    static final String SECRET = "eves secret";
    static final UserDataOptions OPTIONS = UserDataOptions.defaults();
    static final LoadOptions AS_EVE = DEFAULTS.userId(EVE);

    PeopleOnNetwork() {}

    PeopleOnNetwork(long seed) {
        super(seed);
    }

    /** Purses of which every revision is kept. */
    static ProfileStore<Purse> kept(DataSave server) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().history(HistoryPolicy.everything()));
    }

    static Purse secretive(Purse purse) {
        return new Purse(purse.coins() + 1, List.of(SECRET));
    }

    /** A profile of Eve's, active on that server, with three revisions that hold her secret. */
    Profile<Purse> eves(DataSave server, String key) {
        Profile<Purse> profile = load(kept(server), key, AS_EVE);
        for (int i = 0; i < 3; i++) {
            profile.update(PeopleOnNetwork::secretive);
            saved(profile.saveAsync());
        }
        return profile;
    }

    /** A gift of that text to a profile. */
    void give(DataSave server, String key, String text) {
        Transaction.Result sent = network.await(server.transactAsync(Transaction.Participants.of(List.of()), tx -> {
            tx.message(kept(server), key, new Gift(text));
            return true;
        }));
        assertThat(sent).isEqualTo(new Transaction.Result.Committed());
    }

    /** A message. */
    record Gift(String text) {}

    ErasureReceipt erase(DataSave server) {
        return erase(server, OPTIONS);
    }

    ErasureReceipt erase(DataSave server, UserDataOptions options) {
        return network.await(server.eraseUserAsync(EVE, options));
    }

    /** Erases, and finds nothing left. */
    ErasureReceipt erased(DataSave server, UserDataOptions options) {
        ErasureReceipt receipt = erase(server, options);
        assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
        assertNothingIsLeft();
        return receipt;
    }

    static List<String> done(ErasureReceipt receipt) {
        return receipt.items().stream()
                .map(item -> item.store() + " " + item.connection() + " " + item.done())
                .toList();
    }

    /** All that is connected to Eve, over all pages. */
    List<ConnectedEntry> connected(DataSave server, UserDataOptions options, int pageSize) {
        List<ConnectedEntry> all = new ArrayList<>();
        Paging paging = Paging.first(pageSize);
        Page<ConnectedEntry> page = network.await(server.connectedEntriesAsync(EVE, options, paging));
        all.addAll(page.items());
        while (page.next() != null) {
            page = network.await(server.connectedEntriesAsync(EVE, options, paging.after(page.next())));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(pageSize);
            all.addAll(page.items());
        }
        return all;
    }

    void assertNothingIsLeft() {
        assertThat(traces(SECRET)).isEmpty();
        assertThat(traces(EVE)).isEmpty();
    }

    /** Every stored revision, current or in history, of any entry that was ever written, that has the text in it. */
    List<String> traces(String text) {
        return everWritten()
                .flatMap(this::revisions)
                .filter(entry -> entry.content().toString().contains(text))
                .map(entry -> entry.id() + " at " + entry.revision())
                .toList();
    }

    Stream<EntryId> everWritten() {
        return network.journal().events().stream()
                .filter(Journal.Written.class::isInstance)
                .map(event -> ((Journal.Written) event).id())
                .distinct();
    }

    Stream<Entry> revisions(EntryId id) {
        return Stream.concat(
                network.storage().read(List.of(id)).getFirst().stream(),
                network.storage().versions(VersionQuery.all(id).withLimit(1000)).items().stream());
    }

    /** Writes by hand, on top of what is there, keeping that. */
    Entry put(String store, String key, Content content) {
        EntryId id = new EntryId(store, key);
        Write write = write(id, network.storage().read(List.of(id)).getFirst(), content);
        assertThat(network.storage().write(List.of(write), Atomicity.EACH))
                .hasOnlyElementsOfType(WriteResult.Written.class);
        return entry(store, key);
    }

    Write write(EntryId id, Optional<Entry> base, Content content) {
        return Write.put(id, base, "by hand " + network.random().nextLong(), content)
                .superseding(Retention.pin());
    }

    static Content shared(String value, String... userIds) {
        return new Content(value, Set.of(userIds), Map.of(), null, null, null);
    }

    /** What is written that late: not at all, if it was refused. */
    boolean isAccepted(Write late) {
        return network.storage().write(List.of(late), Atomicity.EACH).getFirst() instanceof WriteResult.Written;
    }

    /** Takes Eve out of purses: their coins stay. */
    static final UserDataOptions.Detach TAKE_OUT = shared -> {
        var value = shared.value().getAsJsonObject();
        value.add("items", new com.google.gson.JsonArray());
        return UserDataOptions.Detach.Outcome.rewrite(value, Map.of());
    };

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
