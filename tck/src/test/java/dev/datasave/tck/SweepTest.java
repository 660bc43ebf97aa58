package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.ServerInfo;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How history is swept in the background (DESIGN 5, F22), and the brake where the storage's clock may be wrong (F35). */
class SweepTest extends GameOnNetwork {
    private static final Duration YEARS = Duration.ofDays(2000);

    /** Superseded revisions of one entry, each kept as said. */
    private void history(String key, int count, Retention retention) {
        EntryId id = new EntryId("Purse", key);
        for (int i = 0; i <= count; i++) {
            Optional<Entry> base = network.storage().read(List.of(id)).getFirst();
            Write write =
                    Write.put(id, base, key + i, Content.of("{\"coins\":1}")).superseding(retention);
            network.storage().write(List.of(write), Atomicity.EACH);
        }
    }

    private long left() {
        network.jumpStorageClock(YEARS.multipliedBy(10));
        long due = network.storage().backlog().due();
        network.jumpStorageClock(YEARS.multipliedBy(-10));
        return due;
    }

    private boolean isBraked() {
        return !network.storage().list(EntryQuery.keys("~sweep", "")).items().isEmpty();
    }

    private List<String> stops() {
        return events.stream().filter(event -> event.contains("sweepStopped")).toList();
    }

    @Test
    @DisplayName("F22: what has passed its time is removed, in steps, and nothing else")
    void sweepsInSteps() {
        history("pinned", 6_000, Retention.pin());
        history("short", 500, Retention.keep(Duration.ofMinutes(2)));
        history("long", 10, Retention.keep(Duration.ofDays(1)));
        server("a");
        network.advance(Duration.ofMinutes(5));
        assertThat(left()).isEqualTo(10);
        assertThat(network.storage().backlog().due()).isZero();
        assertThat(stops()).isEmpty();
    }

    @Test
    @DisplayName("a clock set years ahead before the servers start costs nothing; set right, the sweep goes on")
    void theBrakeHolds() {
        history("k", 100, Retention.keep(Duration.ofDays(30)));
        history("pinned", 899, Retention.pin());
        network.jumpStorageClock(YEARS);
        server("a");
        network.advance(Duration.ofMinutes(50));
        assertThat(left()).isEqualTo(100);
        assertThat(stops()).as("told once an hour").containsExactly("a sweepStopped 100 of 999");
        network.advance(Duration.ofMinutes(60));
        assertThat(stops()).hasSize(2);
        assertThat(isBraked()).isTrue();

        network.jumpStorageClock(YEARS.negated());
        history("short", 20, Retention.keep(Duration.ofMinutes(5)));
        network.advance(Duration.ofMinutes(30));
        assertThat(left()).isEqualTo(100);
        assertThat(isBraked()).isFalse();
    }

    @Test
    @DisplayName("a clock that jumps while the server looks on costs nothing")
    void theBrakeHoldsAfterAJump() {
        history("k", 100, Retention.keep(Duration.ofDays(30)));
        server("a");
        network.advance(Duration.ofMinutes(10));
        network.jumpStorageClock(YEARS);
        network.advance(Duration.ofMinutes(10));
        assertThat(left()).isEqualTo(100);
        assertThat(stops()).containsExactly("a sweepStopped 100 of 100");
    }

    @Test
    @DisplayName("much that becomes due at once is swept if the clock has not jumped: a bulk migration of long ago")
    void whatReallyBecameDueIsSwept() {
        server("a");
        network.advance(Duration.ofMinutes(3));
        history("k", 1_000, Retention.keep(Duration.ofMinutes(10)));
        network.advance(Duration.ofMinutes(13));
        assertThat(left()).isZero();
        assertThat(stops()).isEmpty();
    }

