package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.KeyInfo;
import dev.datasave.ProfileVersion;
import dev.datasave.WriteOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Earlier values of a key, and its neighbours. */
class DataStoreVersionsTest extends DataStoreOnNetwork {
    private final DataSave a = server("a");
    private final DataStore<Guild> guilds = keptGuilds(a);

    /** Revisions 1 to 5 with 1 to 5 members, 10 seconds apart; 6 removes it; 7 has 7 members. */
    @BeforeEach
    void aHistory() {
        for (int members = 1; members <= 7; members++) {
            if (members == 6) {
                written(guilds.removeAsync("owls"));
            } else {
                written(guilds.setAsync(
                        "owls",
                        new Guild("Owls", members),
                        WriteOptions.defaults().metadata(Map.of("by", "m" + members))));
            }
            network.advance(seconds(10));
        }
    }

    private List<Long> revisions(ProfileVersion.Range range, int size) {
        return all(size, paging -> guilds.listVersionsAsync("owls", range, paging)).stream()
                .map(KeyInfo::revision)
                .toList();
    }

    @Test
    @DisplayName(
            "R6: versions are listed newest first or oldest first, page by page, without removals and the present one")
    void versionsAreListed() {
        assertThat(revisions(ProfileVersion.Range.all(), 100)).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(revisions(ProfileVersion.Range.all(), 2)).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(revisions(ProfileVersion.Range.all().fromOldest(), 1)).containsExactly(1L, 2L, 3L, 4L, 5L);
        KeyInfo third = all(4, paging -> guilds.listVersionsAsync("owls", ProfileVersion.Range.all(), paging))
                .get(2);
        assertThat(third.metadata()).isEqualTo(Map.of("by", "m3"));
        assertThat(all(3, paging -> guilds.listVersionsAsync("larks", ProfileVersion.Range.all(), paging)))
                .isEmpty();
    }

    @Test
    @DisplayName("versions are listed by the time when they were written, bounds included")
    void versionsOfATime() {
        Instant second = network.await(guilds.getVersionAsync("owls", 2))
                .orElseThrow()
                .info()
                .updated();
        Instant fourth = network.await(guilds.getVersionAsync("owls", 4))
                .orElseThrow()
                .info()
                .updated();
        assertThat(revisions(ProfileVersion.Range.between(second, fourth), 2)).containsExactly(4L, 3L, 2L);
        assertThat(revisions(ProfileVersion.Range.between(second.plusMillis(1), fourth.minusMillis(1)), 2))
                .containsExactly(3L);
        assertThat(revisions(
                        new ProfileVersion.Range(java.util.Optional.of(fourth), java.util.Optional.empty(), true), 9))
                .containsExactly(4L, 5L);
    }

    @Test
    @DisplayName(
            "a version is got by its revision: an earlier one, the present one; a removal and unknown ones are empty")
    void versionsByRevision() {
        assertThat(value(guilds.getVersionAsync("owls", 3))).contains(new Guild("Owls", 3));
        assertThat(value(guilds.getVersionAsync("owls", 7))).contains(new Guild("Owls", 7));
        for (long revision : new long[] {6, 8, 0, -1, Long.MAX_VALUE}) {
            assertThat(value(guilds.getVersionAsync("owls", revision))).isEmpty();
        }
        assertThat(value(guilds.getVersionAsync("larks", 1))).isEmpty();
    }

    @Test
    @DisplayName(
            "the value at a moment is that of the newest revision before it; of a removal, and before all, there is none")
    void versionsAtATime() {
        Instant third = network.await(guilds.getVersionAsync("owls", 3))
                .orElseThrow()
                .info()
                .updated();
        assertThat(value(guilds.getVersionAtTimeAsync("owls", third))).contains(new Guild("Owls", 3));
        assertThat(value(guilds.getVersionAtTimeAsync("owls", third.minusMillis(1))))
                .contains(new Guild("Owls", 2));
        assertThat(value(guilds.getVersionAtTimeAsync("owls", third.plusSeconds(9))))
                .contains(new Guild("Owls", 3));
        assertThat(value(guilds.getVersionAtTimeAsync("owls", third.plusSeconds(35))))
                .isEmpty();
        assertThat(value(guilds.getVersionAtTimeAsync("owls", Instant.MAX))).contains(new Guild("Owls", 7));
        assertThat(value(guilds.getVersionAtTimeAsync("owls", third.minusSeconds(60))))
                .isEmpty();
        assertThat(value(guilds.getVersionAtTimeAsync("owls", Instant.MIN))).isEmpty();
    }

    @Test
    @DisplayName("a version that was removed is gone, the others stay; the present one is not removed by this")
    void versionsAreRemoved() {
        assertThat(network.await(guilds.removeVersionAsync("owls", 3))).isTrue();
        assertThat(network.await(guilds.removeVersionAsync("owls", 3))).isFalse();
        assertThat(network.await(guilds.removeVersionAsync("owls", 7))).isFalse();
        assertThat(value(guilds.getVersionAsync("owls", 3))).isEmpty();
        assertThat(revisions(ProfileVersion.Range.all(), 2)).containsExactly(5L, 4L, 2L, 1L);
        assertThat(value(guilds.getAsync("owls"))).contains(new Guild("Owls", 7));
    }

    @Test
    @DisplayName(
            "keys are listed by prefix in the order of their bytes, page by page, without removed ones and other stores")
    void keysAreListed() {
        DataStore<Long> numbers = numbers(a);
        List<String> keys =
                IntStream.range(0, 25).mapToObj(i -> "shop/" + (char) ('a' + i)).toList();
        keys.forEach(key -> written(numbers.setAsync(key, 1L)));
        written(numbers.setAsync("shop", 1L));
        written(numbers.setAsync("shop0", 1L));
        written(numbers.setAsync("ship", 1L));
        written(numbers.setAsync("\u00e9", 1L));
        written(numbers.removeAsync("shop/c"));
        List<String> left = keys.stream().filter(key -> !key.equals("shop/c")).toList();
        for (int size : new int[] {1, 7, 24, 25, 1000}) {
            assertThat(keys(all(size, paging -> numbers.listKeysAsync("shop/", paging))))
                    .isEqualTo(left);
        }
        assertThat(keys(all(10, paging -> numbers.listKeysAsync("", paging))))
                .hasSize(28)
                .startsWith("ship", "shop", "shop/a")
                .endsWith("shop/y", "shop0", "\u00e9");
        assertThat(all(10, paging -> numbers.listKeysAsync("x", paging))).isEmpty();
    }
}
