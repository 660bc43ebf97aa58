package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.tck.network.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** After an erasure nothing brings old data back, and a key can be born again at once. */
class LateWritesTest extends PeopleOnNetwork {
    private static final EntryId ID = new EntryId("Purse", "k");

    private final DataSave a = server("a");

    @Test
    @DisplayName(
            "P14, R1: a save of the old session that is carried out long after is refused, before and after the key is born again")
    void aLateSave() {
        Profile<Purse> profile = eves(a, "k");
        Entry last = entry("k");
        Write late = write(ID, Optional.of(last), last.content());
        erased(a, OPTIONS);
        assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);

        assertThat(isAccepted(late)).isFalse();
        assertThat(isAccepted(write(ID, Optional.empty(), last.content()))).isFalse();
        Profile<Purse> again = load(kept(a), "k", AS_EVE);
        assertThat(again.data()).isEqualTo(Purse.fresh());
        assertThat(isAccepted(late)).isFalse();
        assertThat(isAccepted(write(ID, Optional.empty(), last.content()))).isFalse();
        assertThat(traces(SECRET)).isEmpty();
        assertThat(again.isActive()).isTrue();
    }

    @Test
    @DisplayName("P10, P14: a save whose outcome is unknown is repeated in vain, however late it is carried out")
    void aRepeatedSave() {
        DataSave b = server("b");
        for (int i = 0; i < 20; i++) {
            Profile<Purse> profile = eves(b, "k");
            profile.update(PeopleOnNetwork::secretive);
            network.faults(Faults.calm().withTimeouts(0.6, 0.2));
            CompletableFuture<SaveResult> saving = profile.saveAsync();
            network.advance(millis(network.random().nextLong(1, 8_000)));
            network.faults(Faults.calm());
            erased(a, OPTIONS);
            network.advance(seconds(90));
            assertThat(saving).isDone();
            assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);
            assertNothingIsLeft();
        }
    }

    @Test
    @DisplayName("F36, P14: a server that was paused wakes up, and its saves are refused")
    void aPausedServerWakesUp() {
        DataSave b = server("b");
        Profile<Purse> profile = eves(b, "k");
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        profile.update(PeopleOnNetwork::secretive);
        network.pause(b);
        erased(a, OPTIONS);
        Profile<Purse> again = load(kept(a), "k", AS_EVE);
        network.resume(b);
        network.advance(seconds(70));

        assertThat(reasons).hasSize(1);
        assertThat(traces(SECRET)).isEmpty();
        assertThat(again.isActive()).isTrue();
        assertThat(again.data()).isEqualTo(Purse.fresh());
        assertThat(lost).hasSize(1);
    }

    @Test
    @DisplayName("P3, P14: a server that was cut off while its profile was erased ends the session when it comes back")
    void aServerThatWasCutOff() {
        DataSave b = server("b");
        Profile<Purse> profile = eves(b, "k");
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        network.outage(b, seconds(40));
        profile.update(PeopleOnNetwork::secretive);
        erased(a, OPTIONS);
        network.advance(seconds(60));
        assertThat(reasons).containsExactly(ReleaseReason.REMOVED);
        assertNothingIsLeft();
        network.closeServer(b);
        assertNothingIsLeft();
    }

    @Test
    @DisplayName(
            "P11, P14: a message that was on its way is found by the look after the quiet time; a later one by the next erasure")
    void aLateMessage() {
        eves(a, "k");
        give(a, "k", SECRET);
        EntryId sent = everWritten()
                .filter(id -> id.store().equals("~message"))
                .findFirst()
                .orElseThrow();
        Content message = entry("~message", sent.key()).content();
        Write repeated = write(sent, Optional.empty(), message);
        Write onItsWay = write(new EntryId("~message", sent.key() + "1"), Optional.empty(), message);
        Write withoutUserIds = write(
                new EntryId("~message", sent.key() + "2"),
                Optional.empty(),
                new Content(message.value(), Set.of(), message.metadata(), null, null, message.system()));
        Write muchLater = write(new EntryId("~message", sent.key() + "3"), Optional.empty(), message);

        var erasing = a.eraseUserAsync(EVE, OPTIONS);
        network.advance(seconds(5));
        assertThat(erasing).isNotDone();
        assertThat(isAccepted(repeated)).isFalse();
        assertThat(isAccepted(onItsWay)).isTrue();
        assertThat(isAccepted(withoutUserIds)).isTrue();
        assertThat(network.await(erasing).isComplete()).isTrue();
        assertNothingIsLeft();

        assertThat(isAccepted(muchLater)).isTrue();
        erased(a, OPTIONS);
        assertThat(isAccepted(onItsWay)).isFalse();
        assertThat(isAccepted(muchLater)).isFalse();
    }

    @Test
    @DisplayName(
            "P11, P14: a message to the key that was born again is no late one; one to the life before is not delivered to it")
    void aMessageToTheNextLife() {
        eves(a, "k");
        give(a, "k", SECRET);
        EntryId sent = everWritten()
                .filter(id -> id.store().equals("~message"))
                .findFirst()
                .orElseThrow();
        Content message = entry("~message", sent.key()).content();
        var erasing = a.eraseUserAsync(EVE, OPTIONS);
        network.advance(seconds(3));
        Profile<Purse> again = load(kept(a), "k", AS_EVE);
        List<String> got = new ArrayList<>();
        again.onMessage(Gift.class, gift -> got.add(gift.payload().text()));
        give(a, "k", "welcome back");
        assertThat(network.await(erasing).isComplete()).isTrue();
        assertThat(got).containsExactly("welcome back");
        assertThat(traces("welcome back")).hasSize(1);

        EntryId late = new EntryId("~message", sent.key() + "1");
        assertThat(isAccepted(write(late, Optional.empty(), message))).isTrue();
        load(kept(server("b")), "k")
                .onMessage(Gift.class, gift -> got.add(gift.payload().text()));
        network.advance(seconds(5));
        assertThat(got).containsExactly("welcome back", "welcome back");
        assertThat(traces(SECRET)).as("it is removed where it is met").isEmpty();
    }

    @Test
    @DisplayName(
            "P14: loads of the key that go on all the time are served with old data before, and with the template after")
    void loadsMeanwhile() {
        DataSave b = server("b");
        DataSave c = server("c");
        saved(eves(b, "k").releaseAsync());
        network.advance(seconds(1));
        var erasing = a.eraseUserAsync(EVE, OPTIONS);
        List<Purse> seen = new ArrayList<>();
        for (int i = 0; !erasing.isDone(); i++) {
            DataSave server = List.of(b, c, a).get(i % 3);
            LoadResult<Purse> result = network.await(kept(server).loadProfileAsync("k", AS_EVE));
            if (result instanceof LoadResult.Loaded<Purse>(var profile)) {
                seen.add(profile.data());
                network.advance(millis(20));
                profile.tryUpdate(purse -> purse.earn(100));
                network.await(profile.releaseAsync());
            }
        }
        assertThat(network.await(erasing).isComplete()).isTrue();
        int firstNew = seen.indexOf(Purse.fresh());
        assertThat(firstNew).isBetween(0, 10);
        assertThat(seen.subList(0, firstNew)).allMatch(purse -> purse.items().contains(SECRET));
        assertThat(seen.subList(firstNew, seen.size()))
                .hasSizeGreaterThan(50)
                .allMatch(purse -> purse.items().isEmpty());
        assertThat(traces(SECRET)).isEmpty();
        assertThat(load(kept(a), "k").data().coins())
                .as("what was earned in the next life is kept")
                .isGreaterThan(1000);
    }

    @Test
    @DisplayName("P10, P14: an erasure whose reply is lost doesn't erase what was born meanwhile")
    void aLostReply() {
        for (int i = 0; i < 30; i++) {
            String key = "k" + i;
            saved(eves(a, key).releaseAsync());
            DataSave b = server("b" + i);
            network.advance(seconds(1));
            network.faults(Faults.calm().withErrors(0, 0.5));
            var erasing = a.eraseUserAsync(EVE, OPTIONS.timeout(seconds(300)));
            network.until(() -> entry(key).isTombstone(), seconds(120));
            network.faults(Faults.calm());
            Profile<Purse> again = load(kept(b), key, AS_EVE);
            again.update(purse -> purse.earn(7));
            assertThat(network.await(erasing).isComplete()).isTrue();
            assertThat(again.isActive()).isTrue();
            network.await(kept(b).wipeProfileAsync(key));
        }
    }
}
