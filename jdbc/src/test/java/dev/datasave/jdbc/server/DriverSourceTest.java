package dev.datasave.jdbc.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import org.junit.jupiter.api.Test;

class DriverSourceTest {

    @Test
    void aMissingDriverIsNamedWithItsArtifact() {
        assertThatThrownBy(() -> DriverSource.driver("org.example.Driver", "org.example:driver", "MariaDB"))
                .isInstanceOf(StorageFailed.class)
                .hasMessage(
                        "MariaDB: found no driver org.example.Driver, expected the artifact org.example:driver among the"
                                + " dependencies of the game");
    }

    @Test
    void aDriverThatIsNoneIsUnusable() {
        assertThatThrownBy(() -> DriverSource.driver("java.lang.Object", "org.example:driver", "MariaDB"))
                .isInstanceOf(StorageFailed.class)
                .hasMessage("MariaDB: found the driver java.lang.Object unusable");
    }
}
