package dev.datasave.engine.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.Orphan;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.handover.Inbox;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Final states on the disk, and what becomes of them when the storage is back (F18). */
class SpoolTest {
    private static final EntryId ID = new EntryId("Players", "k");
    private static final Token TOKEN = new Token("i".repeat(16), "s".repeat(16));

    @TempDir
    private Path directory;

    private final ManualEnvironment environment = new ManualEnvironment();
    private final Storage storage = environment.storage();
    private final List<String> log = new ArrayList<>();
    private final List<Spool> spools = new ArrayList<>();

    private Spool spool() {
        Loop loop = new Loop(environment.settings(storage, Optional.of(directory)));
        Spool spool = new Spool(loop, new Inbox(loop).strays());
        spool.start();
        environment.run();
        spools.add(spool);
        return spool;
    }

    @AfterEach
    void end() {
        spools.forEach(spool -> spool.end(() -> {}));
        environment.run();
    }

    private SpoolFile file(EntryId id, Optional<Entry> base, String takenFrom, Set<String> newer) {
        Content content = Content.of("{\"coins\":5}").withSystem("{\"loads\":1}");
        long revision = base.map(Entry::revision).orElse(0L);
        return new SpoolFile(
                SpoolFile.write(
                        id, revision, base.map(Entry::writeId).orElse(null), "final", content, Retention.drop()),
                TOKEN,
                takenFrom,
                newer,
                base.map(Entry::created).orElse(Instant.EPOCH),
                "lobby-1",
                ReleaseReason.CLOSING,
                environment.wallClockMillis());
    }

    private Optional<Entry> stored(EntryId id) {
        return storage.read(List.of(id)).getFirst();
    }

