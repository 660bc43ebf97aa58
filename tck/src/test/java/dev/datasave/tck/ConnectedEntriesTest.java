package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.ConnectedEntry;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Page;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What has to do with a person is found, by user id, in history, and by key. */
class ConnectedEntriesTest extends PeopleOnNetwork {
    private final DataSave a = server("a");

    private static List<String> names(List<ConnectedEntry> entries) {
        return entries.stream()
                .map(entry -> entry.connection() + " " + entry.store() + "/" + entry.key()
                        + (entry.isRemoved() ? " removed" : ""))
                .toList();
    }

    @Test
    @DisplayName("P14: across all stores, by user id, by history alone, and by key templates, each once")
    void allKinds() {
        Profile<Purse> profile = eves(a, "k");
        give(a, "k", "a gift");
        put("Letters", "1", shared("1", EVE));
        put("Letters", "2", shared("1", EVE));
        put("Letters", "2", shared("2", "user-bob"));
        put("Letters", "3", shared("1", EVE));
        put("Letters", "3", Content.TOMBSTONE);
        put("Named", "by " + EVE, Content.of("1"));
        put("Named", "by " + EVE + " too", shared("1", EVE));
        put("Named", "once by " + EVE, Content.of("1"));
        put("Named", "once by " + EVE, Content.TOMBSTONE);
        put("Others", "1", shared("1", "user-bob"));
        UserDataOptions options = OPTIONS.keyTemplate("Named", "by {userId}")
                .keyTemplate("Named", "by {userId} too")
                .keyTemplate("Named", "once by {userId}")
                .keyTemplate("Named", "never by {userId}");

        for (int size : new int[] {1, 2, 3, 100}) {
            List<ConnectedEntry> found = connected(a, options, size);
            assertThat(names(found).stream().map(name -> name.replaceFirst("(~message/).*", "$1…")))
                    .containsExactly(
                            "USER_ID Letters/1",
                            "USER_ID Named/by user-eve too",
                            "USER_ID Purse/k",
                            "USER_ID ~message/…",
                            "HISTORY Letters/2",
                            "HISTORY Letters/3 removed",
                            "KEY_TEMPLATE Named/by user-eve",
                            "KEY_TEMPLATE Named/once by user-eve removed");
            assertThat(found.stream().filter(ConnectedEntry::isInternal)).hasSize(1);
        }
        ConnectedEntry purse = connected(a, options, 100).get(2);
        Entry stored = entry("k");
        assertThat(purse)
                .isEqualTo(new ConnectedEntry(
                        "Purse",
                        "k",
                        Connection.USER_ID,
                        stored.revision(),
                        false,
                        stored.created(),
                        stored.updated(),
                        Set.of(EVE),
                        profile.info()
                                .holder()
                                .map(holder -> new dev.datasave.Holder("a", a.incarnation(), stored.updated()))));
        assertThat(connected(a, OPTIONS, 100)).hasSize(6);
    }

    @Test
    @DisplayName(
            "R6: profiles whose current revision has lost the user id, and removed ones, are found for as long as history is kept")
    void profilesByHistory() {
        Profile<Purse> profile = eves(a, "left");
        profile.removeUserId(EVE);
        saved(profile.saveAsync());
        eves(a, "wiped");
        network.await(kept(a).wipeProfileAsync("wiped"));
        assertThat(names(connected(a, OPTIONS, 10)))
                .containsExactly("HISTORY Purse/left", "HISTORY Purse/wiped removed");
        assertThat(network.await(server("b").connectedEntriesAsync("user-bob", OPTIONS, Paging.first(10)))
                        .items())
                .isEmpty();
    }

    @Test
    @DisplayName("more entries than fit on many pages")
    void manyPages() {
        IntStream.range(0, 250).forEach(i -> put("Letters", "e%04d".formatted(i), shared("1", EVE)));
        assertThat(connected(a, OPTIONS, 7))
                .extracting(ConnectedEntry::key)
                .isSorted()
                .hasSize(250)
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("what is disconnected or connected between two pages moves no other entry to another page")
    void changesBetweenPages() {
        for (String key : List.of("b", "c", "d", "e")) {
            put("Letters", key, shared("1", EVE));
        }
        Paging paging = Paging.first(2);
        Page<ConnectedEntry> page = network.await(a.connectedEntriesAsync(EVE, OPTIONS, paging));
        assertThat(names(page.items())).containsExactly("USER_ID Letters/b", "USER_ID Letters/c");
        put("Letters", "a", shared("1", EVE));
        put("Letters", "c", shared("1", "user-bob"));
        page = network.await(a.connectedEntriesAsync(EVE, OPTIONS, paging.after(page.next())));
        assertThat(names(page.items())).containsExactly("USER_ID Letters/d", "USER_ID Letters/e");
    }

    @Test
    @DisplayName("errors of the storage are tried again; a storage that stays away ends it with an exception")
    void faults() {
        put("Letters", "1", shared("1", EVE));
        network.faults(Faults.calm().withErrors(0.5, 0.2));
        assertThat(connected(a, OPTIONS, 10)).hasSize(1);
        network.outage(seconds(60));
        assertThatThrownBy(() -> connected(a, OPTIONS.timeout(seconds(10)), 10))
                .hasCauseInstanceOf(DataSaveException.StorageFailed.class);
    }

    @Test
    @DisplayName("R10: user ids, templates, cursors and times that can't be are refused, and say what was expected")
    void badInput() {
        for (String bad : List.of("", "x".repeat(101), "ä".repeat(51), "a\u0000", "\ud800")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> a.connectedEntriesAsync(bad, OPTIONS, Paging.first(1)))
                    .withMessageContaining("user id");
            assertThatIllegalArgumentException().isThrownBy(() -> a.eraseUserAsync(bad, OPTIONS));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> a.exportUserAsync(bad, OPTIONS, new java.io.ByteArrayOutputStream()));
        }
        UserDataOptions longKey = OPTIONS.keyTemplate("Purse", "k".repeat(395) + "{userId}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.eraseUserAsync(EVE, longKey))
                .withMessageContaining("key: found 403 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.keyTemplate("Purse", "player/userId"))
                .withMessageContaining("{userId}");
        for (String store : List.of("", "~message", "x".repeat(101))) {
            assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.keyTemplate(store, "{userId}"));
            assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.sharedStore(store));
        }
        for (Duration bad : List.of(Duration.ZERO, Duration.ofHours(2))) {
            assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.timeout(bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.quiet(Duration.ofMillis(-1)));
        for (String cursor : List.of("", "?", "x7", "Kx", "K-1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> a.connectedEntriesAsync(
                            EVE, OPTIONS, Paging.first(1).after(cursor)));
        }
    }
}
