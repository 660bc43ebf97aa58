package dev.datasave.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.ProfileVersion.Range;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile's revisions page by page, the present one among them, each once; and pins, step by step (P13). */
class VersionsTest {
    private static final EntryId ID = new EntryId("Players", "k");
    private static final String AUTHOR = "aaaaaaaaaaaaaaaa";
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Storage storage = environment.storage();
    private final Instant start = Instant.ofEpochMilli(environment.wallClockMillis());
    private final Versions versions = new Versions(storage, ID);
    private final PinSteps pins = new PinSteps(storage, this::writeId);

    private String writeId() {
        return "pin" + environment.randomLong();
    }

    private Optional<Entry> stored(EntryId id) {
        return storage.read(List.of(id)).getFirst();
    }

    private void write(Content content, String writeId) {
        Write write = Write.put(ID, stored(ID), writeId, content).superseding(Retention.keep(Duration.ofDays(1)));
        storage.write(List.of(write), Atomicity.EACH);
    }

    /** Revisions 1 to that one, a second apart. */
    private void revisions(int last) {
        for (int i = 1; i <= last; i++) {
            write(Content.of("[" + i + "]"), AUTHOR + "-bbbbbbbbbbbbbbb" + "abcdefghij".charAt(i % 10));
            environment.pass(Duration.ofSeconds(1));
        }
    }

