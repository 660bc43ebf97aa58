package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The mark of an erasure: what was based on an older revision is not to be kept (P14). */
class ErasedTest {

    private static Optional<Entry> entry(long revision, Content content) {
        return Optional.of(new Entry(new EntryId("s", "k"), revision, "w", content, Instant.EPOCH, Instant.EPOCH));
    }

    @Test
    void coversWhatIsBasedOnOlderRevisions() {
        Optional<Entry> tombstone = entry(8, Erased.tombstone(7));
        assertThat(tombstone.orElseThrow().isTombstone()).isTrue();
        Erased erased = Erased.of(tombstone);
        assertThat(erased).isEqualTo(new Erased(8, 0));
        assertThat(erased.covers(0)).isTrue();
        assertThat(erased.covers(7)).isTrue();
        assertThat(erased.covers(8)).isFalse();
        assertThat(erased.withPart(11).covers(10)).isTrue();
        assertThat(erased.withPart(11).covers(11)).isFalse();
    }

    @Test
    void isRememberedByTheNextLifeAndByItsRemoval() {
        EntryFormat born =
                EntryFormat.fresh(0, 0).withErased(new Erased(8, 9)).withLoad(1).next(Instant.EPOCH, true);
        Optional<Entry> alive = entry(12, Content.of("{}").withSystem(born.text()));
        assertThat(Erased.of(alive)).isEqualTo(new Erased(8, 9));
        Optional<Entry> removed = entry(13, Erased.of(alive).tombstone());
        assertThat(Erased.of(removed)).as("a removal is no erasure").isEqualTo(new Erased(8, 9));
        assertThat(Erased.NOTHING.tombstone()).isEqualTo(Content.TOMBSTONE);
    }

    @Test
    void isNotThereWhereNothingWasErased() {
        assertThat(Erased.of(Optional.empty())).isEqualTo(Erased.NOTHING);
        assertThat(Erased.of(entry(3, Content.TOMBSTONE))).isEqualTo(Erased.NOTHING);
        assertThat(Erased.of(entry(3, Content.of("1")))).isEqualTo(Erased.NOTHING);
        assertThat(Erased.of(entry(3, Content.of("1").withSystem("{broken")))).isEqualTo(Erased.NOTHING);
        assertThat(Erased.NOTHING.covers(0)).isFalse();
    }

    @Test
    void marksASharedRecordThatHasAnEnginesPart() {
        String system = Erased.marked("{\"loads\":2,\"other\":{}}", 4);
        assertThat(Erased.of(entry(5, Content.of("1").withSystem(system)))).isEqualTo(new Erased(0, 5));
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
        Entry early = message(Erased.addressed(entry(7, Content.of("1"))));
        assertThat(new Erased(8, 0).wasSentBefore(early)).isTrue();
        assertThat(new Erased(7, 0).wasSentBefore(early)).isFalse();
        assertThat(new Erased(0, 9).wasSentBefore(early))
                .as("others share the profile")
                .isFalse();
        Entry beforeItWasThere = message(Erased.addressed(Optional.empty()));
        assertThat(Erased.NOTHING.wasSentBefore(beforeItWasThere)).isFalse();
        assertThat(new Erased(1, 0).wasSentBefore(beforeItWasThere)).isTrue();
        assertThat(new Erased(1, 0).wasSentBefore(message(null))).isTrue();
    }

    private static Entry message(@Nullable String system) {
        return entry(1, Content.of("1").withSystem(system)).orElseThrow();
    }
}
