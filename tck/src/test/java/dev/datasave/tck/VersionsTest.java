package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.HistoryPolicy;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import dev.datasave.KeyInfo;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Listing a profile's revisions and comparing them, and listing keys (DESIGN 5, F22). */
class VersionsTest extends GameOnNetwork {
    private final DataSave a = server("a");
    private final ProfileStore<Purse> store = keepingAll(a);

    private static ProfileStore<Purse> keepingAll(DataSave server) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().history(HistoryPolicy.everything()));
    }

    /** Revision 1 is the load, the last one the release; in between a save a second. */
    private void lifeOf(String key, int saves) {
        Profile<Purse> profile = load(store, key);
        for (int i = 0; i < saves; i++) {
            network.advance(seconds(1));
            profile.update(purse -> purse.earn(1));
            saved(profile.saveAsync());
        }
        saved(profile.releaseAsync());
    }

    private List<ProfileVersion> all(ProfileVersion.Range range, int size) {
        List<ProfileVersion> found = new ArrayList<>();
        Paging paging = Paging.first(size);
        Page<ProfileVersion> page = network.await(store.profileVersionsAsync("k", range, paging));
        found.addAll(page.items());
        while (page.next() != null) {
            assertThat(page.items()).isNotEmpty().hasSizeLessThanOrEqualTo(size);
            page = network.await(store.profileVersionsAsync("k", range, paging.after(page.next())));
            found.addAll(page.items());
        }
        return found;
    }

    private static List<Long> revisions(List<ProfileVersion> versions) {
        return versions.stream().map(ProfileVersion::revision).toList();
    }

    private void write(String key, String writeId, Content content) {
        EntryId id = new EntryId("Purse", key);
        Optional<dev.datasave.spi.Entry> base =
                network.storage().read(List.of(id)).getFirst();
        Write write = Write.put(id, base, writeId, content).superseding(Retention.pin());
        network.storage().write(List.of(write), Atomicity.EACH);
    }

    @Test
    @DisplayName("every revision is listed once, the present one too, in both orders and on pages of any size")
    void pages() {
        lifeOf("k", 5);
        List<Long> rising = LongStream.rangeClosed(1, 7).boxed().toList();
        for (int size : new int[] {1, 2, 3, 6, 7, 8, 100}) {
            List<ProfileVersion> newest = all(ProfileVersion.Range.all(), size);
            assertThat(revisions(newest)).as("pages of %s", size).isEqualTo(rising.reversed());
            assertThat(newest)
                    .filteredOn(ProfileVersion::isCurrent)
                    .singleElement()
                    .isEqualTo(newest.getFirst());
            List<ProfileVersion> oldest = all(ProfileVersion.Range.all().fromOldest(), size);
            assertThat(oldest).as("pages of %s", size).isEqualTo(newest.reversed());
        }
        assertThat(network.await(store.profileVersionsAsync("nobody", ProfileVersion.Range.all(), Paging.first(10))))
                .isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    @DisplayName("a version says when, by whom, whether it ended a session, and how long it is; without decoding data")
    void whatAVersionSays() {
        lifeOf("k", 1);
        write("k", "by hand", Content.of("no JSON at all, ü").withSystem("damaged"));
        List<ProfileVersion> versions = all(ProfileVersion.Range.all().fromOldest(), 10);
        assertThat(versions).hasSize(4);
        assertThat(versions).extracting(ProfileVersion::endsSession).containsExactly(false, false, true, false);
        assertThat(versions.get(1).author()).contains(new ProfileVersion.Author("a", a.incarnation()));
        assertThat(versions.get(1).bytes())
                .isEqualTo(
                        network.await(store.viewProfileAsync("k", 2))
                                        .orElseThrow()
                                        .data()
                                        .items()
                                        .isEmpty()
                                ? "{\"coins\":1,\"items\":[]}".length()
                                : 0);
        assertThat(versions.get(1).updated()).isAfter(versions.get(0).updated());
        ProfileVersion byHand = versions.get(3);
        assertThat(byHand.author()).isEmpty();
        assertThat(byHand.bytes()).isEqualTo(18);
        assertThat(byHand.isCurrent()).isTrue();
        network.closeServer(a);
        DataSave b = server("b");
        assertThat(network.await(keepingAll(b).profileVersionsAsync("k", ProfileVersion.Range.all(), Paging.first(10)))
                        .items()
                        .get(2)
                        .author())
                .contains(new ProfileVersion.Author("?", a.incarnation()));
    }

    @Test
    @DisplayName("a range of time limits superseded revisions and the present one alike")
    void rangeOfTime() {
        lifeOf("k", 5);
        List<ProfileVersion> versions = all(ProfileVersion.Range.all().fromOldest(), 10);
        Instant from = versions.get(2).updated();
        Instant to = versions.get(4).updated();
        for (int size : new int[] {1, 2, 3, 10}) {
            assertThat(revisions(all(ProfileVersion.Range.between(from, to), size)))
                    .containsExactly(5L, 4L, 3L);
            assertThat(revisions(all(ProfileVersion.Range.between(from, to).fromOldest(), size)))
                    .containsExactly(3L, 4L, 5L);
            assertThat(revisions(
                            all(ProfileVersion.Range.between(versions.get(6).updated(), Instant.MAX), size)))
                    .contains(7L);
        }
        assertThat(all(ProfileVersion.Range.between(to.plusSeconds(60), Instant.MAX), 10))
                .isEmpty();
    }

    @Test
    @DisplayName("a removal is shown, and what was before it")
    void removals() {
        lifeOf("k", 1);
        network.await(store.wipeProfileAsync("k"));
        List<ProfileVersion> versions = all(ProfileVersion.Range.all(), 10);
        assertThat(versions.getFirst().isRemoval()).isTrue();
        assertThat(versions.getFirst().bytes()).isZero();
        assertThat(versions.get(1).isRemoval()).isFalse();
    }

    @Test
    @DisplayName("what is superseded between two pages is shown once")
    void supersededBetweenPages() {
        Profile<Purse> profile = load(store, "k");
        for (int i = 0; i < 5; i++) {
            profile.update(purse -> purse.earn(1));
            saved(profile.saveAsync());
        }
        for (boolean oldestFirst : new boolean[] {false, true}) {
            ProfileVersion.Range range = new ProfileVersion.Range(Optional.empty(), Optional.empty(), oldestFirst);
            List<Long> seen = new ArrayList<>();
            Page<ProfileVersion> page = network.await(store.profileVersionsAsync("k", range, Paging.first(2)));
            while (true) {
                page.items().forEach(version -> seen.add(version.revision()));
                if (page.next() == null) {
                    break;
                }
                if (seen.size() < 8) {
                    profile.update(purse -> purse.earn(1));
                    saved(profile.saveAsync());
                }
                page = network.await(
                        store.profileVersionsAsync("k", range, Paging.first(2).after(page.next())));
            }
            assertThat(seen).doesNotHaveDuplicates().contains(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    @DisplayName("a cursor that is none is refused")
    void foreignCursor() {
        lifeOf("k", 1);
        for (String cursor : new String[] {"x", "", "5", "5:x", "99999999999999999999:"}) {
            assertThatThrownBy(() -> network.await(store.profileVersionsAsync(
                            "k", ProfileVersion.Range.all(), Paging.first(1).after(cursor))))
                    .as(cursor)
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("a diff says what an hour of play has changed, between any two revisions")
    void diffs() {
        Profile<Purse> profile = load(store, "k");
        profile.update(purse -> new Purse(5, List.of("axe", "bow", "cap")));
        long before = saved(profile.saveAsync()).revision();
        profile.update(purse -> new Purse(7, List.of("axe", "cap", "dye")));
        long after = saved(profile.saveAsync()).revision();
        JsonDiff diff =
                network.await(store.profileDiffAsync("k", before, after)).orElseThrow();
        assertThat(diff.changes())
                .containsExactly(
                        new JsonChange.Changed("$.coins", new JsonPrimitive(5), new JsonPrimitive(7)),
                        new JsonChange.Removed("$.items[1]", new JsonPrimitive("bow")),
                        new JsonChange.Added("$.items[2]", new JsonPrimitive("dye")));
        assertThat(network.await(store.profileDiffAsync("k", after, after))
                        .orElseThrow()
                        .isEmpty())
                .isTrue();
        assertThat(network.await(store.profileDiffAsync("k", after, after + 1))).isEmpty();
        write("other", "w1", Content.of("{broken"));
        write("other", "w2", Content.of("{}"));
        assertThatThrownBy(() -> network.await(store.profileDiffAsync("other", 1, 2)))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("Purse/other, revision 1");
    }

    @Test
    @DisplayName("keys are listed by prefix, a page at a time")
    void keys() {
        IntStream.range(0, 25).forEach(i -> write("p/%02d".formatted(i), "w", Content.of("{}")));
        write("q/1", "w", Content.of("{}"));
        List<String> found = new ArrayList<>();
        Paging paging = Paging.first(10);
        Page<KeyInfo> page = network.await(store.profileKeysAsync("p/", paging));
        page.items().forEach(info -> found.add(info.key()));
        while (page.next() != null) {
            page = network.await(store.profileKeysAsync("p/", paging.after(page.next())));
            page.items().forEach(info -> found.add(info.key()));
        }
        assertThat(found).hasSize(25).isSorted().startsWith("p/00").endsWith("p/24");
        assertThat(network.await(store.profileKeysAsync("", Paging.first(100))).items())
                .hasSize(26);
    }
}
