package dev.datasave.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page says of items is true of the sample that it shows. */
class KeptItemsTest {
    private static final Path PAGE = Path.of("../docs/integrating.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/datasave/platform/KeptItems.java");
    private static final Pattern SAMPLE = Pattern.compile(
            "^```java\n(/\\*\\* A platform's own lossless form.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** The data of a player. */
    record Bag(Map<Integer, String> items) {}

    /** A version of a game, which knows some materials. Of others it says null, or throws. */
    private record Game(String materials, boolean throwsAtOthers) implements KeptItems.ItemCodec<String> {
        @Override
        public String write(String item) {
            if (!item.matches(materials)) {
                throw new IllegalArgumentException("found " + item);
            }
            return "{id:\"" + item + "\",big:9007199254740993L}";
        }

        @Override
        @SuppressWarnings("NullAway") // as platforms do
        public String read(String text) {
            String item = text.replaceAll("\\{id:\"(\\w+)\",big:9007199254740993L}", "$1");
            if (item.matches(materials)) {
                return item;
            }
            if (throwsAtOthers) {
                throw new IllegalStateException("unknown item");
            }
            return null;
        }
    }

    private static final Game NEW = new Game("apple|sword|crystal", true);
    private static final Game OLD = new Game("apple|sword", true);
    private static final Game OLD_WITH_NULL = new Game("apple|sword", false);

    private static Map<Integer, String> texts() {
        return new KeptItems.Items<>(NEW).write(Map.of(0, "apple", 1, "crystal", 2, "crystal"));
    }

    @Test
    void itemOfANewerVersionComesThroughAnOldServer() {
        for (Game game : new Game[] {OLD, OLD_WITH_NULL}) {
            Map<Integer, String> before = texts();
            KeptItems.Items<String> old = new KeptItems.Items<>(game);
            assertThat(old.read(before)).isEqualTo(Map.of(0, "apple"));
            assertThat(old.write(Map.of(0, "apple"))).isEqualTo(before);
            assertThat(old.write(Map.of())).isEqualTo(Map.of(1, before.get(1), 2, before.get(2)));
        }
    }

    @Test
    void itemWhoseSlotWasFilledGetsAnotherSlot() {
        KeptItems.Items<String> old = new KeptItems.Items<>(OLD);
        old.read(texts());
        Map<Integer, String> after = old.write(Map.of(0, "apple", 1, "sword", 3, "apple"));
        assertThat(new KeptItems.Items<>(NEW).read(after))
                .isEqualTo(Map.of(0, "apple", 1, "sword", 2, "crystal", 3, "apple", 4, "crystal"));
    }

    @Test
    void nextPlayersItemsAreNotMixedWithThoseBefore() {
        KeptItems.Items<String> old = new KeptItems.Items<>(OLD);
        old.read(texts());
        old.read(Map.of());
        assertThat(old.write(Map.of())).isEmpty();
    }

    @Test
    void itemThatCanNotBeWrittenIsNoGap() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeptItems.Items<>(OLD).write(Map.of(0, "apple", 1, "crystal")));
    }

    @Test
    void textsComeBackFromTheStorageWordForWord() {
        Storage storage = Storage.inMemory();
        Map<Integer, String> before = texts();
        try (DataSave dataSave = DataSave.builder(storage).keepStorageOpen().build()) {
            load(dataSave).update(bag -> new Bag(before));
        }
        try (DataSave dataSave = DataSave.builder(storage).build()) {
            assertThat(load(dataSave).data().items()).isEqualTo(before);
        }
    }

    private static Profile<Bag> load(DataSave dataSave) {
        return switch (dataSave.profileStore("Bags", Bag.class, () -> new Bag(Map.of()))
                .loadProfileAsync("alice")
                .join()) {
            case LoadResult.Loaded<Bag>(var profile) -> profile;
            case LoadResult.NotLoaded<Bag>(var reason) -> throw new AssertionError(reason);
        };
    }

    @Test
    void pageShowsThisSample() throws IOException {
        String sample = SAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(SOURCE)
                        .replaceAll("(?m)^    ", "")
                        .replace("\nstatic final class", "\nfinal class"))
                .contains(sample);
    }
}
