package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.DataSave;
import dev.datasave.ErasureReceipt;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.ErasureReceipt.Item;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.WipeResult;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A person's own data is erased wherever it is, and the receipt says what was done. */
class ErasureTest extends PeopleOnNetwork {
    private final DataSave a = server("a");

    @Test
    @DisplayName("P14, F20: a profile that is loaded here ends, and leaves a tombstone without history")
    void aLoadedProfile() {
        Profile<Purse> profile = eves(a, "k");
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        profile.update(PeopleOnNetwork::secretive);
        long before = entry("k").revision();

        ErasureReceipt receipt = erased(a, OPTIONS);

        assertThat(reasons).containsExactly(ReleaseReason.REMOVED);
        assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);
        Entry tombstone = entry("k");
        assertThat(tombstone.isTombstone()).isTrue();
        assertThat(tombstone.revision()).isGreaterThan(before);
        assertThat(receipt.items())
                .containsExactly(new Item("Purse", "k", Connection.USER_ID, Done.ERASED, tombstone.revision(), ""));
        assertThat(receipt.userId()).isEqualTo(EVE);
        assertThat(receipt.passes()).isGreaterThanOrEqualTo(3);
        assertThat(receipt.lastPass()).isAfter(receipt.begun());
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName(
            "P14: a profile that another server holds is taken and erased, and neither its saves nor its closing bring it back")
    void aProfileHeldElsewhere() {
        DataSave b = server("b");
        Profile<Purse> profile = eves(b, "k");
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        profile.onLastSave(reason -> profile.update(PeopleOnNetwork::secretive));

        erased(a, OPTIONS);

        assertThat(reasons).containsExactly(ReleaseReason.HANDED_OVER);
        network.advance(seconds(70));
        network.closeServer(b);
        assertNothingIsLeft();
        assertThat(entry("k").isTombstone()).isTrue();
    }

    @Test
    @DisplayName("P4, P14: the profiles of a server that died are erased when its lease is over")
    void aDeadHolder() {
        DataSave b = server("b");
        eves(b, "k");
        network.kill(b);
        erased(a, OPTIONS);
    }

    @Test
    @DisplayName("P14: what nobody holds is erased, in every store, for this person only")
    void profilesAndRecordsThatNobodyHolds() {
        saved(eves(a, "k").releaseAsync());
        put("Letters", "e1", shared("\"" + SECRET + "\"", EVE));
        put("Letters", "e1", shared("\"" + SECRET + " again\"", EVE));
        put("Letters", "of bob", shared("\"bobs\"", "user-bob"));
        put("Letters", "of nobody", shared("\"nobodys\""));
        Profile<Purse> bobs = load(kept(a), "b", DEFAULTS.userId("user-bob"));

        ErasureReceipt receipt = erased(a, OPTIONS);

        assertThat(done(receipt)).containsExactly("Letters USER_ID ERASED", "Purse USER_ID ERASED");
        assertThat(entry("Letters", "of bob").content().value()).isEqualTo("\"bobs\"");
        assertThat(entry("Letters", "of nobody").content().value()).isEqualTo("\"nobodys\"");
        assertThat(bobs.isActive()).isTrue();
    }