    private List<Long> listed(Range range, int size) {
        List<Long> revisions = new ArrayList<>();
        String next = null;
        do {
            Page<ProfileVersion> page = versions.page(range, Paging.first(size).after(next));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
            page.items().forEach(version -> {
                assertThat(version.isCurrent())
                        .isEqualTo(
                                version.revision() == stored(ID).orElseThrow().revision());
                revisions.add(version.revision());
            });
            next = page.next();
        } while (next != null);
        return revisions;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9, 10, 11, 1000})
    void eachRevisionIsListedOnceFromEitherEndWhateverThePageSize(int size) {
        revisions(10);
        List<Long> oldestFirst = LongStream.rangeClosed(1, 10).boxed().toList();
        assertThat(listed(Range.all().fromOldest(), size)).isEqualTo(oldestFirst);
        assertThat(listed(Range.all(), size)).isEqualTo(oldestFirst.reversed());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1, 1", "3, 5, 4, 6", "8, 99, 9, 10", "9, 9, 10, 10", "10, 99, 0, 0", "-5, -1, 0, 0"})
    void onlyWhatWasWrittenBetweenTwoMomentsIsListed(int from, int to, long first, long last) {
        revisions(10);
        Range range = Range.between(start.plusSeconds(from), start.plusSeconds(to));
        List<Long> expected = first == 0
                ? List.of()
                : LongStream.rangeClosed(first, last).boxed().toList();
        for (int size : new int[] {1, 2, 100}) {
            assertThat(listed(range.fromOldest(), size)).isEqualTo(expected);
            assertThat(listed(range, size)).isEqualTo(expected.reversed());
        }
    }

    @Test
    void whatIsSupersededBetweenTwoPagesIsNotListedTwice() {
        revisions(3);
        Page<ProfileVersion> newest = versions.page(Range.all(), Paging.first(2));
        Page<ProfileVersion> oldest = versions.page(Range.all().fromOldest(), Paging.first(2));
        revisions(2);
        assertThat(newest.items()).extracting(ProfileVersion::revision).containsExactly(3L, 2L);
        assertThat(versions.page(Range.all(), Paging.first(9).after(newest.next()))
                        .items())
                .extracting(ProfileVersion::revision)
                .containsExactly(1L);
        assertThat(versions.page(Range.all().fromOldest(), Paging.first(9).after(oldest.next()))
                        .items())
                .extracting(ProfileVersion::revision)
                .doesNotContain(1L)
                .contains(5L);
    }

    @Test
    void ofAProfileThatNeverWasNothingIsListed() {
        assertThat(versions.page(Range.all(), Paging.first(5))).isEqualTo(new Page<>(List.of(), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "5", ":", "5?", "-5:", "99999999999999999999:", "9999999999999999999:", "5:not a cursor"
            })
    void aCursorOfSomethingElseIsRefused(String cursor) {
        revisions(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> versions.page(Range.all(), Paging.first(2).after(cursor)))
                .withMessageStartingWith("cursor: found ");
    }

    @Test
    void aRevisionIsShownWithWhoMadeItAndWhy() {
        JsonObject note = new JsonObject();
        note.addProperty("action", "edit");
        note.addProperty("why", "lost item");
        note.addProperty("by", 7);
        EntryFormat format = EntryFormat.fresh(2, 1).next(start, true).withNote(note);
        write(Content.of("\"ü\"").withSystem(format.text()), AUTHOR + "-bbbbbbbbbbbbbbbb");
        write(Content.of("1").withSystem("{broken"), "by hand");
        write(Content.TOMBSTONE, AUTHOR + "-bbbbbbbbbbbbbbbc");
        storage.write(
                List.of(Write.put(
                        new EntryId(Addresses.LEASES, AUTHOR),
                        Optional.empty(),
                        "w",
                        Content.of("{\"name\":\"lobby\"}"))),
                Atomicity.EACH);
        List<ProfileVersion> shown = versions.page(Range.all(), Paging.first(9)).items();
        assertThat(shown).extracting(ProfileVersion::isRemoval).containsExactly(true, false, false);
        assertThat(shown.get(1)).as("damaged by hand").satisfies(version -> {
            assertThat(version.author()).isEmpty();
            assertThat(version.schema()).isZero();
        });
        assertThat(shown.get(2)).satisfies(version -> {
            assertThat(version.author()).contains(new ProfileVersion.Author("lobby", AUTHOR));
            assertThat(version.note()).contains(new ProfileVersion.Note("edit", "lost item", "7"));
            assertThat(version.endsSession()).isTrue();
            assertThat(version.schema()).isEqualTo(2);
            assertThat(version.bytes()).isEqualTo(4);
        });
    }

    private static PinFormat pin(long revision) {
        return new PinFormat(ID, revision, "before the sale", "lobby-1", false);
    }

    private Optional<String> pinned(long revision) {
        return versions.page(Range.all(), Paging.first(99)).items().stream()
                .filter(version -> version.revision() == revision)
                .flatMap(version -> version.pin().stream())
                .map(ProfileVersion.Pin::name)
                .findFirst();
    }

    @Test
    void aRevisionInHistoryIsPinnedAndUnpinned() {
        revisions(3);
        assertThat(pins.pin(pin(2), new JsonObject())).isEqualTo(new PinSteps.Step.Done());
        assertThat(pinned(2)).contains("before the sale");
        environment.pass(Duration.ofDays(2));
        storage.sweep(100);
        assertThat(listed(Range.all(), 9)).as("kept for ever").containsExactly(3L, 2L);
        assertThat(pins.unpin(pin(2), pins.superseded(pin(2)), Retention.drop()))
                .isEqualTo(new PinSteps.Step.Done());
        assertThat(listed(Range.all(), 9)).containsExactly(3L);
        assertThat(pins.unpin(pin(2), pins.superseded(pin(2)), Retention.drop()))
                .isEqualTo(new PinSteps.Step.Nothing());
    }

    @Test
    void thePresentStateIsPinnedByWritingItOnceMoreUnlessSomebodyHoldsIt() {
        revisions(1);
        assertThat(pins.pin(pin(1), new JsonObject())).isEqualTo(new PinSteps.Step.Done());
        assertThat(listed(Range.all(), 9)).containsExactly(2L, 1L);
        assertThat(stored(ID).orElseThrow().content().value()).isEqualTo("[1]");
        write(Content.of("2").withHolder("inc/ses"), "w3");
        assertThat(pins.pin(pin(3), new JsonObject()))
                .isEqualTo(new PinSteps.Step.Held(stored(ID).orElseThrow()));
        assertThat(pinned(3)).isEmpty();
    }

    @Test
    void whatIsNotThereOrARemovalIsNotPinned() {
        assertThat(pins.pin(pin(1), new JsonObject())).isEqualTo(new PinSteps.Step.Nothing());
        revisions(1);
        write(Content.TOMBSTONE, "w");
        assertThat(pins.pin(pin(2), new JsonObject())).isEqualTo(new PinSteps.Step.Nothing());
        assertThat(pins.pin(pin(9), new JsonObject())).isEqualTo(new PinSteps.Step.Nothing());
    }

    @Test
    void aPinThatIsNotDoneDoesNotCountAndIsBroughtToAnEnd() {
        revisions(2);
        Write half = Write.put(pin(1).id(), Optional.empty(), "died", pin(1).content(Set.of()));
        storage.write(List.of(half), Atomicity.EACH);
        assertThat(pinned(1)).isEmpty();
        assertThat(pins.pin(pin(1), new JsonObject())).isEqualTo(new PinSteps.Step.Done());
        assertThat(pinned(1)).isPresent();
        storage.retain(ID, 1, Retention.drop());
        storage.write(
                List.of(Write.put(pin(1).id(), stored(pin(1).id()), "half", pin(1).content(Set.of()))), Atomicity.EACH);
        assertThat(pins.pin(pin(1), new JsonObject())).isEqualTo(new PinSteps.Step.Nothing());
        assertThat(stored(pin(1).id())).as("the name goes too").isEmpty();
    }
}
