package dev.datasave.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.LoadResult;
import dev.datasave.LostUpdate;
import dev.datasave.Profile;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction has stored a profile, and the profile in memory does not have it yet, because a thread of the game stands still. Nothing is lost when the session is
 * given up then, and nothing is reported as lost.
 */
class StoredByATransactionTest {
    private final Standing world = new Standing();
    private final Storage storage = world.storage();
    private final List<LostUpdate> lost = new ArrayList<>();

    /** Data of a game. */
    record Purse(long coins) {}

    /** Threads of the game stand still if they were to begin at a certain time. */
    private static final class Standing extends ManualEnvironment {
        private final List<Runnable> standing = new ArrayList<>();
        private boolean stands;

        @Override
        public void onUserThread(Runnable code) {
            if (stands) {
                standing.add(code);
            } else {
                super.onUserThread(code);
            }
        }

        void goOn() {
            standing.forEach(super::onUserThread);
            standing.clear();
        }
    }

    private Profile<Purse> load(UnaryOperator<DataSave.Builder> settings) {
        DataSave server = settings.apply(
                        DataSave.builder(storage).environment(world).listener(new DataSaveListener() {
                            @Override
                            public void lostUpdate(LostUpdate update) {
                                lost.add(update);
                            }
                        }))
                .build();
        CompletableFuture<LoadResult<Purse>> load =
                server.profileStore("Purse", Purse.class, () -> new Purse(0)).loadProfileAsync("k");
        world.pass(Duration.ofSeconds(1));
        if (!(load.join() instanceof LoadResult.Loaded<Purse>(var profile))) {
            throw new AssertionError("found " + load.join() + ", expected the profile");
        }
        profile.update(purse -> new Purse(5)); // never saved but by the transaction
        world.latency(Duration.ofSeconds(1));
        CompletableFuture<Transaction.Result> transaction = server.transactAsync(
                Transaction.Participants.of(profile),
                tx -> tx.update(profile, purse -> new Purse(purse.coins() + 2)).coins() > 0);
        world.pass(Duration.ofMillis(1500));
        assertThat(stored()).as("the answer is on its way").isEqualTo("{\"coins\":7}");
        world.stands = true;
        world.pass(Duration.ofSeconds(1));
        world.stands = false;
        world.latency(Duration.ZERO);
        assertThat(transaction).isNotDone();
        assertThat(world.standing).isNotEmpty();
        return profile;
    }

    private String stored() {
        return String.valueOf(storage.read(List.of(new EntryId("Purse", "k")))
                .getFirst()
                .orElseThrow()
                .content()
                .value());
    }

    private void assertNothingIsReported(Profile<Purse> profile) {
        CompletableFuture<SaveResult> release = profile.releaseAsync();
        world.pass(Duration.ofSeconds(59));
        assertThat(release).isNotDone();
        world.pass(Duration.ofSeconds(15));
        assertThat(release).isCompletedWithValueMatching(SaveResult.NotSaved.class::isInstance);
        assertThat(lost).isEmpty();
        assertThat(stored()).isEqualTo("{\"coins\":7}");
        world.goOn();
        world.pass(Duration.ofSeconds(5));
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("P12, F18: without a spool")
    void withoutASpool() {
        assertNothingIsReported(load(builder -> builder));
    }

    @Test
    @DisplayName("P12, F18: with a spool")
    void withASpool(@TempDir Path spool) {
        assertNothingIsReported(load(builder -> builder.spoolDirectory(spool)));
        assertThat(spool).isDirectoryNotContaining("glob:**.json");
    }
}
