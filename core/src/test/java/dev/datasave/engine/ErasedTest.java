package dev.datasave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The mark of an erasure: what was based on an older revision is not to be kept (P14). */
class ErasedTest {

    private static Optional<Entry> entry(long revision, Content content) {
        return Optional.of(new Entry(new EntryId("s", "k"), revision, "w", content, Instant.EPOCH, Instant.EPOCH));
    }

    @Test
    void coversWhatIsBasedOnOlderRevisions() {
        Optional<Entry> erased = entry(8, Erased.tombstone(7));
        assertThat(erased.orElseThrow().isTombstone()).isTrue();
        assertThat(Erased.revision(erased)).isEqualTo(8);
        assertThat(Erased.covers(erased, 0)).isTrue();
        assertThat(Erased.covers(erased, 7)).isTrue();
        assertThat(Erased.covers(erased, 8)).isFalse();
    }

    @Test
    void isRememberedByTheNextLifeAndByItsRemoval() {
        EntryFormat born = EntryFormat.fresh(0, 0).withErased(8).withLoad(1).next(Instant.EPOCH, true);
        Optional<Entry> alive = entry(12, Content.of("{}").withSystem(born.text()));
        assertThat(Erased.covers(alive, 7)).isTrue();
        assertThat(Erased.covers(alive, 11)).isFalse();
        Optional<Entry> removed = entry(13, Erased.tombstoneOf(EntryFormat.of(alive.orElseThrow())));
        assertThat(Erased.covers(removed, 7)).isTrue();
        assertThat(Erased.covers(removed, 12)).as("a removal is no erasure").isFalse();
        assertThat(Erased.tombstoneOf(EntryFormat.fresh(0, 0))).isEqualTo(Content.TOMBSTONE);
    }

    @Test
    void isNotThereWhereNothingWasErased() {
        assertThat(Erased.covers(Optional.empty(), 0)).isFalse();
        assertThat(Erased.covers(entry(3, Content.TOMBSTONE), 1)).isFalse();
        assertThat(Erased.covers(entry(3, Content.of("1")), 1)).isFalse();
        assertThat(Erased.covers(entry(3, Content.of("1").withSystem("{broken")), 1))
                .isFalse();
    }

    @Test
    void marksASharedEntryThatHasAnEnginesPart() {
        String system = Erased.marked("{\"loads\":2,\"other\":{}}", 4);
        assertThat(Erased.covers(entry(5, Content.of("1").withSystem(system)), 4))
                .isTrue();
        assertThat(system).contains("\"loads\":2").contains("\"other\":{}");
        assertThat(Erased.marked(null, 4)).isNull();
    }

    @Test
    void tellsProfilesFromRecords() {
        assertThat(Erased.isProfile(entry(1, Content.of("1")).orElseThrow())).isFalse();
        assertThat(Erased.isProfile(
                        entry(1, Content.of("1").withSystem("{\"loads\":0}")).orElseThrow()))
                .isFalse();
        assertThat(Erased.isProfile(
                        entry(1, Content.of("1").withSystem("{\"loads\":1}")).orElseThrow()))
                .isTrue();
        assertThat(Erased.isProfile(entry(1, Content.of("1").withSystem("[]")).orElseThrow()))
                .isFalse();
    }

    @Test
    void aMessageIsOfTheLifeThatItWasAddressedTo() {
        Entry early = entry(1, Content.of("1").withSystem(Erased.addressed(entry(7, Content.of("1")))))
                .orElseThrow();
        assertThat(Erased.wasSentBefore(8, early)).isTrue();
        assertThat(Erased.wasSentBefore(7, early)).isFalse();
        Entry beforeItWasThere = entry(1, Content.of("1").withSystem(Erased.addressed(Optional.empty())))
                .orElseThrow();
        assertThat(Erased.wasSentBefore(0, beforeItWasThere)).isFalse();
        assertThat(Erased.wasSentBefore(1, beforeItWasThere)).isTrue();
        assertThat(Erased.wasSentBefore(1, entry(1, Content.of("1")).orElseThrow()))
                .isTrue();
    }
}
