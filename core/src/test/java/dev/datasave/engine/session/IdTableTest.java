package dev.datasave.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.EntryId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same answers as a map's, whatever is put and removed in whatever order. */
class IdTableTest {
    private static final class Thing {
        private final EntryId id;

        private Thing(EntryId id) {
            this.id = id;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60, 3000})
    void answersLikeAMap(int keys) {
        Random random = new Random(keys);
        IdTable<Thing> table = new IdTable<>(thing -> thing.id);
        Map<EntryId, Thing> map = new HashMap<>();
        for (int step = 0; step < 20 * keys; step++) {
            EntryId id = new EntryId("s", "k" + random.nextInt(keys));
            boolean grows = step / (2 * keys) % 2 == 0;
            Thing thing = random.nextInt(4) == 0 || map.get(id) == null ? new Thing(id) : map.get(id);
            if (random.nextInt(3) == 0 != grows) {
                table.put(thing);
                map.put(id, thing);
            } else {
                assertThat(table.remove(thing)).isEqualTo(map.remove(id, thing));
            }
            assertThat(table.get(id)).isSameAs(map.get(id));
            assertThat(table.isEmpty()).isEqualTo(map.isEmpty());
            if (step % keys == 0) {
                assertThat(table.all()).containsExactlyInAnyOrderElementsOf(map.values());
            }
        }
        map.forEach((id, thing) -> assertThat(table.get(id)).isSameAs(thing));
    }
}
