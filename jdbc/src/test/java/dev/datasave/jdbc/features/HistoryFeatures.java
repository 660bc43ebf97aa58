package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.EditOutcome.Where;
import dev.datasave.GrantResult;
import dev.datasave.HistoryPolicy;
import dev.datasave.JsonDiff;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.MigrationProgress;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.ProfileView;
import dev.datasave.RollbackOutcome.RolledBack;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import dev.datasave.UserDataOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** History and what operators do with it, on a real database, between servers that have it open each for itself (P12, P13, P14). */
@Timeout(120)
public abstract class HistoryFeatures extends Feature {
    private static final String WHY = "ticket 12";
    private static final ProfileOptions<Purse> OPTIONS = ProfileOptions.<Purse>defaults()
            .history(HistoryPolicy.everything())
            .namedEdit("fine", (purse, amount) -> purse.earn(-amount.getAsLong()))
            .validator(purse -> purse.coins() < 0 ? List.of("coins below zero") : List.of());

    @TempDir
    private Path directory;

    record Purse(long coins, List<String> items) {
        Purse earn(long amount) {
            return new Purse(coins + amount, items);
        }

        Purse with(String item) {
            List<String> more = new ArrayList<>(items);
            more.add(item);
            return new Purse(coins, more);
        }
    }

    /** The purse's next version: another name for its coins. */
    record Wallet(long money, List<String> items) {}

    record Gift(String item) {}

    private DataSave server(String name) {
        return DataSave.builder(open()).serverName(name).build();
    }

    private static ProfileStore<Purse> purses(DataSave server) {
        return server.profileStore("Purse", Purse.class, () -> new Purse(0, List.of()), OPTIONS);
    }

