package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk of a server fills up, and is cleared again. */
@Timeout(180)
public abstract class FullDiskFeatures {
    private static final int MOST = 2000;
    private static final String VALUE = '"' + incompressible() + '"';

    private static String incompressible() {
        byte[] bytes = new byte[75_000];
        new Random(1).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A server whose tables are on a small disk. */
    protected abstract TestServer server();

    /** What a write that finds no room is answered. */
    protected abstract String refusal();

    /** Fills the disk; returns the file that does. */
    protected abstract Path fill() throws IOException;

    @Test
    void aFullDiskIsNamedCostsNothingThatWasConfirmedAndAllGoesOnAfterwards_R5() throws Exception {
        List<String> confirmed = new ArrayList<>();
        try (Storage storage = server().open(TestServer.newSchema(FullDiskFeatures.class))) {
            Players.create(storage, "first", "1");
            Path filler = fill();
            Write refused = writeUntilRefused(storage, confirmed);
            assertThat(Players.read(storage, "first")).isPresent();
            Files.delete(filler);
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (!isWritten(storage, refused)) {
                assertThat(System.nanoTime()).as("there is room again").isLessThan(end);
            }
            confirmed.add(refused.id().key());
            assertThat(confirmed)
                    .allSatisfy(key -> assertThat(Players.read(storage, key)
                                    .orElseThrow()
                                    .content()
                                    .value())
                            .isEqualTo(VALUE));
            assertThat(storage.check()).isEmpty();
        }
    }

    /** Adds entries until one fails because there is no room; returns that one. */
    private Write writeUntilRefused(Storage storage, List<String> confirmed) {
        for (int i = 0; i < MOST; i++) {
            Write next = Players.put(storage, "large-" + i, "w" + i, VALUE);
            if (!isWritten(storage, next)) {
                return next;
            }
            confirmed.add(next.id().key());
        }
        throw new AssertionError("the disk has room for everything");
    }

    private boolean isWritten(Storage storage, Write write) {
        try {
            assertThat(Players.write(storage, write)).isInstanceOf(WriteResult.Written.class);
            return true;
        } catch (StorageFailed failure) {
            assertThat(failure.getMessage()).containsPattern(refusal());
            return false;
        }
    }
}
