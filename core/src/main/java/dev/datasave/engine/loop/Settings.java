package dev.datasave.engine.loop;

import dev.datasave.DataSaveListener;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What {@code DataSave.Builder} has collected. */
public record Settings(
        Storage storage,
        boolean closesStorage,
        Environment environment,
        String serverName,
        DataSaveListener listener,
        Optional<Executor> homeExecutor,
        Duration heartbeat,
        Duration leaseTime,
        Duration outageGrace,
        Duration closeTimeout,
        Optional<Path> spool) {

    /** The same settings over another storage, which is closed with the server; without a spool. */
    public Settings over(Storage other, Environment its) {
        return new Settings(
                other,
                true,
                its,
                serverName,
                listener,
                homeExecutor,
                heartbeat,
                leaseTime,
                outageGrace,
                closeTimeout,
                Optional.empty());
    }
}