    private Entry write(String writeId, Content content) {
        Write write = Write.put(ID, stored(ID), writeId, content).superseding(Retention.keep(Duration.ofDays(9)));
        storage.write(List.of(write), Atomicity.EACH);
        return stored(ID).orElseThrow();
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".json")).count();
        }
    }

    private SpoolVerdict verdict(SpoolFile file) {
        return SpoolVerdict.of(storage, file, environment.wallClockMillis());
    }

    @Test
    void aStateThatIsStillTheSessionsIsWrittenOnTop() {
        Entry base = write("w1", Content.of("1").withHolder(TOKEN.toString()));
        SpoolFile file = file(ID, Optional.of(base), "w0", Set.of());
        assertThat(verdict(file)).isEqualTo(new SpoolVerdict.Put(file.write()));
        Entry handed =
                write("w2", Content.of("1").withHolder(TOKEN.under("other").toString()));
        assertThat(verdict(file))
                .as("on what the session wrote last")
                .isEqualTo(new SpoolVerdict.Put(file.on(Optional.of(handed))));
    }

    @Test
    void aStateThatStandsOrStoodOrIsPartOfWhatStandsIsStored() {
        SpoolFile file = file(ID, Optional.empty(), "", Set.of("transaction"));
        write("final", file.content());
        assertThat(verdict(file)).isEqualTo(new SpoolVerdict.Over(SpoolVerdict.End.STORED));
        for (int i = 0; i < 45; i++) {
            write("w" + i, Content.of("2").withHolder("other/ses"));
        }
        assertThat(verdict(file)).as("far back in history").isEqualTo(new SpoolVerdict.Over(SpoolVerdict.End.STORED));
        SpoolFile late = file(ID, Optional.empty(), "", Set.of("w44"));
        assertThat(verdict(late)).isEqualTo(new SpoolVerdict.Over(SpoolVerdict.End.STORED));
        write("transaction", Content.of("3").withHolder(TOKEN.toString()));
        assertThat(verdict(file)).as("only the release is missing").isEqualTo(new SpoolVerdict.Free(TOKEN));
    }

    @Test
    void aStorageThatWasSetBackTakesTheStateIfNobodyHadTheProfileSince() {
        SpoolFile born = file(ID, Optional.empty(), "", Set.of());
        assertThat(verdict(born)).isEqualTo(new SpoolVerdict.Put(born.write()));
        environment.pass(Duration.ofDays(30));
        assertThat(verdict(born))
                .as("a removal may have left nothing")
                .isEqualTo(new SpoolVerdict.Over(SpoolVerdict.End.ERASED));
        Entry taken = write("w1", Content.of("1"));
        SpoolFile file = file(ID, Optional.of(taken), "w1", Set.of());
        assertThat(verdict(file)).isEqualTo(new SpoolVerdict.Put(file.write()));
        write("w2", Content.of("2"));
        assertThat(verdict(file)).as("somebody had it").isEqualTo(new SpoolVerdict.Put(OrphanEntries.write(file)));
    }

    @Test
    void aStateThatWasErasedMeanwhileDoesNotComeBack() {
        Entry base = write("w1", Content.of("1"));
        SpoolFile file = file(ID, Optional.of(base), "w0", Set.of());
        Write orphan = OrphanEntries.write(file);
        storage.write(List.of(orphan), Atomicity.EACH);
        storage.write(
                List.of(Write.put(ID, stored(ID), "erasure", Erased.tombstone(1))
                        .purging()),
                Atomicity.EACH);
        assertThat(verdict(file)).isInstanceOfSatisfying(SpoolVerdict.Put.class, put -> {
            assertThat(put.write().id()).isEqualTo(orphan.id());
            assertThat(put.write().content()).isEqualTo(Content.TOMBSTONE);
            storage.write(List.of(put.write()), Atomicity.EACH);
        });
        assertThat(verdict(file)).isEqualTo(new SpoolVerdict.Over(SpoolVerdict.End.ERASED));
    }

    @Test
    void anOrphanIsShownAsItWouldHaveBeenAndDiscardedOnce() {
        Entry other = write("w1", Content.of("1").withHolder("other/ses"));
        SpoolFile file = file(ID, Optional.of(other), "w0", Set.of());
        storage.write(List.of(OrphanEntries.write(file)), Atomicity.EACH);
        assertThat(verdict(file)).isEqualTo(new SpoolVerdict.Over(SpoolVerdict.End.ORPHAN));
        List<Entry> orphans = OrphanEntries.list(storage, ID);
        Orphan<String> shown = OrphanEntries.shown(
                        ID,
                        orphans,
                        entry -> Optional.ofNullable(entry.content().value()))
                .getFirst();
        assertThat(shown.data()).contains("{\"coins\":5}");
        assertThat(shown.info().revision()).isEqualTo(1);
        assertThat(shown.info().loads()).isEqualTo(1);
        EntryId id = orphans.getFirst().id();
        assertThat(id.key()).isEqualTo(Addresses.prefix(ID) + "1-" + TOKEN.session());
        assertThat(OrphanEntries.discard(storage, id, "d")).isTrue();
        assertThat(OrphanEntries.discard(storage, id, "e")).isFalse();
        assertThat(OrphanEntries.list(storage, ID)).isEmpty();
    }

    @Test
    void aStateThatIsKeptIsStoredWhenTheStorageIsBackAndItsFileGoes() throws IOException {
        Spool spool = spool();
        environment.out(true);
        SpoolWriter.Keep keep = spool.writer()
                .keep(file(ID, Optional.empty(), "", Set.of()), path -> log.add("kept " + path.isPresent()));
        environment.run();
        assertThat(log).containsExactly("kept true");
        assertThat(files()).isEqualTo(1);
        keep.stays();
        spool.whenReplayed(ID, () -> log.add("replayed"));
        environment.pass(Duration.ofSeconds(2));
        assertThat(spool.holds(ID, TOKEN)).isTrue();
        assertThat(log).hasSize(1);
        environment.out(false);
        environment.pass(Duration.ofSeconds(10));
        assertThat(stored(ID).orElseThrow().content().value()).isEqualTo("{\"coins\":5}");
        assertThat(log).containsExactly("kept true", "replayed");
        assertThat(environment.told()).contains("replayed Players/k");
        assertThat(files()).isZero();
        assertThat(spool.holds(ID, TOKEN)).isFalse();
    }

    @Test
    void whatADeadRunLeftIsStoredByTheNext() throws IOException {
        Spool dead = spool();
        var unused = dead.writer().keep(file(ID, Optional.empty(), "", Set.of()), path -> {});
        environment.run();
        dead.end(() -> log.add("ended"));
        environment.run();
        assertThat(log).containsExactly("ended");
        assertThat(files()).isEqualTo(1);
        var unusedNext = spool();
        environment.pass(Duration.ofSeconds(1));
        assertThat(stored(ID)).isPresent();
        assertThat(files()).isZero();
    }

    @Test
    void manyStatesAreWrittenAndWhatIsNotNeededAnyMoreIsRemoved() throws IOException {
        Spool spool = spool();
        List<SpoolWriter.Keep> keeps = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            SpoolFile file = file(new EntryId("Players", "k" + i), Optional.empty(), "", Set.of());
            keeps.add(spool.writer().keep(file, path -> log.add("kept")));
        }
        keeps.get(99).drop();
        environment.run();
        assertThat(files()).isEqualTo(99);
        assertThat(log).hasSize(99).containsOnly("kept");
        keeps.forEach(SpoolWriter.Keep::drop);
        environment.run();
        assertThat(files()).isZero();
    }
}
