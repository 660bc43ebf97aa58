package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.spi.EntryQuery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is a typed, worded error before anything is written (R10). */
class BadInputTest extends GameOnNetwork {
    private final DataSave a = server("a");
    private final ProfileStore<Purse> store = purses(a);

    private void nothingWritten() {
        network.advance(seconds(1));
        assertThat(network.storage().list(EntryQuery.keys("Purse", "")).items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "\ud800", "\udc00x"})
    @DisplayName("R10: keys that can't be stored are refused by every method")
    void badKeys(String key) {
        assertThatThrownBy(() -> store.loadProfileAsync(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key");
        assertThatThrownBy(() -> store.viewProfileAsync(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.releaseAsync(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.findFirstProfile(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.waitForProfile(key, seconds(1))).isInstanceOf(IllegalArgumentException.class);
        nothingWritten();
    }

    @Test
    @DisplayName("R10: a key of 400 bytes is fine, of 401 is refused with the limit")
    void longKeys() {
        assertThat(load(store, "é".repeat(200)).isActive()).isTrue();
        assertThatThrownBy(() -> store.loadProfileAsync("é".repeat(200) + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("401")
                .hasMessageContaining("400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~lease", "a\u0000b", "\ud800"})
    @DisplayName("R10: store names that can't be stored or are the engine's are refused")
    void badStoreNames(String name) {
        assertThatThrownBy(() -> a.profileStore(name, Purse.class, Purse::fresh))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store");
    }

    @Test
    @DisplayName("R10: a store's name of 101 bytes and a server's of 101 are refused with the limit")
    void longNames() {
        assertThat(a.profileStore("é".repeat(50), Purse.class, Purse::fresh).name())
                .hasSize(50);
        for (String name : List.of("x".repeat(101), "é".repeat(51))) {
            assertThatThrownBy(() -> a.profileStore(name, Purse.class, Purse::fresh))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("store")
                    .hasMessageContaining("100");
            assertThatThrownBy(() -> server("x", builder -> builder.serverName(name)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("server name")
                    .hasMessageContaining("100");
        }
    }

    @Test
    @DisplayName("null where something is expected is refused at once by the name of what is missing")
    @SuppressWarnings("NullAway") // on purpose
    void nulls() {
        String none = null;
        isMissing("key", () -> store.loadProfileAsync(none));
        isMissing("key", () -> store.releaseAsync(none));
        isMissing("key", () -> store.findFirstProfile(none));
        isMissing("key", () -> store.viewProfileAsync(none));
        isMissing("key", () -> store.waitForProfile(none, seconds(1)));
        isMissing("options", () -> store.loadProfileAsync("k", null));
        isMissing("timeout", () -> store.waitForProfile("k", null));
        isMissing("store", () -> a.profileStore(none, Purse.class, Purse::fresh));
        isMissing("type", () -> a.profileStore("New", (Class<Purse>) null, Purse::fresh));
        isMissing("template", () -> a.profileStore("New", Purse.class, null));
        isMissing("options", () -> a.profileStore("New", Purse.class, Purse::fresh, null));
        isMissing("storage", () -> DataSave.builder(null));
        isMissing("user id", () -> DEFAULTS.userId(none));
        isMissing("whenHeld", () -> DEFAULTS.whenHeld((dev.datasave.WhenHeld) null));
        isMissing("homeExecutor", () -> DEFAULTS.homeExecutor(null));
        isMissing("codec", () -> dev.datasave.ProfileOptions.<Purse>defaults().codec(null));
        isMissing("step", () -> dev.datasave.ProfileOptions.<Purse>defaults().migration(1, 1, null));
        nothingWritten();
        Profile<Purse> profile = load(store, "k");
        isMissing("update", () -> profile.update(null));
        isMissing("user id", () -> profile.addUserId(none));
        isMissing("metadata", () -> profile.metadata(none, "x"));
        isMissing("listener", () -> profile.onRelease(null));
        isMissing("score", () -> profile.score(null));
        assertThat(profile.userIds()).isEmpty();
        assertThat(profile.isActive()).isTrue();
    }

    private static void isMissing(String what, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .as(what)
                .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
                .hasMessageContaining(what);
    }

    @Test
    @DisplayName(
            "R10: more people than an entry can have are refused before anything is taken, also together with those stored")
    void tooManyPeople() {
        Profile<Purse> full = load(store, "k");
        for (int i = 0; i < 100; i++) {
            full.addUserId("u" + i);
        }
        saved(full.releaseAsync());
        long before = entry("k").revision();
        assertThat(refusal(store.loadProfileAsync("k", DEFAULTS.userId("one more"))))
                .isInstanceOfSatisfying(
                        dev.datasave.NotLoadedReason.Unavailable.class,
                        reason -> assertThat(reason.cause())
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("101"));
        network.advance(seconds(5));
        assertThat(entry("k").revision()).isEqualTo(before);
        assertThat(load(store, "k", DEFAULTS.userId("u7")).userIds()).hasSize(100);
        var tooMany = DEFAULTS;
        for (int i = 0; i < 100; i++) {
            tooMany = tooMany.userId("u" + i);
        }
        var all = tooMany;
        assertThatThrownBy(() -> all.userId("one more"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101");
    }

    @Test
    @DisplayName("a store is opened once for one type")
    void twoTypes() {
        assertThat(purses(a)).isSameAs(store);
        assertThatThrownBy(() -> a.profileStore("Purse", String.class, () -> ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Purse")
                .hasMessageContaining("String");
    }

    @Test
    @DisplayName("R10: too much or unfit metadata, user ids and scores are refused and change nothing")
    void profileLimits() {
        Profile<Purse> profile = load(store, "k");
        assertThatThrownBy(() -> profile.metadata("x", "y".repeat(5000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metadata");
        assertThatThrownBy(() -> profile.metadata("x", "\u0000")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> profile.addUserId("u".repeat(101)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user id");
        assertThatThrownBy(() -> profile.addUserId("")).isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < 100; i++) {
            profile.addUserId("u" + i);
        }
        assertThatThrownBy(() -> profile.addUserId("one more"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101");
        assertThat(profile.metadata()).isEmpty();
        assertThat(profile.userIds()).hasSize(100);
        saved(profile.saveAsync());
    }

    @Test
    @DisplayName("R10: a value over 4 MiB, U+0000 or a lone surrogate fails its save with the reason")
    void badValues() {
        for (String item : List.of("x".repeat(5 << 20), "a\u0000b", "\ud800")) {
            Profile<Purse> profile = load(store, "k");
            long before = entry("k").revision();
            profile.update(purse -> new Purse(1, List.of(item)));
            var save = profile.saveAsync();
            assertThatThrownBy(() -> network.await(save))
                    .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                    .hasMessageContaining("Purse");
            assertThat(entry("k").revision()).isEqualTo(before);
            profile.update(purse -> Purse.fresh());
            saved(profile.releaseAsync());
        }
    }

    @Test
    @DisplayName("null data, an edit inside an edit, and edit of immutable data are refused and change nothing")
    void badEdits() {
        Profile<Purse> profile = load(store, "k");
        assertThatThrownBy(() -> profile.update(purse -> nothing())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> profile.update(purse -> profile.update(inner -> inner.earn(1))))
                .isInstanceOf(DataSaveException.NestedEdit.class)
                .hasMessageContaining("Purse/k");
        assertThatThrownBy(() -> profile.edit(purse -> {})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> profile.update(purse -> {
                    throw new IllegalStateException("the game's own");
                }))
                .hasMessage("the game's own");
        assertThat(profile.data().coins()).isZero();
        assertThat(profile.update(purse -> purse.earn(1)).coins()).isEqualTo(1);
    }

    @SuppressWarnings("NullAway") // on purpose
    private static Purse nothing() {
        return null;
    }

    @Test
    @DisplayName("times out of range are refused: waits, loads, autosave and the builder's periods")
    void badTimes() {
        assertThatThrownBy(() -> store.waitForProfile("k", Duration.ofDays(365)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wait");
        assertThatThrownBy(() -> DEFAULTS.timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.userId("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server("x", builder -> builder.heartbeat(seconds(5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("heartbeat");
        assertThatThrownBy(() -> server("x", builder -> builder.serverName("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server name");
    }

    @Test
    @DisplayName("a closed server opens no stores and answers views with Closed")
    void afterClose() {
        network.closeServer(a);
        assertThatThrownBy(() -> a.profileStore("New", Purse.class, Purse::fresh))
                .isInstanceOf(DataSaveException.Closed.class);
        assertThatThrownBy(() -> network.await(store.viewProfileAsync("k")))
                .hasCauseInstanceOf(DataSaveException.Closed.class);
    }
}
