package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Profile;
import dev.datasave.Transaction;
import dev.datasave.UserDataOptions;
import dev.datasave.WriteOptions;
import dev.datasave.tck.network.Faults;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Transactions and erasure at the same time (P12, P14). */
class TransactionErasureTest extends DataStoreOnNetwork {
    private static final WriteOptions ALICE = WriteOptions.defaults().userIds(Set.of("8421"));

    private final DataSave slow = server("a");
    private final DataSave eraser = server("b");

    private record Account(long coins) {}

    private static long spend(long coins) {
        return coins - 3;
    }

    @Test
    @DisplayName(
            "P12, P14: a transaction that is undecided while its entry is erased does not bring it back, nor changes its profile")
    void erasedMeanwhile() {
        var guilds = guilds(slow);
        var accounts = slow.profileStore("Account", Account.class, () -> new Account(10));
        written(guilds.setAsync("alice", OWLS, ALICE));
        Profile<Account> bank = load(accounts, "bank");
        var undecided = slow.transactAsync(Transaction.Participants.of(bank).and(guilds, "alice"), tx -> {
            tx.update(bank, account -> new Account(spend(account.coins())));
            tx.set(guilds, "alice", OWLS.joined());
            network.outage(slow, seconds(60)); // what follows does not get through
            return true;
        });
        network.await(eraser.eraseUserAsync("8421", UserDataOptions.defaults()));
        network.outage(slow, seconds(0));
        assertThatThrownBy(() -> network.await(undecided))
                .hasCauseInstanceOf(DataSaveException.StorageFailed.class)
                .hasMessageContaining("Guild/alice")
                .hasMessageContaining("erased")
                .hasMessageContaining("nothing was stored");
        network.advance(seconds(90));
        assertThat(entry("Guild", "alice").isTombstone()).isTrue();
        assertThat(bank.data()).isEqualTo(new Account(10));
        assertThat(bank.isActive()).isTrue();
    }

    @Test
    @DisplayName(
            "P12, P14: what is written after an erasure is new, and allowed; the next transaction sees that there is nothing")
    void afterAnErasure() {
        var guilds = guilds(slow);
        var accounts = slow.profileStore("Account", Account.class, () -> new Account(10));
        written(guilds.setAsync("alice", OWLS, ALICE));
        Profile<Account> bank = load(accounts, "bank");
        network.await(eraser.eraseUserAsync("8421", UserDataOptions.defaults()));
        var result = slow.transactAsync(Transaction.Participants.of(bank).and(guilds, "alice"), tx -> {
            assertThat(tx.get(guilds, "alice")).isEmpty();
            tx.update(bank, account -> new Account(spend(account.coins())));
            tx.set(guilds, "alice", OWLS);
            return true;
        });
        assertThat(network.await(result)).isEqualTo(new Transaction.Result.Committed());
        assertThat(bank.data()).isEqualTo(new Account(7));
        assertThat(entry("Guild", "alice").content().userIds()).isEmpty();
    }

    @Test
    @DisplayName(
            "P10, P14: a transaction that was carried out, without an answer, and erased since, is not said to have come to nothing")
    void whatWouldTellIsErased() {
        var accounts = slow.profileStore("Account", Account.class, () -> new Account(10));
        Profile<Account> alice = load(accounts, "alice", DEFAULTS.userId("8421"));
        var unanswered = slow.transactAsync(Transaction.Participants.of(alice), tx -> {
            tx.update(alice, account -> new Account(spend(account.coins())));
            network.faults(Faults.calm().withErrors(0, 1)); // what follows is carried out, and its reply is lost
            return true;
        });
        network.until(() -> entry("Account", "alice").content().value().contains("7"), seconds(1));
        network.outage(slow, seconds(60));
        network.faults(Faults.calm());
        network.await(eraser.eraseUserAsync("8421", UserDataOptions.defaults()));
        network.outage(slow, seconds(0));
        assertThatThrownBy(() -> network.await(unanswered))
                .hasCauseInstanceOf(DataSaveException.StorageFailed.class)
                .hasMessageContaining("Account/alice")
                .hasMessageContaining("erased")
                .hasMessageContaining("outcome unknown");
        assertThat(alice.isActive()).isFalse();
    }
}
