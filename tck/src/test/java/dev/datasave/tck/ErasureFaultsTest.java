package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.ErasureReceipt;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.UserDataOptions;
import dev.datasave.tck.network.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Erasures while the storage fails, servers die, and players go on. */
class ErasureFaultsTest extends PeopleOnNetwork {
    private static final String BOB = "user-bob";
    private static final UserDataOptions ALL =
            OPTIONS.detach(TAKE_OUT).keyTemplate("Purse", "named/{userId}").timeout(seconds(600));

    @Test
    @DisplayName(
            "P14: errors, lost replies and hung calls at every step: nothing is left, and what is born meanwhile lives")
    void faultsAtEveryStep() {
        for (long seed = 1; seed <= 60; seed++) {
            new Run(seed).erasedUnderFaults();
        }
    }

    @Test
    @DisplayName("P14: the eraser dies in the middle, and another one finishes what it began")
    void deathOfTheEraser() {
        int finished = 0;
        for (long seed = 1; seed <= 60; seed++) {
            finished += new Run(1000 + seed).erasedByTwo() ? 1 : 0;
        }
        assertThat(finished).as("erasures that were faster than death").isBetween(1, 59);
    }

    /** One network of its own. */
    private static final class Run extends PeopleOnNetwork {
        private final long seed;
        private final RandomGenerator random;
        private final DataSave a = server("a");
        private final DataSave b = server("b");
        private final DataSave c = server("c");

        private Run(long seed) {
            super(seed);
            this.seed = seed;
            this.random = network.random();
        }

        /** Eve's data, in all the places that there are. */
        private void world() {
            eves(a, "here");
            eves(b, "there");
            saved(eves(c, "free").releaseAsync());
            Profile<Purse> common = eves(random.nextBoolean() ? a : b, "common");
            common.addUserId(BOB);
            saved(common.saveAsync());
            Profile<Purse> left = eves(c, "left");
            left.removeUserId(EVE);
            left.update(purse -> new Purse(3, List.of()));
            saved(left.saveAsync());
            network.await(kept(a).wipeProfileAsync(eves(a, "wiped").key()));
            Profile<Purse> named = load(kept(b), "named/" + EVE);
            named.update(PeopleOnNetwork::secretive);
            saved(named.saveAsync());
            give(a, "unborn", SECRET);
            eves(c, "unborn");
            give(b, "there", SECRET);
            put("Letters", "1", shared("\"" + SECRET + "\"", EVE));
            put("Letters", "1", shared("\"" + SECRET + " again\"", EVE));
            put("Guild", "1", shared("{\"coins\":4,\"items\":[\"" + SECRET + "\"]}", EVE, BOB));
            network.advance(seconds(1));
        }

        private Faults faults() {
            return Faults.calm()
                    .withErrors(random.nextDouble() * 0.2, random.nextDouble() * 0.2)
                    .withTimeouts(random.nextDouble() * 0.02, random.nextDouble() * 0.02);
        }

        private void erasedUnderFaults() {
            world();
            network.faults(faults());
            CompletableFuture<ErasureReceipt> erasing = a.eraseUserAsync(EVE, ALL);
            List<Profile<Purse>> reborn = playUntil(erasing);
            network.faults(Faults.calm());
            ErasureReceipt receipt = network.await(erasing);
            assertThat(receipt.isComplete()).as("seed " + seed + ": " + receipt).isTrue();
            network.advance(seconds(90));
            assertNobodysDataIsLeft();
            assertThat(reborn.stream()
                            .filter(Profile::isActive)
                            .allMatch(profile -> profile.data().coins() >= 1000))
                    .as("seed " + seed)
                    .isTrue();
        }

        /** False if the first eraser died before it was done. */
        private boolean erasedByTwo() {
            world();
            DataSave eraser = server("eraser");
            network.advance(seconds(1));
            network.faults(random.nextBoolean() ? Faults.calm() : faults());
            CompletableFuture<ErasureReceipt> first = eraser.eraseUserAsync(EVE, ALL.quiet(seconds(0)));
            network.advance(millis(random.nextLong(1, random.nextBoolean() ? 100 : 1500)));
            network.kill(eraser);
            if (random.nextBoolean()) {
                network.kill(b);
            }
            network.faults(Faults.calm());
            ErasureReceipt receipt = network.await(c.eraseUserAsync(EVE, ALL));
            assertThat(receipt.isComplete()).as("seed " + seed + ": " + receipt).isTrue();
            network.advance(seconds(90));
            assertNobodysDataIsLeft();
            return first.isDone();
        }

