package dev.datasave.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.Holder;
import dev.datasave.ServerInfo;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other servers' leases: who is dead is buried, nobody else is, and what a dead one holds is free (P4). */
class LeasesTest {
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Storage storage = environment.storage();
    private final Loop loop = environment.loop(storage);
    private final List<String> buried = new ArrayList<>();
    private final Leases leases = new Leases(loop, buried::add);

    private static EntryId id(String incarnation) {
        return new EntryId(Addresses.LEASES, incarnation);
    }

    private Optional<Entry> stored(EntryId id) {
        return storage.read(List.of(id)).getFirst();
    }

    private void renew(String incarnation, Duration time) {
        write(id(incarnation), new LeaseFormat("server of " + incarnation, time, "1.0").content(new JsonObject()));
    }

    private void write(EntryId id, Content content) {
        storage.write(List.of(Write.put(id, stored(id), "w" + environment.randomLong(), content)), Atomicity.EACH);
    }

    @Test
    void aLeaseThatNobodyRenewsIsBuriedWhenItsTimeIsOver() {
        renew("dead", Duration.ofSeconds(3));
        leases.look();
        environment.pass(Duration.ofMillis(2_900));
        assertThat(buried).isEmpty();
        assertThat(leases.servers()).extracting(ServerInfo::serverName).containsExactly("server of dead");
        environment.pass(Duration.ofMillis(200));
        assertThat(buried).containsExactly("dead");
        assertThat(stored(id("dead"))).isEmpty();
        assertThat(leases.servers()).isEmpty();
        assertThat(environment.told()).containsExactly("buried server of dead dead");
    }

    @Test
    void itsTimeCountsFromTheReturnOfTheFirstLookToTheSendingOfTheLast() {
        renew("dead", Duration.ofSeconds(3));
        environment.latency(Duration.ofMillis(250));
        leases.look();
        environment.pass(Duration.ofMillis(4_400));
        assertThat(stored(id("dead")))
                .as("the look that returns at 3.5 s was sent at 3 s")
                .isPresent();
        environment.pass(Duration.ofSeconds(1));
        assertThat(buried).containsExactly("dead");
    }

    @Test
    void aLeaseThatIsRenewedIsNot() {
        renew("living", Duration.ofSeconds(3));
        renew(loop.ids().incarnation(), Duration.ofMillis(1));
        leases.look();
        for (int i = 0; i < 20; i++) {
            environment.pass(Duration.ofSeconds(2));
            renew("living", Duration.ofSeconds(3));
        }
        assertThat(buried).as("nor is one's own, however old").isEmpty();
        assertThat(leases.servers()).hasSize(2);
    }

    @Test
    void afterAGapTheCountBeginsAnew() {
        renew("dead", Duration.ofSeconds(3));
        leases.look();
        environment.pass(Duration.ofMillis(2_500));
        environment.out(true);
        environment.pass(Duration.ofSeconds(10));
        environment.out(false);
        environment.pass(Duration.ofMillis(2_900));
        assertThat(buried).as("during the outage it could not renew").isEmpty();
        environment.pass(Duration.ofSeconds(1));
        assertThat(buried).containsExactly("dead");
    }

    @Test
    void aSleepOfThisMachineIsAGapToo() {
        renew("dead", Duration.ofSeconds(3));
        leases.look();
        environment.pass(Duration.ofMillis(2_500));
        environment.jump(Duration.ofSeconds(3));
        environment.pass(Duration.ofMillis(2_500));
        assertThat(buried).isEmpty();
        environment.pass(Duration.ofSeconds(2));
        assertThat(buried).containsExactly("dead");
    }

    @Test
    void whoRenewsAtTheLastMomentStays() {
        renew("late", Duration.ofSeconds(3));
        leases.look();
        environment.pass(Duration.ofMillis(2_990));
        renew("late", Duration.ofSeconds(3));
        environment.pass(Duration.ofMillis(2_500));
        assertThat(buried).isEmpty();
        assertThat(stored(id("late"))).isPresent();
    }

