package dev.datasave.engine.loop;

import dev.datasave.DataSaveListener;
import dev.datasave.ProfileId;
import dev.datasave.spi.Environment;
import java.util.function.Consumer;

/** Calls the game's listener on user threads. What it throws is logged and goes no further. */
public record Events(DataSaveListener listener, Environment environment) {
    private static final System.Logger LOG = System.getLogger("dev.datasave");

    /** The game's own code threw an exception when it was asked about that profile. */
    public void listenerFailed(ProfileId profile, Throwable thrown) {
        tell(told -> told.listenerFailed(profile, thrown));
    }

    public void tell(Consumer<DataSaveListener> event) {
        environment.onUserThread(() -> {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error thrown) {
                LOG.log(System.Logger.Level.WARNING, "DataSaveListener threw", thrown);
            }
        });
    }
}
