package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.ProfileOptions;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DataFormatMigrationTest {
    record Data(long money, String name) {}

    private static UnaryOperator<JsonElement> rename(String from, String to) {
        return tree -> {
            JsonObject object = tree.getAsJsonObject();
            object.add(to, object.remove(from));
            return object;
        };
    }

    private static DataFormat<Data> format(ProfileOptions<Data> options) {
        return new DataFormat<>("Players", Data.class, () -> new Data(0, "new"), options, Optional.empty());
    }

    private final DataFormat<Data> format = format(ProfileOptions.<Data>defaults()
            .migration(1, 0, rename("coins", "gold"))
            .migration(2, 1, rename("gold", "money")));

    @Test
    void stepsRunInOrderFromTheDatasVersion() {
        assertThat(format.schema()).isEqualTo(2);
        assertThat(format.oldestReader()).isEqualTo(1);
        assertThat(format.decode("{\"coins\":5,\"name\":\"a\"}", 0, 0))
                .isEqualTo(new DataFormat.Decoded<>(new Data(5, "a"), null, true, 2, 1));
        assertThat(format.decode("{\"gold\":5,\"coins\":7}", 1, 0))
                .isEqualTo(new DataFormat.Decoded<>(new Data(5, "new"), null, true, 2, 1));
        assertThat(format.decode("{\"money\":5}", 2, 1).migrated()).isFalse();
        assertThat(format.fresh()).isEqualTo(new DataFormat.Decoded<>(new Data(0, "new"), null, false, 2, 1));
    }

    @Test
    void dataForNewerReadersIsRefusedF5() {
        assertThatThrownBy(() -> format.decode("{}", 5, 3)).isInstanceOfSatisfying(NewerSchemaException.class, e -> {
            assertThat(e.found()).isEqualTo(3);
            assertThat(e.known()).isEqualTo(2);
        });
    }

    @Test
    void newerDataThatThisVersionMayReadKeepsItsVersionAndItsMembers() {
        DataFormat.Decoded<Data> loaded = format.decode("{\"money\":5,\"name\":\"a\",\"guild\":1}", 4, 2);
        assertThat(loaded.schema()).isEqualTo(4);
        assertThat(loaded.oldestReader()).isEqualTo(2);
        assertThat(loaded.migrated()).isFalse();
        assertThat(format.encode(new Data(6, "a"), loaded.leftover()))
                .isEqualTo("{\"money\":6,\"name\":\"a\",\"guild\":1}");
    }

    @Test
    void aMigrationThatFailsIsInvalidData() {
        IllegalStateException thrown = new IllegalStateException("secret");
        assertThatThrownBy(() -> format(ProfileOptions.<Data>defaults().migration(1, 1, tree -> {
                            throw thrown;
                        }))
                        .decode("{\"name\":\"secret\"}", 0, 0))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("migrated to version 1")
                .hasMessageNotContaining("secret")
                .hasCause(thrown);
        assertThatThrownBy(() -> format(ProfileOptions.<Data>defaults().migration(1, 1, tree -> null))
                        .decode("{}", 0, 0))
                .isInstanceOf(InvalidData.class);
        assertThatThrownBy(() -> format(ProfileOptions.<Data>defaults().migration(1, 1, tree -> JsonNull.INSTANCE))
                        .decode("{}", 0, 0))
                .isInstanceOf(InvalidData.class);
    }

    @Test
    void impossibleVersionsAreInvalidData() {
        assertThatThrownBy(() -> format.decode("{}", -1, 0)).isInstanceOf(InvalidData.class);
        assertThatThrownBy(() -> format.decode("{}", 1, 2)).isInstanceOf(InvalidData.class);
    }
}