    private static Profile<Purse> load(DataSave server, String key) {
        return switch (purses(server)
                .loadProfileAsync(key, LoadOptions.defaults().userId("u-" + key))
                .join()) {
            case LoadResult.Loaded<Purse>(var profile) -> profile;
            case LoadResult.NotLoaded<Purse>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    private static long saved(CompletableFuture<SaveResult> save) {
        return switch (save.join()) {
            case SaveResult.Saved done -> done.revision();
            case SaveResult.NotSaved not -> throw new AssertionError(not);
        };
    }

    private static long earned(Profile<Purse> profile, long amount) {
        profile.update(purse -> purse.earn(amount));
        return saved(profile.saveAsync());
    }

    @Test
    void versionsAreListedComparedPinnedAndViewed() {
        try (DataSave a = server("a");
                DataSave b = server("b")) {
            Profile<Purse> profile = load(a, "k");
            long first = earned(profile, 5);
            saved(profile.releaseAsync());
            Profile<Purse> again = load(b, "k");
            long second = earned(again, 7);
            ProfileStore<Purse> store = purses(a);
            assertThat(store.pinAsync("k", first, "before").join()).isInstanceOf(ProfileVersion.PinResult.Pinned.class);
            assertThat(store.profileVersionsAsync("k", ProfileVersion.Range.all(), Paging.first(100))
                            .join()
                            .items())
                    .extracting(ProfileVersion::revision)
                    .contains(first, second)
                    .isSortedAccordingTo(java.util.Comparator.reverseOrder());
            JsonDiff diff = store.profileDiffAsync("k", first, second).join().orElseThrow();
            assertThat(diff).hasToString("~ $.coins 5 -> 12");
            ProfileView<Purse> then = store.viewProfileAsync("k", first).join().orElseThrow();
            assertThat(then.data().coins()).isEqualTo(5);
            assertThat(store.unpinAsync("k", first).join()).isTrue();
        }
    }

    @Test
    void rollbackAndNamedEditTravelToTheOwner_P13() throws InterruptedException {
        try (DataSave a = server("a");
                DataSave b = server("b")) {
            Profile<Purse> profile = load(a, "k");
            long good = earned(profile, 5);
            saved(profile.releaseAsync());
            Profile<Purse> owner = load(a, "k");
            long own = earned(owner, 100);
            CountDownLatch shown = new CountDownLatch(1);
            owner.onAfterSave(save -> {
                if (save.revision() > own) {
                    shown.countDown();
                }
            });
            assertThat(purses(b)
                            .editAsync("k", "fine", new JsonPrimitive(3), WHY)
                            .join())
                    .isInstanceOfSatisfying(
                            EditOutcome.Applied.class,
                            applied -> assertThat(applied.where()).isEqualTo(Where.OWNER));
            assertThat(shown.await(10, TimeUnit.SECONDS))
                    .isTrue(); // an edit is stored, and its author told, before the owner shows it
            assertThat(owner.data().coins()).isEqualTo(102);
            assertThat(purses(b)
                            .editAsync("k", "fine", new JsonPrimitive(1_000), WHY)
                            .join())
                    .isInstanceOf(EditOutcome.Refused.class);
            RolledBack back =
                    (RolledBack) purses(b).rollbackAsync("k", good, WHY).join();
            assertThat(back.where()).isEqualTo(Where.OWNER);
            assertThat(load(b, "k").data().coins()).isEqualTo(5);
            RolledBack undone =
                    (RolledBack) purses(a).rollbackAsync("k", back.undo(), WHY).join();
            assertThat(undone.where()).isEqualTo(Where.OWNER);
            assertThat(load(a, "k").data().coins()).isEqualTo(102);
        }
    }

    @Test
    void whatARollbackTookBackIsHadAgainOnce_P11_P13() throws InterruptedException {
        try (DataSave a = server("a");
                DataSave b = server("b")) {
            long good = saved(load(a, "k").releaseAsync());
            Message.Outcome.Sent gift = (Message.Outcome.Sent)
                    purses(b).messageAsync("k", new Gift("sword")).join();
            Profile<Purse> profile = loadTaking(a);
            assertThat(profile.grantOnceAsync("receipt", purse -> purse.earn(9)).join())
                    .isInstanceOf(GrantResult.Granted.class);
            saved(profile.releaseAsync());
            RolledBack back =
                    (RolledBack) purses(b).rollbackAsync("k", good, WHY).join();
            assertThat(back.takenBack().messages()).containsExactly(gift.id());
            assertThat(back.takenBack().receipts()).containsExactly("receipt");
            assertThat(purses(a).messageAgainAsync("k", gift.id(), WHY).join()).isInstanceOf(EditOutcome.Applied.class);
            assertThat(purses(b).messageAgainAsync("k", gift.id(), WHY).join()).isInstanceOf(EditOutcome.Refused.class);
            Profile<Purse> after = loadTaking(b);
            assertThat(after.grantAgainAsync("receipt", purse -> purse.earn(9)).join())
                    .isInstanceOf(GrantResult.Granted.class);
            assertThat(after.data()).isEqualTo(new Purse(9, List.of("sword")));
        }
    }

    /** The profile, once it has got its gift. */
    private static Profile<Purse> loadTaking(DataSave server) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        Profile<Purse> profile = load(server, "k");
        profile.onMessage(Gift.class, message -> {
            message.acknowledge(purse -> purse.with(message.payload().item()));
            taken.countDown();
        });
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
        return profile;
    }

    @Test
    void profilesAreSavedTogetherAndExported_P12_P14() throws IOException {
        try (DataSave a = server("a")) {
            Profile<Purse> one = load(a, "one");
            Profile<Purse> two = load(a, "two");
            one.update(purse -> purse.with("sword"));
            two.update(purse -> purse.earn(2));
            assertThat(a.saveTogetherAsync(List.of(one, two)).join()).isEqualTo(new Transaction.Result.Committed());
            Path file = directory.resolve("export.json");
            assertThat(a.exportUserAsync("u-one", UserDataOptions.defaults(), file)
                            .join())
                    .isNotEmpty();
            assertThat(Files.readString(file)).contains("sword").doesNotContain("u-two");
        }
    }

    @Test
    void wholeStoreIsMigrated() {
        try (DataSave a = server("a")) {
            for (int i = 0; i < 250; i++) {
                Profile<Purse> profile = load(a, "k" + i);
                profile.update(purse -> purse.earn(3));
                var unused = profile.releaseAsync();
            }
        }
        ProfileOptions<Wallet> next = ProfileOptions.<Wallet>defaults().migration(1, 1, tree -> {
            tree.getAsJsonObject().add("money", tree.getAsJsonObject().remove("coins"));
            return tree;
        });
        try (DataSave b = server("b")) {
            ProfileStore<Wallet> wallets = b.profileStore("Purse", Wallet.class, () -> new Wallet(0, List.of()), next);
            MigrationProgress done = wallets.migrateAllAsync(progress -> {}).join();
            assertThat(done.migrated()).isEqualTo(250);
            assertThat(done.failed() + done.held()).isZero();
            assertThat(wallets.viewProfileAsync("k249").join().orElseThrow().data())
                    .isEqualTo(new Wallet(3, List.of()));
        }
        try (DataSave old = server("old")) {
            assertThat(purses(old).loadProfileAsync("k1").join()).isInstanceOf(LoadResult.NotLoaded.class);
        }
    }
}
