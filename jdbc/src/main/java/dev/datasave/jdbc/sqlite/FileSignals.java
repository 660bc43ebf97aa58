package dev.datasave.jdbc.sqlite;

import dev.datasave.spi.Signals;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Signals between the processes of one machine, as one storage sees them. The storages of a process share a {@link SignalHub}. */
final class FileSignals implements Signals {
    private final SignalHub hub;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    FileSignals(SqliteFile file) {
        this.hub = SignalHub.join(file);
    }

    @Override
    public void send(String server) {
        hub.send(server);
    }

    @Override
    public Subscription listen(String server, Runnable wake) {
        Subscription subscription = hub.listen(server, wake);
        subscriptions.add(subscription);
        return () -> {
            subscriptions.remove(subscription);
            subscription.close();
        };
    }

    void close() {
        subscriptions.forEach(Subscription::close);
        hub.leave();
    }
}
