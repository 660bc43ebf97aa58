package dev.datasave.engine.lease;

import static dev.datasave.engine.loop.ManualEnvironment.Fate.LOST;
import static dev.datasave.engine.loop.ManualEnvironment.Fate.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A server's proof of life: valid for nine tenths of the lease time from the sending of a heartbeat that was answered (P2, P3). */
class LeaseTest {
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Storage storage = environment.storage();
    private final Loop loop = environment.loop(storage);
    private final List<String> log = new ArrayList<>();
    private final Lease lease = new Lease(loop, new Owner());

    private final class Owner implements Lease.Owner {
        @Override
        public void suspended(String why) {
            log.add("suspended");
        }

        @Override
        public void resumed() {
            log.add("resumed");
        }

        @Override
        public void reincarnated() {
            log.add("reincarnated");
        }

        @Override
        public void graceOver() {
            log.add("grace over");
        }

        @Override
        public void renewed(Instant storageTime) {}

        @Override
        public void inboxRead(List<Entry> entries) {
            entries.forEach(entry -> log.add("inbox " + entry.id().key()));
        }
    }

    private Optional<Entry> stored() {
        return storage.read(List.of(new EntryId(Addresses.LEASES, loop.ids().incarnation())))
                .getFirst();
    }

    private void write(Write write) {
        storage.write(List.of(write), Atomicity.EACH);
    }

    @Test
    void isValidFromItsFirstHeartbeatOn() {
        lease.whenValid(() -> log.add("valid"));
        assertThat(lease.isValid()).isFalse();
        lease.start();
        environment.run();
        assertThat(lease.isValid()).isTrue();
        lease.whenValid(() -> log.add("at once"));
        assertThat(log).containsExactly("valid", "at once");
        assertThat(Leases.serverName(stored().orElseThrow())).isEqualTo("lobby-1");
    }

    @Test
    void isRenewedEveryHeartbeatAndStaysValid() {
        lease.start();
        environment.pass(Duration.ofMinutes(5));
        assertThat(lease.isValid()).isTrue();
        assertThat(stored().orElseThrow().revision()).isEqualTo(151);
        assertThat(log).isEmpty();
    }

    @Test
    void endsNineTenthsOfItsTimeAfterTheLastAnsweredHeartbeatWasSent() {
        lease.start();
        environment.run();
        environment.out(true);
        environment.pass(Duration.ofSeconds(9).minusNanos(1));
        assertThat(lease.isValid()).isTrue();
        assertThat(log).isEmpty();
        environment.pass(Duration.ofNanos(1));
        assertThat(lease.isValid()).isFalse();
        environment.pass(Duration.ofMillis(1));
        assertThat(log).containsExactly("suspended");
    }

    @Test
    void countsFromTheSendingNotFromTheAnswer() {
        environment.latency(Duration.ofMillis(900));
        lease.start();
        environment.pass(Duration.ofMillis(1_799));
        assertThat(lease.isValid()).isFalse();
        environment.pass(Duration.ofMillis(1));
        assertThat(lease.isValid()).isTrue();
        environment.out(true);
        environment.pass(Duration.ofMillis(7_200).minusNanos(1));
        assertThat(lease.isValid()).isTrue();
        environment.pass(Duration.ofNanos(1));
        assertThat(lease.isValid()).isFalse();
    }

    @Test
    void endsByTheClockThatMovedMore() {
        lease.start();
        environment.run();
        environment.jump(Duration.ofSeconds(9).minusMillis(1));
        assertThat(lease.isValid()).isTrue();
        environment.jump(Duration.ofMillis(1));
        assertThat(lease.isValid()).as("the machine has slept").isFalse();
    }

    @Test
    void afterAnOutageItIsResumedOrItsSessionsEndWhenTheGraceIsOver() {
        lease.start();
        environment.run();
        environment.out(true);
        environment.pass(Duration.ofSeconds(30));
        environment.out(false);
        environment.pass(Duration.ofSeconds(5));
        assertThat(log).containsExactly("suspended", "resumed");
        environment.out(true);
        environment.pass(Duration.ofSeconds(65));
        assertThat(log).endsWith("suspended");
        environment.pass(Duration.ofMinutes(2));
        assertThat(log).containsExactly("suspended", "resumed", "suspended", "grace over");
        environment.out(false);
        environment.pass(Duration.ofSeconds(5));
        assertThat(log).endsWith("resumed");
    }

    @Test
    void aHeartbeatWhoseAnswerWasLostIsItsOwnAllTheSame() {
        environment.next(LOST);
        lease.start();
        environment.run();
        assertThat(lease.isValid()).isFalse();
        environment.pass(Duration.ofSeconds(3));
        assertThat(lease.isValid()).isTrue();
        assertThat(log).isEmpty();
        assertThat(stored().orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void whoWasBuriedGoesOnUnderAnotherName() {
        lease.start();
        environment.run();
        String before = loop.ids().incarnation();
        write(Write.forget(stored().orElseThrow(), "burial"));
        environment.pass(Duration.ofSeconds(3));
        assertThat(loop.ids().incarnation()).isNotEqualTo(before);
        assertThat(log).containsExactly("suspended", "reincarnated", "resumed");
        assertThat(environment.told())
                .containsExactly("reincarnated " + loop.ids().incarnation());
        assertThat(stored()).isPresent();
    }

    @Test
    void aStorageThatWasSetBackIsNoProof() {
        lease.start();
        environment.pass(Duration.ofSeconds(20));
        String before = loop.ids().incarnation();
        Entry own = stored().orElseThrow();
        write(Write.forget(own, "set back"));
        write(Write.put(own.id(), Optional.empty(), "older", own.content()));
        environment.pass(Duration.ofSeconds(3));
        assertThat(loop.ids().incarnation()).isNotEqualTo(before);
        assertThat(lease.isValid()).isTrue();
    }

    @Test
    void aHeartbeatReadsTheInbox() {
        Content claim =
                new Content("{}", Set.of(), Map.of(), Addresses.inbox(loop.ids().incarnation()), null, null);
        write(Write.put(new EntryId(Addresses.CLAIMS, "mine"), Optional.empty(), "w", claim));
        Content other = claim.withHolder(Addresses.inbox("other"));
        write(Write.put(new EntryId(Addresses.CLAIMS, "others"), Optional.empty(), "w", other));
        lease.start();
        environment.run();
        assertThat(log).containsExactly("inbox mine");
    }

    @Test
    void whenItEndsItsEntryGoesAndNoHeartbeatFollows() {
        lease.start();
        environment.run();
        lease.end(found -> log.add("ended " + found));
        assertThat(lease.isValid()).isFalse();
        environment.pass(Duration.ofMinutes(5));
        assertThat(log).containsExactly("ended true");
        assertThat(stored()).isEmpty();
    }

    @Test
    void itEndsAlsoWhenTheStorageDoesNot() {
        lease.start();
        environment.run();
        environment.next(SILENT);
        lease.end(found -> log.add("ended " + found));
        environment.pass(Duration.ofSeconds(7));
        assertThat(log).containsExactly("ended false");
    }
}
