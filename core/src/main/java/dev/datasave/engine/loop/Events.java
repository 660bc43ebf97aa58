package dev.datasave.engine.loop;

import dev.datasave.DataSaveListener;
import dev.datasave.ProfileId;
import dev.datasave.spi.Environment;
import java.util.function.Consumer;

/** Tells the game's listener, on its threads; what it throws is logged and goes no further. Thread-safe. */
public final class Events {
    private final DataSaveListener listener;
    private final Environment environment;
    private long untold;
    private Runnable whenTold = () -> {};

    Events(DataSaveListener listener, Environment environment) {
        this.listener = listener;
        this.environment = environment;
    }

    /** The game's own code threw while it was asked about that profile. */
    public void listenerFailed(ProfileId profile, Throwable thrown) {
        tell(told -> told.listenerFailed(profile, thrown));
    }

    public void tell(Consumer<DataSaveListener> event) {
        begun();
        environment.onUserThread(() -> {
            try {
                event.accept(listener);
            } catch (Throwable thrown) {
                EventLog.OF_PROCESS.failed(
                        System.Logger.Level.WARNING, "DataSaveListener threw", "", LoggedCause.of(thrown));
            } finally {
                told();
            }
        });
    }

    private synchronized void begun() {
        untold++;
    }

    private void told() {
        Runnable then;
        synchronized (this) {
            untold--;
            then = nextIfAllIsTold();
        }
        then.run();
    }

    private Runnable nextIfAllIsTold() {
        if (untold > 0) {
            return () -> {};
        }
        Runnable then = whenTold;
        whenTold = () -> {};
        return then;
    }

    /** Runs the step once the listener has returned from every event so far; at once if it has. The step is to end quickly. */
    void whenTold(Runnable step) {
        Runnable then;
        synchronized (this) {
            whenTold = step;
            then = nextIfAllIsTold();
        }
        then.run();
    }
}
