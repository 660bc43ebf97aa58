package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.GrantResult;
import dev.datasave.HistoryPolicy;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore.MoveOutcome;
import dev.datasave.spi.EntryQuery;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the tests of moves share (P15): a player with purchases, gifts and waiting mail. */
abstract class MoveOnNetwork extends MailOnNetwork {
    static final String WHY = "ticket 7: online mode";

    MoveOnNetwork() {}

    /** A server that keeps every revision. */
    DataSave keeping(String name) {
        DataSave server = server(name);
        server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().history(HistoryPolicy.everything()));
        return server;
    }

    CompletableFuture<MoveOutcome> moving(DataSave server, String from, String to) {
        return purses(server).moveProfileAsync(from, to, WHY);
    }

    MoveOutcome move(DataSave server, String from, String to) {
        return network.await(moving(server, from, to));
    }

    void assertMoves(DataSave server, String from, String to) {
        assertThat(move(server, from, to)).isInstanceOf(MoveOutcome.Moved.class);
    }

    GrantResult buy(Profile<Purse> profile, String receipt) {
        return network.await(profile.grantOnceAsync(receipt, purse -> purse.earn(100)));
    }

    /** A player with 100 coins bought and 5 given, whom a gift of 10 waits for; nobody holds the profile. */
    void player(DataSave server, String key) {
        send(server, key, new Gift("first", 5));
        Profile<Purse> profile = load(purses(server), key, DEFAULTS.userId("user-" + key));
        profile.onMessage(Gift.class, taking());
        assertThat(buy(profile, "sword")).isInstanceOf(GrantResult.Granted.class);
        network.until(() -> profile.data().coins() == 105, seconds(5));
        saved(profile.releaseAsync());
        send(server, key, new Gift("second", 10));
    }

    /** The player of {@link #player}, under that key, with everything once. */
    void assertHasAllOnce(DataSave server, String key) {
        Profile<Purse> profile = loadTaking(server, key);
        network.until(() -> profile.data().coins() >= 115, seconds(10));
        network.advance(seconds(3));
        assertThat(profile.data()).isEqualTo(new Purse(115, List.of("first", "second")));
        assertThat(buy(profile, "sword")).isInstanceOf(GrantResult.AlreadyGranted.class);
        saved(profile.saveAsync());
        network.advance(seconds(3));
        assertNoMessageIsLeft();
        saved(profile.releaseAsync());
    }

    List<String> keys() {
        return network.storage().list(EntryQuery.keys("Purse", "").withLimit(100)).items().stream()
                .map(entry -> entry.id().key())
                .toList();
    }
}
