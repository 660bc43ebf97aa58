package dev.datasave.engine;

import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The stores of a server by name: each is opened once, as one kind and with one type. From any thread. */
final class Stores {
    private final Engine engine;
    private final Map<String, Open> open = new HashMap<>();

    Stores(Engine engine) {
        this.engine = engine;
    }

    /** A store that is open. */
    interface Open {
        String kind();

        Class<?> type();

        /** The server has closed. */
        void close();
    }

    <T> ProfileStore<T> profiles(
            String name, Class<T> type, Supplier<? extends T> template, ProfileOptions<T> options) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(options, "options");
        @SuppressWarnings("unchecked") // kind and type are compared
        Store<T> store = (Store<T>)
                open(name, "a profile store", type, () -> new Store<>(engine, name, type, template, options));
        return store;
    }

    <T> DataStore<T> entries(String name, Class<T> type, DataStoreOptions<T> options) {
        @SuppressWarnings("unchecked") // kind and type are compared
        Entries<T> store =
                (Entries<T>) open(name, "a data store", type, () -> new Entries<>(engine, name, type, options));
        return store;
    }

    private synchronized Open open(String name, String kind, Class<?> type, Supplier<Open> making) {
        Limits.checkStore(name);
        if (name.startsWith("~")) {
            throw new IllegalArgumentException(
                    "store: found the name \"" + name + "\", expected one that does not start with ~, the engine's");
        }
        if (engine.isClosing()) {
            throw new DataSaveException.Closed("server " + engine.ids().serverName());
        }
        Open known = open.get(name);
        if (known == null) {
            Open made = making.get();
            open.put(name, made);
            return made;
        }
        if (!known.kind().equals(kind) || !known.type().equals(type)) {
            throw new IllegalStateException("store \"" + name + "\": found it open as " + known.kind() + " of "
                    + known.type().getName() + ", expected " + kind + " of " + type.getName());
        }
        return known;
    }

    /** A profile store that is open here. */
    synchronized Optional<Store<?>> profiles(String name) {
        return open.get(name) instanceof Store<?> store ? Optional.of(store) : Optional.empty();
    }

    synchronized void close() {
        open.values().forEach(Open::close);
    }
}
