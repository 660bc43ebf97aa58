package dev.datasave.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.LoadResult;
import dev.datasave.Paging;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Acts that fail at any point: the log and the history say of nothing that it was done before it was, and of nothing that is done do they say nothing. */
@Timeout(120)
class AuditTruthTest {
    private static final Mandate ALICE = new Mandate("alice", "ticket 12");
    private static final EntryId PROFILE = new EntryId("Text", "k");

    private final Storage kept = Storage.inMemory();
    private DataSave game;
    private ProfileStore<JsonElement> texts;
    private Operations operations;

    /** Which calls fail: the method's name and its first argument decide. */
    private volatile BiPredicate<String, Object> fails = (method, argument) -> false;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        game = DataSave.builder(kept).serverName("lobby").keepStorageOpen().build();
        operations = Operations.on((Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    if (arguments != null && fails.test(method.getName(), arguments[0])) {
                        throw new DataSaveException.StorageFailed("the database is away", null);
                    }
                    try {
                        return method.invoke(kept, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
        texts = game.profileStore("Text", JsonElement.class, () -> new JsonPrimitive("old"));
        assertThat(texts.loadProfileAsync("k").join()).isInstanceOf(LoadResult.Loaded.class);
    }

    @AfterEach
    void end() {
        fails = (method, argument) -> false;
        operations.close();
        game.close();
        kept.close();
    }

    private ProfileDesk desk() {
        return operations.profile("Text", "k");
    }

    private AuditLog.Line line() {
        return new AuditLog(kept).lines(Paging.first(1)).items().getFirst();
    }

    private List<String> notes() {
        return texts.profileVersionsAsync("k", ProfileVersion.Range.all(), Paging.first(100)).join().items().stream()
                .map(ProfileVersion::note)
                .flatMap(Optional::stream)
                .map(ProfileVersion.Note::why)
                .toList();
    }

    private boolean isGone() {
        return kept.read(List.of(PROFILE)).getFirst().orElseThrow().isTombstone();
    }

    /** Whether a call writes an entry of a store whose value or own part holds some text. */
    private static boolean writes(String method, Object argument, String store, String text) {
        return method.equals("write")
                && ((List<?>) argument)
                        .stream()
                                .map(Write.class::cast)
                                .anyMatch(write -> write.id().store().equals(store)
                                        && (write.content().value()
                                                        + write.content().system())
                                                .contains(text));
    }

    /** The profile can't be read any more once something was written. */
    private static BiPredicate<String, Object> awayAfter(String store, String text) {
        AtomicBoolean isWritten = new AtomicBoolean();
        return (method, argument) -> {
            if (writes(method, argument, store, text)) {
                isWritten.set(true);
                return false;
            }
            return isWritten.get() && method.equals("read") && ((List<?>) argument).contains(PROFILE);
        };
    }

    @Test
    void wipeThatFailsAfterItsNoteIsNotSaidToBeDone() {
        fails = awayAfter("Text", "to be wiped");
        texts.releaseAsync("k").join();
        assertThatThrownBy(() -> desk().wipe(ALICE))
                .isInstanceOf(DataSaveException.StorageFailed.class)
                .hasMessageContaining("the database is away");
        assertThat(isGone()).isFalse();
        assertThat(notes())
                .contains("alice: to be wiped: ticket 12")
                .noneMatch(note -> note.startsWith("alice: wiped"));
        assertThat(line().state()).isEqualTo(AuditLog.State.FAILED);
        assertThat(line().result().orElseThrow()).contains("the database is away");
    }

    @Test
    void releaseThatIsNotMadeLeavesNoNoteThatItWas() {
        fails = awayAfter("~audit", "begun");
        assertThatThrownBy(() -> desk().release(ALICE)).isInstanceOf(DataSaveException.StorageFailed.class);
        fails = (method, argument) -> false;
        assertThat(notes()).isEmpty();
        assertThat(line().action()).isEqualTo("release");
        assertThat(line().state()).isEqualTo(AuditLog.State.FAILED);
        assertThat(texts.holderAsync("k").join()).isPresent();
    }

    @Test
    void whatWasDoneIsToldAlsoWhenTheLogCanNotBeCompleted() {
        fails = (method, argument) -> writes(method, argument, "~audit", "\"done\"");
        assertThatThrownBy(() -> desk().wipe(ALICE))
                .isInstanceOf(DataSaveException.StorageFailed.class)
                .hasMessageContaining("wiped, revision")
                .hasMessageContaining("may stay begun");
        assertThat(isGone()).isTrue();
        assertThat(line().state()).isEqualTo(AuditLog.State.BEGUN);
        assertThat(line().why()).contains("ticket 12");
        assertThat(notes()).contains("alice: to be wiped: ticket 12");
    }

    @Test
    void nothingIsDoneThatTheLogCanNotTake() {
        fails = (method, argument) -> writes(method, argument, "~audit", "\"begun\"");
        assertThatThrownBy(() -> desk().wipe(ALICE)).hasMessageContaining("the database is away");
        assertThatThrownBy(() -> desk().release(ALICE)).hasMessageContaining("the database is away");
        assertThatThrownBy(() ->
                        desk().edit("[{\"op\":\"replace\",\"path\":\"\",\"value\":1}]", OptionalLong.empty(), ALICE))
                .hasMessageContaining("the database is away");
        assertThat(isGone()).isFalse();
        assertThat(notes()).isEmpty();
        assertThat(texts.holderAsync("k").join()).isPresent();
    }

    @Test
    void bulkEditThatEndsInTheMiddleSaysHowFarItCame() {
        assertThatThrownBy(() -> operations
                        .store("Text")
                        .edit(
                                "[{\"op\":\"replace\",\"path\":\"\",\"value\":1}]",
                                "",
                                Optional.empty(),
                                ALICE,
                                progress -> {
                                    throw new IllegalStateException("Ctrl-C");
                                }))
                .hasMessage("Ctrl-C");
        assertThat(line().state()).isEqualTo(AuditLog.State.FAILED);
        assertThat(line().result()).contains("changed 1 of 1, unchanged 0, not fitting 0, failed 0; then: Ctrl-C");
    }

    @Test
    void exportThatCanNotBeWrittenIsNotSaidToGoOn() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("file"), "").resolve("export.json");
        assertThatThrownBy(() -> operations.person("user").export(UserDataOptions.defaults(), noFolder, ALICE))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(line().action()).isEqualTo("export");
        assertThat(line().state()).isEqualTo(AuditLog.State.FAILED);
    }
}
