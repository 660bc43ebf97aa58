package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.datasave.Codec;
import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.Transaction;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A session is given up, and its last state goes into the spool, while a transaction is being put into it (P1, P12, F18). */
class RescueBesideTransactionTest extends Spooling {
    private final Queue<Runnable> whileEncoding = new ArrayDeque<>();
    private final DataSave a = spooling("a");

    /** Lets something happen between the reading of data and the answer. */
    private final class Slow implements Codec<Purse> {
        private final Codec<Purse> gson = Codec.gson(Purse.class);

        @Override
        public JsonElement encode(Purse data) {
            JsonElement tree = gson.encode(data);
            Runnable meanwhile = whileEncoding.poll();
            if (meanwhile != null) {
                meanwhile.run();
            }
            return tree;
        }

        @Override
        public Purse decode(JsonElement tree) {
            return gson.decode(tree);
        }
    }

    @Test
    @DisplayName("P1, P12, F18: a state that was read before a purchase was stored does not go on top of it")
    void staleStateIsTakenAgain() {
        Profile<Purse> profile = load(
                a.profileStore(
                        "Purse",
                        Purse.class,
                        Purse::fresh,
                        ProfileOptions.<Purse>defaults().codec(new Slow())),
                "k");
        profile.update(purse -> purse.earn(5));
        network.outage(seconds(600));
        CompletableFuture<Transaction.Result> purchase = a.transactAsync(Transaction.Participants.of(profile), tx -> {
            tx.update(profile, purse -> purse.earn(100));
            return true;
        });
        network.advance(seconds(1));
        var unused = profile.releaseAsync();
        whileEncoding.add(() -> {
            storageIsBack();
            network.until(() -> coins("k") == 105, seconds(5));
            network.breakWrites(write -> true);
            network.advance(seconds(1));
        });
        network.until(whileEncoding::isEmpty, seconds(590));
        assertThat(network.await(purchase)).isEqualTo(new Transaction.Result.Committed());
        network.advance(seconds(2));
        network.kill(a);
        network.breakWrites(write -> false);

        DataSave next = spooling("a");
        network.advance(seconds(2));
        assertThat(load(purses(next), "k").data().coins()).isEqualTo(105);
    }
}
