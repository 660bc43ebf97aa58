package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.ops.Operations;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of the storage does not wait until everything is counted. */
@Timeout(120)
class CheckupTest {
    @TempDir
    private Path folder;

    /** A storage that does not count before the gate is open. */
    private static Storage slow(Storage storage, CountDownLatch gate) {
        return (Storage) Proxy.newProxyInstance(
                CheckupTest.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("transfer")) {
                        gate.await();
                    }
                    try {
                        return method.invoke(storage, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private static Checkup.Result awaited(Checkup checkup) {
        Optional<Checkup.Result> result = checkup.newest();
        while (result.isEmpty()) {
            result = checkup.newest();
        }
        return result.get();
    }

    @Test
    void resultComesLaterIfTheStorageIsSlow() {
        CountDownLatch gate = new CountDownLatch(1);
        try (Storage storage = SqlStorage.sqlite(folder.resolve("players.db"));
                Operations operations = Operations.on(slow(storage, gate))) {
            Checkup checkup = new Checkup(operations);
            assertThat(checkup.newest()).isEmpty();
            assertThat(checkup.newest()).isEmpty();
            gate.countDown();
            assertThat(awaited(checkup).findings()).isNotEmpty();
        }
    }

    @Test
    void storageThatIsAwayIsTold() throws IOException {
        Path file = folder.resolve("players.db");
        try (Storage storage = SqlStorage.sqlite(file);
                Operations operations = Operations.on(storage)) {
            Checkup checkup = new Checkup(operations);
            assertThat(awaited(checkup).stores()).isNotNull();
            Files.move(file, folder.resolve("elsewhere.db"));
            assertThatThrownBy(() -> {
                        while (true) {
                            var unused = checkup.newest();
                        }
                    })
                    .isInstanceOf(DataSaveException.class);
            Files.move(folder.resolve("elsewhere.db"), file);
        }
    }
}
