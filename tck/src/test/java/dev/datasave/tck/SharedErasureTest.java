package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.ErasureReceipt;
import dev.datasave.GrantResult;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One person is taken out of what others share, and the others keep theirs. */
class SharedErasureTest extends PeopleOnNetwork {
    private static final String BOB = "user-bob";

    private final DataSave a = server("a");

    private void guild() {
        put("Guild", "owls", shared("{\"coins\":1,\"items\":[\"" + SECRET + "\"]}", EVE, BOB));
        put(
                "Guild",
                "owls",
                new Content(
                        "{\"coins\":2,\"items\":[\"" + SECRET + "\"]}",
                        Set.of(EVE, BOB),
                        Map.of("founder", SECRET),
                        null,
                        new Content.Score(3, 7),
                        null));
    }

    /** A profile of Eve and Bob, active on that server. */
    private Profile<Purse> common(DataSave server) {
        Profile<Purse> profile = eves(server, "common");
        profile.addUserId(BOB);
        profile.metadata("founder", SECRET);
        profile.metadata("colour", "blue");
        saved(profile.saveAsync());
        return profile;
    }

    @Test
    @DisplayName("P14: a shared record is rewritten as the callback says, without the user id and without history")
    void aRecordIsRewritten() {
        guild();
        List<UserDataOptions.Detach.Shared> asked = new ArrayList<>();
        ErasureReceipt receipt = erased(a, OPTIONS.detach(shared -> {
            asked.add(shared);
            return TAKE_OUT.detach(shared);
        }));

        assertThat(done(receipt)).containsExactly("Guild USER_ID DETACHED");
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().userId()).isEqualTo(EVE);
        assertThat(asked.getFirst().userIds()).containsExactlyInAnyOrder(EVE, BOB);
        assertThat(asked.getFirst().metadata()).containsEntry("founder", SECRET);
        Entry guild = entry("Guild", "owls");
        assertThat(guild.content())
                .isEqualTo(new Content(
                        "{\"coins\":2,\"items\":[]}", Set.of(BOB), Map.of(), null, new Content.Score(3, 7), null));
        assertThat(guild.revision()).isEqualTo(3);
    }

    @Test
    @DisplayName("P1, P14: a shared profile is taken from whoever holds it, rewritten, and free for the others")
    void aProfileIsRewritten() {
        DataSave b = server("b");
        for (DataSave holder : List.of(a, b)) {
            Profile<Purse> profile = common(holder);
            List<ReleaseReason> reasons = new ArrayList<>();
            profile.onRelease(reasons::add);
            profile.update(purse -> purse.earn(10));
            long coins = profile.data().coins();

            ErasureReceipt receipt = erased(
                    a,
                    OPTIONS.detach(shared -> UserDataOptions.Detach.Outcome.rewrite(
                            TAKE_OUT.detach(shared) instanceof UserDataOptions.Detach.Rewrite(var value, var none)
                                    ? value
                                    : shared.value(),
                            Map.of("colour", "blue"))));

            assertThat(done(receipt)).containsExactly("Purse USER_ID DETACHED");
            assertThat(reasons).containsExactly(holder.equals(a) ? ReleaseReason.REPLACED : ReleaseReason.HANDED_OVER);
            assertThat(entry("common").content().holder()).isNull();
            Profile<Purse> bobs = load(kept(b), "common", DEFAULTS.userId(BOB));
            assertThat(bobs.data()).isEqualTo(new Purse(coins, List.of()));
            assertThat(bobs.metadata()).isEqualTo(Map.of("colour", "blue"));
            assertThat(bobs.userIds()).containsExactly(BOB);
            assertThat(lost).isEmpty();
            network.await(kept(a).wipeProfileAsync("common"));
        }
    }

    @Test
    @DisplayName("P4, P14: a shared profile of a dead server is rewritten too")
    void aDeadServersProfile() {
        DataSave b = server("b");
        common(b);
        network.kill(b);
        assertThat(done(erased(a, OPTIONS.detach(TAKE_OUT)))).containsExactly("Purse USER_ID DETACHED");
        assertThat(entry("common").content().userIds()).containsExactly(BOB);
    }

    @Test
    @DisplayName("P14: the callback can remove a shared entry, or keep it, and the receipt says why")
    void removeOrKeep() {
        guild();
        common(a);
        put("Ledger", "sale", shared("\"" + SECRET + "\"", EVE, BOB));
        ErasureReceipt receipt = erase(
                a,
                OPTIONS.detach(shared -> shared.store().equals("Ledger")
                        ? UserDataOptions.Detach.Outcome.keep("the law says so")
                        : UserDataOptions.Detach.Outcome.remove()));

        assertThat(receipt.isComplete()).isTrue();
        assertThat(done(receipt))
                .containsExactly("Guild USER_ID ERASED", "Ledger USER_ID KEPT", "Purse USER_ID ERASED");
        assertThat(receipt.items().get(1).note()).isEqualTo("the law says so");
        assertThat(entry("Ledger", "sale").revision()).isEqualTo(1);
        assertThat(traces(SECRET)).containsExactly("Ledger/sale at 1");
        assertThat(entry("common").isTombstone()).isTrue();
    }

    @Test
    @DisplayName("P14: a shared profile that is kept is free again, as it was")
    void aKeptProfileIsFree() {
        common(a);
        ErasureReceipt receipt = erase(a, OPTIONS.detach(shared -> UserDataOptions.Detach.Outcome.keep("bobs")));
        assertThat(done(receipt)).containsExactly("Purse USER_ID KEPT");
        assertThat(entry("common").content().holder()).isNull();
        assertThat(load(kept(a), "common").data().items()).containsExactly(SECRET);
    }

    @Test
    @DisplayName("P14: entries of a store that is named as shared are given to the callback, also with one person")
    void namedStores() {
        put("Guild", "owls", shared("{\"coins\":1,\"items\":[\"" + SECRET + "\"]}", EVE));
        ErasureReceipt receipt = erased(a, OPTIONS.sharedStore("Guild").detach(TAKE_OUT));
        assertThat(done(receipt)).containsExactly("Guild USER_ID DETACHED");
        assertThat(entry("Guild", "owls").content().value()).isEqualTo("{\"coins\":1,\"items\":[]}");
    }

    @Test
    @DisplayName(
            "P14: without a callback, or with one that throws or answers nonsense, the entry stays as it is, and the receipt says so")
    void callbacksThatFail() {
        guild();
        Entry before = entry("Guild", "owls");
        List<UserOptions> all = List.of(
                new UserOptions(OPTIONS, "expected a detach"),
                new UserOptions(
                        OPTIONS.detach(shared -> {
                            throw new IllegalStateException(SECRET);
                        }),
                        "found java.lang.IllegalStateException thrown"),
                new UserOptions(
                        OPTIONS.detach(shared -> UserDataOptions.Detach.Outcome.rewrite(
                                new com.google.gson.JsonPrimitive(Double.NaN), Map.of())),
                        "NaN"));
        for (UserOptions broken : all) {
            ErasureReceipt receipt = erase(a, broken.options());
            assertThat(done(receipt)).containsExactly("Guild USER_ID NOT_DONE");
            assertThat(receipt.isComplete()).isFalse();
            assertThat(receipt.items().getFirst().note())
                    .contains(broken.words())
                    .doesNotContain(SECRET);
            assertThat(entry("Guild", "owls")).isEqualTo(before);
        }
        common(a);
        assertThat(erase(a, all.get(1).options()).isComplete()).isFalse();
        assertThat(entry("common").content().holder()).as("given back").isNull();
        assertThat(done(erased(a, OPTIONS.detach(TAKE_OUT))))
                .containsExactly("Guild USER_ID DETACHED", "Purse USER_ID DETACHED");
    }

    private record UserOptions(dev.datasave.UserDataOptions options, String words) {}

    @Test
    @DisplayName("R1, P14: what others write while the callback runs is not lost: it is asked again")
    void changedMeanwhile() {
        guild();
        AtomicInteger asked = new AtomicInteger();
        erased(a, OPTIONS.detach(shared -> {
            if (asked.getAndIncrement() < 3) {
                put(
                        "Guild",
                        "owls",
                        shared("{\"coins\":" + (10 + asked.get()) + ",\"items\":[\"" + SECRET + "\"]}", EVE, BOB));
            }
            return TAKE_OUT.detach(shared);
        }));
        assertThat(asked).hasValue(4);
        assertThat(entry("Guild", "owls").content().value()).isEqualTo("{\"coins\":13,\"items\":[]}");
    }

    @Test
    @DisplayName("P14: history of what was removed and shared loses this person's revisions only")
    void removedAndShared() {
        put("Guild", "owls", shared("\"bobs\"", BOB));
        guild();
        put("Guild", "owls", Content.TOMBSTONE);
        assertThat(done(erased(a, OPTIONS))).containsExactly("Guild HISTORY HISTORY_ERASED");
        assertThat(revisions(new EntryId("Guild", "owls")).map(Entry::revision)).containsExactly(4L, 1L);
    }

    @Test
    @DisplayName("P11, P14: messages and receipts of a shared profile stay, without the user id")
    void belongingsOfASharedProfile() {
        Profile<Purse> profile = common(a);
        give(a, "common", "a gift for both");
        network.await(profile.grantOnceAsync("receipt", purse -> purse.earn(5)));

        ErasureReceipt receipt = erased(a, OPTIONS.detach(TAKE_OUT));

        assertThat(done(receipt))
                .containsExactly("Purse USER_ID DETACHED", "~message USER_ID DETACHED", "~receipt USER_ID DETACHED");
        assertThat(traces("a gift for both")).isNotEmpty();
        assertThat(done(erase(a))).isEmpty();
        List<Entry> left = everWritten()
                .filter(id -> id.store().equals("~receipt") || id.store().equals("~message"))
                .flatMap(this::revisions)
                .toList();
        assertThat(left)
                .as("of each, also where the message was addressed anew in between")
                .extracting(entry -> entry.id().store())
                .contains("~receipt", "~message");
        assertThat(left).allMatch(entry -> entry.content().userIds().equals(Set.of(BOB)));
        List<String> got = new ArrayList<>();
        load(kept(a), "common")
                .onMessage(Gift.class, message -> got.add(message.payload().text()));
        network.advance(seconds(1));
        assertThat(got).containsExactly("a gift for both");
    }

    @Test
    @DisplayName("P12, P14: a purchase of one person stays granted in a profile that others have, too")
    void purchaseFromBeforeItWasShared() {
        Profile<Purse> profile = load(kept(a), "common", AS_EVE);
        network.await(profile.grantOnceAsync("receipt", purse -> purse.earn(5)));
        profile.addUserId(BOB);
        saved(profile.releaseAsync());

        ErasureReceipt receipt = erased(a, OPTIONS.detach(TAKE_OUT));

        assertThat(done(receipt)).containsExactly("Purse USER_ID DETACHED", "~receipt USER_ID DETACHED");
        assertThat(network.await(load(kept(a), "common").grantOnceAsync("receipt", purse -> purse.earn(5))))
                .isInstanceOf(GrantResult.AlreadyGranted.class);
    }

    @Test
    @DisplayName("P14: who is connected anew while the erasure runs is left alone")
    void connectedAnew() {
        guild();
        var erasing = a.eraseUserAsync(EVE, OPTIONS.detach(TAKE_OUT));
        network.advance(seconds(3));
        put("Guild", "owls", shared("{\"coins\":7,\"items\":[\"new\"]}", EVE, BOB));
        assertThat(network.await(erasing).isComplete()).isTrue();
        assertThat(entry("Guild", "owls").content().value()).contains("new");
    }
}
