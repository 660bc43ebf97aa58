package dev.datasave.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.importing.ImportReport.Finding;
import dev.datasave.importing.ImportReport.Outcome;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProfileImportTest {
    private final Storage storage = Storage.inMemory();
    private final List<Finding> findings = new ArrayList<>();

    record Purse(long coins) {}

    /** A game's own class for what was a global update. */
    @dev.datasave.Message.Name("GlobalUpdate")
    record Gift(long id, Data data) {
        record Data(long coins) {}
    }

    private static ImportItem profile(String key, String json) {
        return ImportItem.Profile.of(
                "line " + key, key, JsonParser.parseString(json), Set.of(key), Map.of("from", "x"));
    }

    private ProfileImport of(ImportItem... items) {
        return ProfileImport.of(to -> List.of(items).forEach(to), storage, "Purse")
                .listener(findings::add);
    }

    private Entry entry(String key) {
        return storage.read(List.of(new EntryId("Purse", key))).getFirst().orElseThrow();
    }

    private DataSave server() {
        return DataSave.builder(storage).keepStorageOpen().build();
    }

    private static Profile<Purse> load(DataSave server, String key) {
        ProfileStore<Purse> purses = server.profileStore("Purse", Purse.class, () -> new Purse(0));
        return switch (purses.loadProfileAsync(key).join()) {
            case LoadResult.Loaded<Purse>(var profile) -> profile;
            case LoadResult.NotLoaded<Purse>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    @Test
    void profilesAreWrittenWithUserIdsAndMetadataAndCanBeLoaded() throws IOException {
        ImportReport report = of(profile("a", "{\"coins\":9007199254740993}"), profile("b", "{}"))
                .run();
        assertThat(report.counts()).isEqualTo(Map.of(Outcome.WRITTEN, 2L));
        Entry stored = entry("a");
        assertThat(stored.revision()).isEqualTo(1);
        assertThat(stored.content().userIds()).containsExactly("a");
        assertThat(stored.content().metadata()).containsEntry("from", "x").containsKey(Prepared.MARK);
        assertThat(stored.content().holder()).isNull();
        try (DataSave server = server()) {
            assertThat(load(server, "a").data().coins()).isEqualTo(9007199254740993L);
            assertThat(load(server, "b").data().coins()).isZero();
        }
    }

    @Test
    void aPlanWritesNothing() throws IOException {
        assertThat(of(profile("a", "{}")).plan().counts()).isEqualTo(Map.of(Outcome.WRITTEN, 1L));
        assertThat(storage.read(List.of(new EntryId("Purse", "a"))).getFirst()).isEmpty();
    }

    @Test
    void aSecondRunWritesNothingAlsoAfterTheGameHasPlayedOn() throws IOException {
        ProfileImport same = of(profile("a", "{\"coins\":1}"), profile("b", "{\"coins\":1.0}"));
        same.run();
        try (DataSave server = server()) {
            load(server, "a").update(purse -> new Purse(5));
        }
        long revision = entry("a").revision();
        assertThat(same.run().counts()).isEqualTo(Map.of(Outcome.ALREADY_THERE, 2L));
        assertThat(entry("a").revision()).isEqualTo(revision);
        assertThat(same.verify().counts()).isEqualTo(Map.of(Outcome.CHANGED_SINCE, 1L, Outcome.SAME, 1L));
        assertThat(same.verify().isGood()).isTrue();
    }

    @Test
    void whatIsThereIsNotOverwrittenUnlessToldTo() throws IOException {
        try (DataSave server = server()) {
            load(server, "a").update(purse -> new Purse(5));
        }
        long before = entry("a").revision();
        assertThat(of(profile("a", "{\"coins\":7}"), profile("b", "{}")).run().counts())
                .isEqualTo(Map.of(Outcome.CLASH, 1L, Outcome.WRITTEN, 1L));
        assertThat(findings.getFirst().why()).startsWith("found a profile (revision " + before + " of ");
        ImportReport report = of(profile("a", "{\"coins\":7}")).replacing().run();
        assertThat(report.counts()).isEqualTo(Map.of(Outcome.REPLACED, 1L));
        assertThat(entry("a").revision()).isEqualTo(before + 1);
        assertThat(storage.versions(VersionQuery.revision(new EntryId("Purse", "a"), before))
                        .items())
                .hasSize(1);
        try (DataSave server = server()) {
            assertThat(load(server, "a").data().coins()).isEqualTo(7);
        }
    }

    @Test
    void whatAServerHoldsIsNeverTouched() throws IOException {
        try (DataSave server = server()) {
            Profile<Purse> held = load(server, "a");
            assertThat(of(profile("a", "{}")).replacing().run().counts()).isEqualTo(Map.of(Outcome.CLASH, 1L));
            assertThat(findings.getFirst().why()).contains("that a server holds");
            assertThat(held.isActive()).isTrue();
        }
    }

    @Test
    void aRemovedProfileComesBackOnlyIfToldTo() throws IOException {
        try (DataSave server = server()) {
            load(server, "a").releaseAsync().join();
            settle(server.profileStore("Purse", Purse.class, () -> new Purse(0)).wipeProfileAsync("a"));
        }
        assertThat(of(profile("a", "{\"coins\":3}")).run().counts()).isEqualTo(Map.of(Outcome.CLASH, 1L));
        assertThat(findings.getFirst().why()).startsWith("found a removed profile");
        assertThat(of(profile("a", "{\"coins\":3}")).replacing().run().count(Outcome.REPLACED))
                .isEqualTo(1);
        try (DataSave server = server()) {
            assertThat(load(server, "a").data().coins()).isEqualTo(3);
        }
    }

    private static void settle(CompletableFuture<?> future) {
        future.join();
    }

    private static ImportItem.Profile withHistory(String key, int states) {
        List<ImportItem.Version> versions = new ArrayList<>();
        for (int i = 0; i < states; i++) {
            JsonObject value = new JsonObject();
            value.addProperty("coins", i);
            versions.add(new ImportItem.Version(value, Map.of("saved", "day " + i), i == 0, "saved on day " + i));
        }
        return new ImportItem.Profile("file " + key, key, versions, Set.of(), List.of());
    }

    @Test
    void olderStatesBecomeHistory() throws IOException {
        ProfileImport of = of(withHistory("a", 3));
        of.run();
        assertThat(entry("a").revision()).isEqualTo(3);
        List<Entry> history =
                storage.versions(VersionQuery.all(new EntryId("Purse", "a"))).items();
        assertThat(history)
                .extracting(version -> version.content().metadata().get("saved"))
                .containsExactly("day 1", "day 0");
        assertThat(of.verify().counts()).isEqualTo(Map.of(Outcome.SAME, 1L));
        try (DataSave server = server()) {
            assertThat(load(server, "a").data().coins()).isEqualTo(2);
        }
    }

    @Test
    void anImportThatWasInterruptedBetweenStatesGoesOn() throws IOException {
        Prepared whole = Prepared.of(withHistory("a", 3), "Purse");
        storage.write(
                List.of(Write.put(
                        whole.id(),
                        Optional.empty(),
                        whole.writeId(0, 0),
                        whole.contents().getFirst())),
                Atomicity.EACH);
        ProfileImport of = of(withHistory("a", 3));
        assertThat(of.run().counts()).isEqualTo(Map.of(Outcome.WRITTEN, 1L));
        assertThat(entry("a").revision()).isEqualTo(3);
        assertThat(of.verify().counts()).isEqualTo(Map.of(Outcome.SAME, 1L));
    }

    @Test
    void aProfileThatWasPlayedInTheMiddleOfAnImportIsNotWrittenOver() throws IOException {
        Prepared whole = Prepared.of(withHistory("a", 3), "Purse");
        storage.write(
                List.of(Write.put(
                        whole.id(),
                        Optional.empty(),
                        whole.writeId(0, 0),
                        whole.contents().getFirst())),
                Atomicity.EACH);
        ProfileImport of = of(withHistory("a", 3));
        try (DataSave server = server()) {
            Profile<Purse> held = load(server, "a");
            held.update(purse -> new Purse(70));
            held.saveAsync().join();
            assertThat(of.run().counts()).isEqualTo(Map.of(Outcome.CLASH, 1L));
            assertThat(findings.getLast().why()).contains("that a server holds");
            assertThat(held.isActive()).isTrue();
        }
        assertThat(of.run().counts()).isEqualTo(Map.of(Outcome.CLASH, 1L));
        assertThat(findings.getLast().why())
                .startsWith("found that an import was interrupted between the states of the profile");
        assertThat(entry("a").content().value()).contains("70");
        assertThat(of.replacing().run().counts()).isEqualTo(Map.of(Outcome.REPLACED, 1L));
        assertThat(of.verify().counts()).isEqualTo(Map.of(Outcome.SAME, 1L));
    }

    @Test
    void pinnedStatesBecomePinsAlsoAfterAnInterruption() throws IOException {
        ImportItem.Profile same = withHistory("a", 3);
        try (Mailing mailing = new Mailing(storage, "Purse")) {
            Deciding deciding = new Deciding(storage, "Purse", false, findings::add);
            new Writing(deciding, mailing, new ImportedPins(Storage.inMemory(), mailing)).take(List.of(same));
        }
        assertThat(pins()).containsExactly("", "", "");
        assertThat(of(same).run().counts()).isEqualTo(Map.of(Outcome.ALREADY_THERE, 1L));
        assertThat(pins()).containsExactly("saved on day 0", "", "");
    }

    private List<String> pins() {
        try (DataSave server = server()) {
            return server
                    .profileStore("Purse", Purse.class, () -> new Purse(0))
                    .profileVersionsAsync("a", ProfileVersion.Range.all().fromOldest(), Paging.first(10))
                    .join()
                    .items()
                    .stream()
                    .map(version -> version.pin().map(ProfileVersion.Pin::name).orElse(""))
                    .toList();
        }
    }

    @Test
    void historyTellsWhereAStateComesFromAndIsCompared() throws IOException {
        ProfileImport of = of(withHistory("a", 3));
        of.run();
        try (DataSave server = server()) {
            assertThat(server.profileStore("Purse", Purse.class, () -> new Purse(0))
                            .profileVersionsAsync("a", ProfileVersion.Range.all(), Paging.first(10))
                            .join()
                            .items())
                    .extracting(version -> version.note().orElseThrow().why())
                    .containsExactly("saved on day 2", "saved on day 1", "saved on day 0");
        }
        assertThat(storage.retain(new EntryId("Purse", "a"), 2, Retention.drop()))
                .isTrue();
        assertThat(of.verify().counts()).isEqualTo(Map.of(Outcome.DIFFERENT, 1L));
        assertThat(findings.getLast().why())
                .isEqualTo(
                        "found 1 of the older states in history as the source has them, expected 2; the first that is missing: saved on day 1");
    }

    @Test
    void updatesBecomeMessagesOnce() throws IOException {
        JsonObject coins = new JsonObject();
        coins.addProperty("coins", 4);
        ImportItem.Profile gifted = new ImportItem.Profile(
                "line 1",
                "a",
                List.of(new ImportItem.Version(new JsonObject(), Map.of(), false, "")),
                Set.of(),
                List.of(new GlobalUpdate(1, coins), new GlobalUpdate(2, coins)));
        try (Mailing interrupted = new Mailing(storage, "Purse")) {
            assertThat(interrupted.send(gifted)).isEqualTo(2);
        }
        assertThat(of(gifted).run().messages())
                .as("those that wait already are not sent again")
                .isZero();
        assertThat(of(gifted).run().counts()).isEqualTo(Map.of(Outcome.ALREADY_THERE, 1L));
        try (DataSave server = server()) {
            Profile<Purse> profile = load(server, "a");
            CompletableFuture<Void> both = new CompletableFuture<>();
            profile.onMessage(Gift.class, message -> {
                message.acknowledge(purse ->
                        new Purse(purse.coins() + message.payload().data().coins()));
                if (profile.data().coins() == 8) {
                    both.complete(null);
                }
            });
            both.join();
        }
    }

    private static JsonArray nested(int levels) {
        JsonArray outer = new JsonArray();
        for (int i = 1; i < levels; i++) {
            JsonArray next = new JsonArray();
            next.add(outer);
            outer = next;
        }
        return outer;
    }

    @Test
    void whatNoStoreTakesIsReportedAndTheRestIsImported() throws IOException {
        JsonObject notANumber = new JsonObject();
        notANumber.add("n", new JsonPrimitive(Double.NaN));
        ImportReport report = of(
                        profile("a", "{}"),
                        profile("a", "{\"coins\":1}"),
                        ImportItem.Profile.of("line 3", "n", notANumber, Set.of(), Map.of()),
                        profile("x".repeat(401), "{}"),
                        profile("u", "{\"name\":\"\\u0000\"}"),
                        ImportItem.Profile.of("line d", "d", nested(300), Set.of(), Map.of()),
                        new ImportItem.Unusable("line 5", "found no key"),
                        profile("z", "{}"))
                .run();
        assertThat(report.counts()).isEqualTo(Map.of(Outcome.WRITTEN, 2L, Outcome.UNUSABLE, 6L));
        assertThat(findings)
                .filteredOn(finding -> finding.outcome() == Outcome.UNUSABLE)
                .extracting(Finding::why)
                .containsExactlyInAnyOrder(
                        "found its key a second time in the source, expected it once",
                        "number: found one that JSON can't hold (NaN or infinite)",
                        "key: found 401 bytes of UTF-8, expected 1 to 400 bytes",
                        "value: found an escaped U+0000 at index 9, which no storage can keep",
                        "value: found more than 255 levels, expected at most that many",
                        "found no key");
        assertThat(report.isGood()).isFalse();
    }

    @Test
    void whatComesBeforeABreakIsImported() {
        ProfileImport broken = ProfileImport.of(
                to -> {
                    to.accept(profile("a", "{}"));
                    throw new IOException("found the end in the middle");
                },
                storage,
                "Purse");
        assertThatThrownBy(broken::run).isInstanceOf(IOException.class).hasMessage("found the end in the middle");
        assertThat(entry("a").revision()).isEqualTo(1);
    }

    @Test
    void differencesAndAbsencesAreFound() throws IOException {
        of(profile("a", "{\"coins\":1}")).run();
        storage.write(
                List.of(Write.put(new EntryId("Purse", "b"), Optional.empty(), "w", Content.of("{\"coins\":2}"))),
                Atomicity.EACH);
        ImportReport report = of(profile("a", "{\"coins\":1}"), profile("b", "{\"coins\":1}"), profile("c", "{}"))
                .verify();
        assertThat(report.counts()).isEqualTo(Map.of(Outcome.SAME, 1L, Outcome.DIFFERENT, 1L, Outcome.MISSING, 1L));
    }

    @Test
    void storesOfTheEngineAreRefused() {
        assertThatThrownBy(() -> ProfileImport.of(to -> {}, storage, "~lease"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("store: found ~lease, expected a name that does not begin with ~");
    }
}