        /** Players come back under the erased keys, with what they earn anew. */
        private List<Profile<Purse>> playUntil(CompletableFuture<?> end) {
            List<Profile<Purse>> reborn = new ArrayList<>();
            for (int i = 0; i < 40 && !end.isDone(); i++) {
                network.advance(millis(random.nextLong(10, 1500)));
                DataSave server = List.of(a, b, c).get(random.nextInt(3));
                String key = List.of("here", "there", "free").get(random.nextInt(3));
                var loading = kept(server).loadProfileAsync(key, random.nextBoolean() ? AS_EVE : DEFAULTS);
                network.advance(millis(random.nextLong(10, 3000)));
                if (loading.isDone()
                        && loading.join() instanceof LoadResult.Loaded<Purse>(var profile)
                        && !profile.data().items().contains(SECRET)
                        && profile.tryUpdate(purse -> purse.earn(1000))) {
                    reborn.add(profile);
                }
            }
            return reborn;
        }

        private void assertNobodysDataIsLeft() {
            assertThat(traces(SECRET)).as("seed " + seed).isEmpty();
            assertThat(entry("common").content().userIds()).as("seed " + seed).containsExactly(BOB);
            assertThat(entry("Guild", "1").content()).isEqualTo(shared("{\"coins\":4,\"items\":[]}", BOB));
            assertThat(entry("left").content().value()).contains("3");
        }
    }

    @Test
    @DisplayName(
            "P14: what a living server can't give now is tried again until the time is over, and the receipt says what is open")
    void notInTime() {
        DataSave a = server("a");
        DataSave b = server("b");
        eves(b, "held");
        saved(eves(a, "free").releaseAsync());
        network.advance(seconds(1));
        network.pause(b);
        ErasureReceipt receipt = erase(a, OPTIONS.timeout(seconds(3)));

        assertThat(receipt.isComplete()).isFalse();
        assertThat(done(receipt)).containsExactly("Purse USER_ID ERASED", "Purse USER_ID NOT_DONE");
        assertThat(receipt.items().getLast().key()).isEqualTo("held");
        assertThat(receipt.items().getLast().note()).contains("taking it from its holder");
        network.resume(b);
        erased(a, OPTIONS);
    }

    @Test
    @DisplayName("P14: a storage that never answers ends it with an exception; one that comes back in time does not")
    void storageAway() {
        DataSave a = server("a");
        saved(eves(a, "k").releaseAsync());
        network.outage(seconds(30));
        assertThatThrownBy(() -> erase(a, OPTIONS.timeout(seconds(20))))
                .hasCauseInstanceOf(DataSaveException.StorageFailed.class)
                .hasMessageContaining("erasure");
        assertThat(erase(a).isComplete()).isTrue();
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("P14: an outage in the middle is in the receipt as what could not be done")
    void outageInTheMiddle() {
        DataSave a = server("a");
        for (int i = 0; i < 200; i++) {
            put("Letters", "e" + i, shared("\"" + SECRET + "\"", EVE));
        }
        var erasing = a.eraseUserAsync(EVE, OPTIONS.timeout(seconds(20)));
        network.until(() -> traces(SECRET).size() < 100, seconds(5));
        network.outage(seconds(60));
        ErasureReceipt receipt = network.await(erasing);
        assertThat(receipt.isComplete()).isFalse();
        assertThat(receipt.items().stream().filter(item -> item.done() == Done.NOT_DONE))
                .isNotEmpty();
        network.advance(seconds(60));
        erased(a, OPTIONS);
    }

    @Test
    @DisplayName("P14: closing answers an erasure, and cancelling its future stops it")
    void ends() {
        DataSave a = server("a");
        DataSave b = server("b");
        eves(b, "k");
        network.outage(seconds(5));
        var erasing = a.eraseUserAsync(EVE, OPTIONS);
        network.closeServer(a);
        assertThatThrownBy(() -> network.await(erasing)).hasCauseInstanceOf(DataSaveException.Closed.class);
        assertThatThrownBy(() -> erase(a)).hasCauseInstanceOf(DataSaveException.Closed.class);

        network.advance(seconds(5));
        var cancelled = b.eraseUserAsync(EVE, OPTIONS);
        assertThat(cancelled.cancel(true)).isTrue();
        long revision = entry("k").revision();
        network.advance(seconds(60));
        assertThat(entry("k").isTombstone()).isFalse();
        assertThat(entry("k").revision()).isLessThanOrEqualTo(revision + 1);
        erased(b, ALL);
    }
}