    @Test
    @DisplayName("after seven days by the storage's clock it is taken as right, whoever saw it stop")
    void theBrakeEnds() {
        history("k", 100, Retention.keep(Duration.ofDays(30)));
        network.jumpStorageClock(YEARS);
        DataSave a = server("a");
        network.advance(Duration.ofMinutes(5));
        assertThat(left()).isEqualTo(100);
        network.closeServer(a);
        network.jumpStorageClock(Duration.ofDays(6));
        server("b");
        network.advance(Duration.ofMinutes(5));
        assertThat(left()).isEqualTo(100);
        network.jumpStorageClock(Duration.ofDays(1));
        network.advance(Duration.ofMinutes(15));
        assertThat(left()).isZero();
        assertThat(isBraked()).isFalse();
    }

    @Test
    @DisplayName("a brake that stood before a clock was set right does not count for the next jump")
    void theBrakeIsForgotten() {
        history("k", 100, Retention.keep(Duration.ofDays(30)));
        network.jumpStorageClock(YEARS);
        network.closeServer(after(server("a"), Duration.ofMinutes(5)));
        assertThat(isBraked()).isTrue();
        network.jumpStorageClock(YEARS.negated());
        network.closeServer(after(server("b"), Duration.ofMinutes(5)));
        assertThat(isBraked()).isFalse();
        network.jumpStorageClock(YEARS.multipliedBy(2));
        after(server("c"), Duration.ofMinutes(5));
        assertThat(left()).isEqualTo(100);
    }

    private DataSave after(DataSave server, Duration time) {
        network.advance(time);
        return server;
    }

    @Test
    @DisplayName("one server sweeps; when it dies, the next one does")
    void oneServerSweeps() {
        history("k", 100, Retention.keep(Duration.ofDays(30)));
        network.jumpStorageClock(YEARS);
        List<DataSave> servers = List.of(server("a"), server("b"), server("c")).stream()
                .sorted(Comparator.comparing(DataSave::incarnation))
                .toList();
        network.advance(Duration.ofMinutes(40));
        String first = servers.get(0).serverName();
        assertThat(stops()).containsExactly(first + " sweepStopped 100 of 100");
        network.kill(servers.get(0));
        network.advance(Duration.ofMinutes(5));
        assertThat(stops()).last().isEqualTo(servers.get(1).serverName() + " sweepStopped 100 of 100");
    }

    @Test
    @DisplayName(
            "P4: the living servers are known everywhere; who closes leaves at once, who dies when his lease is buried")
    void livingServers() {
        DataSave a = server("a");
        DataSave b = server("b");
        DataSave c = server("c");
        assertThat(a.servers()).isEmpty();
        network.advance(seconds(2));
        assertThat(a.servers()).extracting(ServerInfo::serverName).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(b.servers()).isEqualTo(a.servers());
        assertThat(a.servers()).extracting(ServerInfo::incarnation).isSorted().contains(b.incarnation());
        assertThat(a.servers().getFirst().since()).isBefore(network.instant());
        network.kill(b);
        network.advance(seconds(5));
        assertThat(a.servers()).hasSize(3);
        network.advance(seconds(8));
        assertThat(a.servers()).extracting(ServerInfo::serverName).containsExactlyInAnyOrder("a", "c");
        network.closeServer(c);
        network.advance(seconds(1));
        assertThat(a.servers()).extracting(ServerInfo::serverName).containsExactly("a");
    }

    @Test
    @DisplayName("P4: more servers than are looked at once are known in turns, and forgotten when they go")
    void manyServers() {
        List<DataSave> servers = java.util.stream.IntStream.range(0, 150)
                .mapToObj(i -> network.server("s" + i))
                .toList();
        DataSave first = servers.getFirst();
        network.advance(seconds(2));
        assertThat(first.servers()).as("those that it watches").hasSizeBetween(1, 149);
        network.advance(seconds(5)); // three pages, one in a second
        assertThat(first.servers()).hasSize(150);
        servers.subList(1, 140).forEach(network::closeServer);
        network.advance(seconds(5));
        assertThat(first.servers()).hasSize(11);
    }
}
