package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataEntry;
import dev.datasave.DataResult;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.UserDataOptions;
import dev.datasave.WriteOptions;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.VersionQuery;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several servers at one entry, in bad weather; holders, living and dead; the end of a server. */
class DataStoreContentionTest extends DataStoreOnNetwork {

    private static final Faults LOST_REPLIES = Faults.calm().withErrors(0.1, 0.3);

    /** Every increment is written once: each sum from 1 to the last is answered exactly once. */
    private static void incrementsSumUp(long seed, Faults faults, int servers, int each) {
        try (VirtualNetwork network = new VirtualNetwork(seed)) {
            List<DataStore<Long>> stores = new ArrayList<>();
            for (int i = 0; i < servers; i++) {
                stores.add(numbers(network.server("s" + i)));
            }
            network.advance(seconds(1));
            network.faults(faults);
            List<CompletableFuture<DataResult<Long>>> all = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                stores.forEach(store -> all.add(store.incrementAsync("n", 1)));
                network.advance(Duration.ofMillis(20));
            }
            network.advance(seconds(8));
            network.faults(Faults.calm());
            List<Long> sums = all.stream()
                    .map(future -> entryOf(network.await(future)).value())
                    .sorted()
                    .toList();
            assertThat(sums)
                    .as("seed " + seed)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, (long) servers * each)
                            .boxed()
                            .toList());
        }
    }

    @Test
    @DisplayName("P10, R7, F19: increments of several servers sum up exactly, whatever replies are lost")
    void incrementsOfManyServersSumUp() {
        for (long seed = 1; seed <= 20; seed++) {
            incrementsSumUp(seed, LOST_REPLIES, 4, 10);
        }
        incrementsSumUp(99, Faults.calm(), 5, 40);
    }

    @Test
    @DisplayName("P10, F40: writes that hang or are carried out late are counted once")
    void lateWritesAreCountedOnce() {
        for (long seed = 1; seed <= 10; seed++) {
            incrementsSumUp(seed, Faults.calm().withTimeouts(0.05, 0.05), 3, 6);
        }
    }

    @Test
    @DisplayName("P10, R2: a removal whose reply was lost is not repeated on what another server wrote since")
    void removalsAreCountedOnce() {
        for (long seed = 1; seed <= 30; seed++) {
            try (VirtualNetwork weather = new VirtualNetwork(seed)) {
                DataStore<Long> taking = numbers(weather.server("taking"));
                DataStore<Long> giving = numbers(weather.server("giving"));
                weather.advance(seconds(1));
                weather.faults(LOST_REPLIES);
                List<CompletableFuture<DataResult<Long>>> given = new ArrayList<>();
                List<CompletableFuture<DataResult<Long>>> taken = new ArrayList<>();
                for (long i = 0; i < 30; i++) {
                    Optional<Long> coin = Optional.of(i);
                    given.add(giving.updateAsync("n", present -> present.isEmpty() ? coin : Optional.empty()));
                    taken.add(taking.removeAsync("n"));
                    weather.advance(Duration.ofMillis(30));
                }
                weather.faults(Faults.calm());
                weather.advance(seconds(10));
                List<Long> there = new ArrayList<>(values(weather, taken));
                weather.await(giving.getAsync("n")).map(DataEntry::value).ifPresent(there::add);
                assertThat(there).as("seed " + seed).containsExactlyInAnyOrderElementsOf(values(weather, given));
            }
        }
    }

    private static List<Long> values(VirtualNetwork network, List<CompletableFuture<DataResult<Long>>> writes) {
        return writes.stream()
                .map(network::await)
                .filter(result -> result instanceof DataResult.Written<Long>)
                .map(result -> entryOf(result).value())
                .toList();
    }

    @Test
    @DisplayName(
            "P10: what another server supersedes is kept for 24 hours at least, a removal too; the author's own goes by the policy")
    void whatOthersSupersedeIsKept() {
        DataSave first = server("a");
        DataSave second = server("b");
        DataStore<Guild> a = guilds(first);
        DataStore<Guild> b = guilds(second);
        written(a.setAsync("owls", OWLS)); // 1: the first of a day, kept by the policy
        written(a.setAsync("owls", OWLS)); // 2: goes
        written(a.setAsync("owls", OWLS)); // 3: is another's to supersede
        written(b.setAsync("owls", OWLS)); // 4
        written(a.removeAsync("owls")); // 5
        written(b.setAsync("owls", OWLS)); // 6
        network.closeServer(first);
        network.closeServer(second);
        assertThat(keptOf("owls")).containsExactly(1L, 3L, 4L, 5L);
        network.advance(Duration.ofHours(23));
        assertThat(keptOf("owls")).containsExactly(1L, 3L, 4L, 5L);
        network.advance(Duration.ofHours(2));
        assertThat(keptOf("owls")).containsExactly(1L);
    }

    private List<Long> keptOf(String key) {
        int swept = network.storage().sweep(1000);
        assertThat(swept).isLessThan(1000);
        return network
                .storage()
                .versions(VersionQuery.all(new EntryId("Guild", key)).ascending())
                .items()
                .stream()
                .map(dev.datasave.spi.Entry::revision)
                .toList();
    }

    @Test
    @DisplayName("a pure function runs again on what another server wrote; only the last run counts")
    void functionsRunAgain() {
        DataStore<Guild> a = guilds(server("a"));
        DataStore<Guild> b = guilds(server("b"));
        written(a.setAsync("owls", OWLS));
        List<Integer> seen = new ArrayList<>();
        List<CompletableFuture<DataResult<Guild>>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(b.updateAsync(
                    "owls", present -> present.map(entry -> entry.value().joined())));
            all.add(a.updateAsync("owls", present -> {
                seen.add(present.orElseThrow().value().members());
                return present.map(entry -> entry.value().joined());
            }));
        }
        all.forEach(this::written);
        assertThat(value(a.getAsync("owls")).orElseThrow().members()).isEqualTo(21);
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    @DisplayName("R3: an update that declines has seen what another server was answered before the call")
    void declinesAreNotOutOfDate() {
        DataSave slow = server("a");
        DataStore<Long> a = numbers(slow);
        DataStore<Long> b = numbers(server("b"));
        network.advance(seconds(1));
        var first = a.incrementAsync("n", 1);
        network.until(
                () -> network.journal().events().stream()
                        .anyMatch(event -> event instanceof Journal.Written written
                                && written.id().equals(new EntryId("Number", "n"))),
                seconds(10));
        network.pause(slow); // its write is stored, and it does not know yet
        assertThat(written(b.incrementAsync("n", 1)).value()).isEqualTo(2);
        network.resume(slow);
        var look = a.updateAsync("n", present -> Optional.empty());
        var thrown = a.updateAsync("n", present -> {
            throw new IllegalStateException("at " + present.orElseThrow().value());
        });
        assertThat(first).isNotDone();
        assertThat(declined(look).orElseThrow().value()).isEqualTo(2);
        assertThatThrownBy(() -> network.await(thrown)).hasRootCauseMessage("at 2");
        assertThat(written(first).value()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "P10, P14: a write whose reply was lost does not bring back what was erased since; the key can be born again")
    void erasedDataStaysErased() {
        DataSave slow = server("a");
        DataSave eraser = server("b");
        DataStore<Guild> a = guilds(slow);
        WriteOptions alice = WriteOptions.defaults().userIds(Set.of("8421"));
        network.advance(seconds(1));
        var first = a.setAsync("alice", OWLS, alice);
        var second = a.setAsync("alice", OWLS.joined(), alice);
        network.until(() -> revision("Guild", "alice") == 1, seconds(10));
        network.faults(Faults.calm().withErrors(0, 1));
        network.until(() -> revision("Guild", "alice") == 2, seconds(10));
        network.pause(slow);
        network.faults(Faults.calm());
        network.await(eraser.eraseUserAsync("8421", UserDataOptions.defaults()));
        assertThat(entry("Guild", "alice").isTombstone()).isTrue();
        network.resume(slow);
        assertThat(written(first).value()).isEqualTo(OWLS);
        assertThatThrownBy(() -> network.await(second))
                .hasCauseInstanceOf(DataSaveException.StorageFailed.class)
                .hasMessageContaining("Guild/alice")
                .hasMessageContaining("erased");
        network.advance(seconds(90));
        assertThat(entry("Guild", "alice").isTombstone()).isTrue();
        assertThat(written(a.setAsync("alice", OWLS)).info().userIds()).isEmpty();
        written(a.removeAsync("alice"));
        assertThat(entry("Guild", "alice").content().system()).contains("\"erased\":3");
    }

    private long revision(String store, String key) {
        return network.storage()
                .read(List.of(new EntryId(store, key)))
                .getFirst()
                .map(dev.datasave.spi.Entry::revision)
                .orElse(0L);
    }

    @Test
    @DisplayName(
            "P1: a write to what a living server holds as a profile is refused with who holds it; after the release it goes through")
    void heldByTheLiving() {
        DataSave a = server("a");
        Profile<Purse> profile = load(purses(a), "k", DEFAULTS.userId("8421"));
        profile.update(purse -> purse.earn(5));
        saved(profile.saveAsync());
        DataStore<Purse> b = server("b").dataStore("Purse", Purse.class);
        assertThat(value(b.getAsync("k")).orElseThrow().coins()).isEqualTo(5);
        for (var write : List.of(
                b.setAsync("k", Purse.fresh()), b.updateAsync("k", present -> Optional.empty()), b.removeAsync("k"))) {
            assertThat(network.await(write)).isInstanceOfSatisfying(DataResult.Held.class, held -> {
                assertThat(held.by().serverName()).isEqualTo("a");
                assertThat(held.by().incarnation()).isEqualTo(a.incarnation());
            });
        }
        profile.update(purse -> purse.earn(1));
        saved(profile.releaseAsync());
        DataEntry<Purse> written = written(
                b.updateAsync("k", present -> present.map(entry -> entry.value().earn(10))));
        assertThat(written.value().coins()).isEqualTo(16);
        assertThat(written.info().userIds()).containsExactly("8421");
        assertThat(load(purses(a), "k").data().coins()).isEqualTo(16);
    }

    @Test
    @DisplayName(
            "P4: what a dead server held is nobody's as soon as its lease is gone, and can't be written by it any more")
    void heldByTheDead() {
        DataSave a = server("a");
        Profile<Purse> profile = load(purses(a), "k");
        network.await(a.saveTogetherAsync(List.of(profile)));
        DataStore<Purse> b = server("b").dataStore("Purse", Purse.class);
        network.advance(seconds(3));
        profile.update(purse -> purse.earn(5));
        network.pause(a);
        assertThat(network.await(b.setAsync("k", Purse.fresh()))).isInstanceOf(DataResult.Held.class);
        network.until(() -> events.contains("b buried a"), seconds(20));
        assertThat(written(b.setAsync("k", new Purse(77, List.of()))).value().coins())
                .isEqualTo(77);
        assertThat(entry("k").content().holder()).isNull();
        network.resume(a);
        network.advance(seconds(30));
        assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);
        assertThat(value(b.getAsync("k")).orElseThrow().coins()).isEqualTo(77);
    }

    @Test
    @DisplayName("R8: in an outage a write ends after the server's grace, and says whether it may have been stored")
    void anOutageEndsTyped() {
        DataSave server = server("a");
        DataStore<Guild> a = guilds(server);
        written(a.setAsync("owls", OWLS));
        network.outage(seconds(150));
        Duration begun = network.now();
        var first = a.setAsync("owls", OWLS.joined());
        var behind = a.updateAsync("owls", present -> Optional.of(OWLS));
        assertThatThrownBy(() -> network.await(first))
                .hasCauseInstanceOf(DataSaveException.StorageFailed.class)
                .hasMessageContaining("Guild/owls")
                .hasMessageContaining("nothing was written");
        assertThatThrownBy(() -> network.await(behind)).hasCauseInstanceOf(DataSaveException.StorageFailed.class);
        assertThat(network.now().minus(begun)).isBetween(seconds(60), seconds(61));
        assertThatThrownBy(() -> network.await(a.getAsync("owls")))
                .hasCauseInstanceOf(DataSaveException.StorageFailed.class);
        network.outage(Duration.ZERO);
        network.advance(seconds(20));
        assertThat(written(a.setAsync("owls", OWLS)).info().revision()).isEqualTo(2);
    }

    @Test
    @DisplayName("P10: a short outage is waited for, and what was under way is stored once")
    void aShortOutageIsWaitedFor() {
        DataStore<Long> a = numbers(server("a"));
        List<CompletableFuture<DataResult<Long>>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(a.incrementAsync("n", 1));
        }
        network.advance(Duration.ofMillis(8));
        network.outage(seconds(20));
        network.advance(seconds(1));
        assertThat(all).anyMatch(CompletableFuture::isDone).anyMatch(future -> !future.isDone());
        Set<Long> sums = new HashSet<>();
        all.forEach(future -> sums.add(written(future).value()));
        assertThat(sums).hasSize(40).contains(40L);
    }

    @Test
    @DisplayName("closing waits for writes that were accepted, takes no new ones, and leaves nothing behind")
    void closingStoresWhatWasAccepted() {
        DataSave server = server("a");
        DataStore<Long> a = numbers(server);
        List<CompletableFuture<DataResult<Long>>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(a.incrementAsync("n", 1));
        }
        network.closeServer(server);
        network.advance(seconds(1));
        all.forEach(future -> assertThat(future).isCompleted());
        assertThat(entry("Number", "n").content().value()).isEqualTo("20");
        assertClosed(server, a);
    }

    @Test
    @DisplayName("closing in an outage answers every write and read that is pending with Closed, in time")
    void closingAnswersWhatIsPending() {
        DataSave server = server("a");
        DataStore<Long> a = numbers(server);
        written(a.incrementAsync("n", 1));
        network.outage(seconds(600));
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(a.incrementAsync("n", 1));
            all.add(a.incrementAsync("m" + i, 1));
        }
        network.advance(seconds(10));
        Duration begun = network.now();
        network.closeServer(server);
        assertThat(network.now().minus(begun)).isLessThanOrEqualTo(seconds(40));
        network.advance(seconds(1));
        all.forEach(future -> assertThat(future)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(DataSaveException.Closed.class));
        assertClosed(server, a);
    }

    private void assertClosed(DataSave server, DataStore<Long> store) {
        for (var call : List.of(
                store.getAsync("n"),
                store.setAsync("n", 1L, WriteOptions.defaults().metadata(Map.of())),
                store.incrementAsync("n", 1),
                store.removeVersionAsync("n", 1))) {
            assertThatThrownBy(() -> network.await(call)).hasCauseInstanceOf(DataSaveException.Closed.class);
        }
        assertThatThrownBy(() -> server.dataStore("New", Long.class)).isInstanceOf(DataSaveException.Closed.class);
        network.advance(seconds(90));
        assertThat(network.journal().events())
                .noneMatch(event -> event instanceof Journal.ServerEvent(var at, var name, var what)
                        && what == Journal.ServerEvent.What.USED_AFTER_CLOSE);
    }
}