    @Test
    void moreServersThanFitOnAPageAreAllWatched() {
        for (int i = 0; i < 150; i++) {
            renew("dead%03d".formatted(i), Duration.ofSeconds(3));
        }
        leases.look();
        environment.pass(Duration.ofSeconds(60));
        assertThat(buried).hasSize(150);
    }

    private boolean isFirst() {
        List<Boolean> answers = new ArrayList<>();
        leases.whetherFirst(answers::add);
        environment.run();
        return answers.getFirst();
    }

    @Test
    void theFirstByItsIdDoesWhatOneHasToDo() {
        assertThat(isFirst()).isFalse();
        renew(loop.ids().incarnation(), Duration.ofSeconds(3));
        renew("~behind every id", Duration.ofSeconds(30));
        leases.look();
        environment.run();
        assertThat(isFirst()).isTrue();
        renew("!before every id", Duration.ofSeconds(30));
        environment.pass(Duration.ofSeconds(2));
        assertThat(isFirst()).isFalse();
        leases.end();
        environment.pass(Duration.ofMinutes(2));
        assertThat(buried).as("nothing after the end").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"lobby","leaseMillis":3600000} | lobby | 3600000 | ``
            {"name":"lobby","leaseMillis":7,"version":"0.2.0"} | lobby | 7 | 0.2.0
            {"name":"lobby","leaseMillis":7,"version":2} | lobby | 7 | ``
            {"name":"lobby","leaseMillis":1}       | lobby | 1 | ``
            {"name":"lobby","leaseMillis":3600001} | lobby | 10000 | ``
            {"name":"lobby","leaseMillis":0}       | lobby | 10000 | ``
            {"name":"lobby","leaseMillis":-1}      | lobby | 10000 | ``
            {"name":"lobby","leaseMillis":1e400}   | lobby | 10000 | ``
            {"name":"lobby","leaseMillis":"9"}     | lobby | 10000 | ``
            {"name":7}                             | ?     | 10000 | ``
            {}                                     | ?     | 10000 | ``
            {"name":"lobby","figures":[{}]}        | lobby | 10000 | ``
            []                                     | ?     | 10000 | ``
            {broken                                | ?     | 10000 | ``
            """)
    void whateverStandsInALeaseItEndsSomeTime(String value, String name, long millis, String version) {
        Entry entry = new Entry(id("x"), 1, "w", Content.of(value), Instant.EPOCH, Instant.EPOCH);
        assertThat(LeaseFormat.of(entry)).isEqualTo(new LeaseFormat(name, Duration.ofMillis(millis), version));
    }

    @Test
    void whoHoldsAnEntryIsToldByItsTokenAndThatServersLease() {
        renew("living", Duration.ofSeconds(3));
        Entry held = held("living/ses");
        assertThat(Whereabouts.of(storage, held.id()).holder())
                .contains(new Holder("server of living", "living", held.updated()));
        assertThat(Whereabouts.named(storage, held))
                .isEqualTo(Whereabouts.of(storage, held.id()).holder());
        Entry dead = held("dead/ses");
        assertThat(Whereabouts.of(storage, dead.id()).holder()).isEmpty();
        assertThat(Whereabouts.named(storage, dead)).contains(new Holder("?", "dead", dead.updated()));
        for (String nobody : new String[] {null, "", "/ses"}) {
            assertThat(Whereabouts.of(storage, held(nobody).id()).holder()).isEmpty();
        }
        write(id("living"), Content.TOMBSTONE);
        assertThat(Whereabouts.of(storage, held.id()).holder())
                .as("a tombstone is no lease")
                .isEmpty();
    }

    private Entry held(@Nullable String holder) {
        EntryId id = new EntryId("Players", "k");
        write(id, Content.of("{}").withHolder(holder));
        return stored(id).orElseThrow();
    }
}
