package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A storage can do what it declares, and once it is closed, it stays closed. */
abstract class CapabilityRules extends Rule {
    CapabilityRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void allHandlesDeclareTheSame() throws Exception {
        assertThat(another().capabilities()).isEqualTo(storage.capabilities());
    }

    @Test
    void signalsAreTheSameObjectAtEachCall() {
        assertThat(storage.signals()).isSameAs(storage.signals());
    }

    @Test
    void aSignalWakesTheListenersOfItsName() throws Exception {
        needs(Capability.PUSH);
        Signals receiver = another().signals();
        CountDownLatch woken = new CountDownLatch(2);
        CountDownLatch here = new CountDownLatch(1);
        try (Signals.Subscription first = receiver.listen("server-1", woken::countDown);
                Signals.Subscription second = receiver.listen("server-1", woken::countDown);
                Signals.Subscription third = storage.signals().listen("server-1", here::countDown)) {
            storage.signals().send("nobody");
            for (int tries = 0; tries < 10 && woken.getCount() > 0; tries++) {
                storage.signals().send("server-1"); // one may be lost
                assertThat(List.of(first, second, third)).doesNotContainNull();
                woken.await(300, TimeUnit.MILLISECONDS);
            }
            assertThat(woken.getCount())
                    .as("listeners of another handle not woken")
                    .isZero();
            assertThat(here.await(10, TimeUnit.SECONDS))
                    .as("listener of the sender's handle")
                    .isTrue();
        }
    }

    @Test
    void signalsWithoutListenersAndClosedSubscriptionsDoNoHarm() throws Exception {
        Signals signals = storage.signals();
        Signals.Subscription closed = signals.listen("server-1", () -> {});
        closed.close();
        closed.close();
        signals.send("server-1");
        signals.send("x".repeat(64));
    }

    @Test
    void entriesAndHistoryAreThereForTheNextHandle() throws Exception {
        needs(Capability.PERSISTENT);
        Entry first = created("a", 1);
        Entry second =
                accepted(put(first, number(2)).superseding(Retention.pin()).durable(Write.Durability.POWER));
        Entry tombstone = removed(created("b", 1));
        storage.close();

        Storage next = another();
        same(read(next, first.id()).orElseThrow(), second);
        same(read(next, tombstone.id()).orElseThrow(), tombstone);
        same(versions(next, VersionQuery.all(first.id())), List.of(first));
    }

    @Test
    void bothDurabilitiesAreAccepted() {
        for (Write.Durability durability : Write.Durability.values()) {
            accepted(create(durability.name(), number(1)).durable(durability));
        }
    }

    @Test
    void aClosedStorageRefusesEveryCall() {
        Entry entry = created("a", 1);
        Write write = put(entry, number(2));
        storage.close();
        storage.close();

        assertThatIllegalStateException().isThrownBy(() -> storage.read(List.of(entry.id())));
        assertThatIllegalStateException().isThrownBy(() -> storage.write(List.of(write), Atomicity.EACH));
        assertThatIllegalStateException().isThrownBy(() -> storage.list(EntryQuery.keys(STORE, "")));
        assertThatIllegalStateException().isThrownBy(() -> storage.versions(VersionQuery.all(entry.id())));
        assertThatIllegalStateException().isThrownBy(() -> storage.retain(entry.id(), 1, Retention.pin()));
        assertThatIllegalStateException().isThrownBy(() -> storage.sweep(1));
    }
}