    @Test
    @DisplayName("P14, R6: revisions that knew the person are found in history, and only they are dropped")
    void historyThatKnewThePerson() {
        put("Letters", "passed on", shared("\"" + SECRET + "\"", EVE));
        put("Letters", "passed on", shared("\"bobs\"", "user-bob"));
        put("Letters", "passed on", shared("\"bobs again\"", "user-bob"));
        Profile<Purse> profile = eves(a, "k");
        profile.removeUserId(EVE);
        profile.update(purse -> new Purse(5, List.of()));
        saved(profile.saveAsync());

        ErasureReceipt receipt = erased(a, OPTIONS);

        assertThat(done(receipt)).containsExactly("Letters HISTORY HISTORY_ERASED", "Purse HISTORY HISTORY_ERASED");
        assertThat(revisions(new EntryId("Letters", "passed on")).map(Entry::revision))
                .containsExactly(3L, 2L);
        assertThat(profile.isActive()).isTrue();
        assertThat(profile.data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("P14: a profile that was removed before is erased with what its history keeps")
    void aRemovedProfile() {
        eves(a, "k");
        assertThat(network.await(kept(a).wipeProfileAsync("k"))).isInstanceOf(WipeResult.Wiped.class);
        assertThat(traces(SECRET)).isNotEmpty();

        ErasureReceipt receipt = erased(a, OPTIONS);

        assertThat(done(receipt)).containsExactly("Purse HISTORY ERASED");
        assertThat(revisions(new EntryId("Purse", "k"))).hasSize(1);
    }

    @Test
    @DisplayName("P14: what only a key template names is erased, alive or removed, with or without history")
    void keyTemplates() {
        load(kept(a), "player/" + EVE).update(PeopleOnNetwork::secretive);
        put("Letters", EVE + "!", Content.of("\"" + SECRET + "\""));
        put("Letters", EVE + "!", Content.TOMBSTONE);
        put("Notes", "of " + EVE, shared("1", "user-bob"));

        ErasureReceipt receipt = erase(
                a,
                OPTIONS.keyTemplate("Purse", "player/{userId}")
                        .keyTemplate("Letters", "{userId}!")
                        .keyTemplate("Notes", "of {userId}")
                        .keyTemplate("Nothing", "{userId}"));

        assertThat(done(receipt))
                .containsExactly(
                        "Letters KEY_TEMPLATE ERASED", "Notes KEY_TEMPLATE NOT_DONE", "Purse KEY_TEMPLATE ERASED");
        assertThat(receipt.isComplete()).isFalse();
        assertThat(receipt.lastPassWasEmpty()).isTrue();
        assertThat(traces(SECRET)).isEmpty();
    }

    @Test
    @DisplayName(
            "P11, P14: messages go with their profile: pending and consumed ones, also those that carry no user id")
    void messages() {
        give(a, "k", SECRET + " before the profile was there");
        eves(a, "k");
        give(a, "k", SECRET + " to the profile");
        give(a, "other", "to another");
        EntryId consumed = messages("k").getFirst();
        put("~message", consumed.key(), Content.TOMBSTONE);
        assertThat(traces(SECRET)).anyMatch(trace -> trace.startsWith("~message"));

        ErasureReceipt receipt = erased(a, OPTIONS);

        assertThat(done(receipt))
                .containsExactly("Purse USER_ID ERASED", "~message PROFILE ERASED", "~message USER_ID ERASED");
        assertThat(traces("to another")).hasSize(1);
    }

    @Test
    @DisplayName("P14: receipts of purchases go with their profile, and can be granted to the next one")
    void receipts() {
        Profile<Purse> profile = eves(a, "k");
        network.await(profile.grantOnceAsync("receipt of " + EVE, purse -> purse.earn(5)));
        assertThat(traces("receipt of")).isNotEmpty();

        assertThat(done(erased(a, OPTIONS)))
                .hasSize(2)
                .anyMatch(item -> item.startsWith("~receipt") && item.endsWith("ERASED"));

        Profile<Purse> again = load(kept(a), "k", AS_EVE);
        network.await(again.grantOnceAsync("receipt of " + EVE, purse -> purse.earn(5)));
        assertThat(again.data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("P14: running again finds nothing, says so, and changes nothing")
    void runningAgain() {
        eves(a, "k");
        erased(a, OPTIONS);
        Entry tombstone = entry("k");

        ErasureReceipt second = erased(a, OPTIONS);
        assertThat(second.items()).isEmpty();
        assertThat(second.passes()).isEqualTo(2);
        assertThat(erase(a, OPTIONS.quiet(seconds(0))).passes()).isEqualTo(1);
        assertThat(erased(server("b"), OPTIONS.keyTemplate("Purse", "k{userId}"))
                        .items())
                .isEmpty();
        assertThat(entry("k")).isEqualTo(tombstone);
    }

    @Test
    @DisplayName("P14: a person with hundreds of entries, and entries that others add to meanwhile")
    void manyEntries() {
        for (int i = 0; i < 700; i++) {
            put("Letters", "e" + i, shared("\"" + SECRET + "\"", EVE));
        }
        var erasing = a.eraseUserAsync(EVE, OPTIONS);
        for (int i = 0; i < 20; i++) {
            network.advance(millis(5));
            put("Letters", "late" + i, shared("\"" + SECRET + "\"", EVE));
        }
        ErasureReceipt receipt = network.await(erasing);
        assertThat(receipt.isComplete()).isTrue();
        assertThat(receipt.items()).hasSize(720);
        assertNothingIsLeft();
    }

    @Test
    @DisplayName("P14: data that no session can open is erased all the same")
    void unreadableData() {
        saved(eves(a, "k").releaseAsync());
        Entry before = entry("k");
        put(
                "Purse",
                "k",
                new Content(
                        "{\"" + SECRET,
                        Set.of(EVE),
                        Map.of(),
                        null,
                        null,
                        before.content().system()));
        put("Letters", "broken", new Content("{\"" + SECRET, Set.of(EVE), Map.of(), null, null, "{broken"));

        assertThat(done(erased(a, OPTIONS))).containsExactly("Letters USER_ID ERASED", "Purse USER_ID ERASED");
    }

    @Test
    @DisplayName("P14: a person connected here a moment ago, and not saved yet, is found")
    void connectedAMomentAgo() {
        Profile<Purse> profile = load(kept(a), "k");
        profile.addUserId(EVE);
        profile.update(PeopleOnNetwork::secretive);
        assertThat(done(erased(a, OPTIONS))).containsExactly("Purse USER_ID ERASED");
    }

    private List<EntryId> messages(String key) {
        return everWritten()
                .filter(id -> id.store().equals("~message"))
                .filter(id -> String.valueOf(
                                entry("~message", id.key()).content().value())
                        .contains("\"key\":\"" + key + "\""))
                .toList();
    }
}
