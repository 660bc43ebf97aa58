package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntryFormatTest {
    private static final String FULL =
            "{\"loads\":2,\"claim\":3,\"schema\":5,\"reader\":4,\"before\":100,\"end\":1,\"endBefore\":50,\"erased\":6,\"detached\":7,"
                    + "\"consumed\":[\"a/1\",\"a/2\"],\"takenBack\":[\"a/1\"],\"rollbacks\":[[8,2]],\"note\":{\"why\":\"w\"},\"newer\":{}}";

    private static Entry entry(String system) {
        Content content = Content.of("{}").withSystem(system);
        return new Entry(new EntryId("s", "k"), 9, "w", content, Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void whatIsReadIsWrittenAgainToTheByte() {
        assertThat(EntryFormat.of(entry(FULL)).text()).isEqualTo(FULL);
        assertThat(EntryFormat.of(entry("{}")).text()).isEqualTo("{}");
        assertThat(EntryFormat.fresh(0, 0).text()).isEqualTo("{}");
    }

    @Test
    void whatIsReadStandsInItsGroup() {
        EntryFormat format = EntryFormat.of(entry(FULL));
        assertThat(format.counters()).isEqualTo(new EntryFormat.Counters(2, 3, 5, 4));
        assertThat(format.times()).isEqualTo(new EntryFormat.Times(100, true, 50));
        assertThat(format.memory())
                .isEqualTo(new EntryFormat.Memory(
                        new Erased(6, 7),
                        new Marks(Set.of("a/1", "a/2"), Set.of("a/1")),
                        new Ancestry(List.of(new Ancestry.Jump(8, 2)))));
    }

    @Test
    void theNextRevisionKeepsAllButTheNote() {
        assertThat(EntryFormat.of(entry(FULL))
                        .next(Instant.ofEpochMilli(200), false)
                        .text())
                .isEqualTo(FULL.replace("\"before\":100,\"end\":1,\"endBefore\":50", "\"before\":200,\"endBefore\":200")
                        .replace(",\"note\":{\"why\":\"w\"}", ""));
    }

    @Test
    void eachChangeLeavesTheRest() {
        JsonObject note = new JsonObject();
        note.addProperty("why", "other");
        EntryFormat format = EntryFormat.of(entry(FULL));
        assertThat(format.withLoad(9).text())
                .isEqualTo(FULL.replace("\"loads\":2,\"claim\":3", "\"loads\":3,\"claim\":9"));
        assertThat(format.withLoad(1).counters().claim()).isEqualTo(3);
        assertThat(format.withSchema(8, 7).text())
                .isEqualTo(FULL.replace("\"schema\":5,\"reader\":4", "\"schema\":8,\"reader\":7"));
        assertThat(format.withErased(new Erased(1, 0)).text())
                .isEqualTo(FULL.replace("\"erased\":6,\"detached\":7", "\"erased\":1"));
        assertThat(format.withMarks(Marks.NONE.withConsumed("b/1")).text())
                .isEqualTo(FULL.replace("[\"a/1\",\"a/2\"],\"takenBack\":[\"a/1\"]", "[\"b/1\"]"));
        assertThat(format.withAncestry(Ancestry.STRAIGHT).text()).isEqualTo(FULL.replace("\"rollbacks\":[[8,2]],", ""));
        assertThat(format.withNote(note).text()).isEqualTo(FULL.replace("\"w\"}", "\"other\"}"));
    }

    @Test
    void theNextLifeRemembersWhatTheRemovalLeft() {
        Content removal = EntryFormat.of(entry(FULL)).removed(10);
        assertThat(removal.system())
                .isEqualTo(
                        "{\"erased\":6,\"detached\":7,\"consumed\":[\"a/1\",\"a/2\"],\"takenBack\":[\"a/1\",\"a/2\"],"
                                + "\"rollbacks\":[[8,2],[10,0]]}");
        EntryFormat born = EntryFormat.born(Optional.of(entry(removal.system())), 1, 0);
        assertThat(born.text()).isEqualTo("{\"schema\":1," + removal.system().substring(1));
        assertThat(EntryFormat.born(Optional.empty(), 1, 0)).isEqualTo(EntryFormat.fresh(1, 0));
    }
}
