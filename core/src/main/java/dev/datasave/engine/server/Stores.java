package dev.datasave.engine.server;

import com.google.gson.JsonElement;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.HistoryPolicy;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.engine.data.Template;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.load.Loads;
import dev.datasave.engine.load.Removals;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Messages;
import dev.datasave.engine.operator.Moves;
import dev.datasave.engine.operator.Operator;
import dev.datasave.engine.records.RecordStore;
import dev.datasave.engine.records.Updates;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.Publication;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** The stores of a server by name. Each is opened once, as one sort and with one type. From any thread. */
final class Stores {
    private final Loop loop;
    private final Loads loads;
    private final Removals removals;
    private final Messages messages;
    private final Operator operator;
    private final Moves moves;
    private final Updates updates;
    private final Map<String, Open> open = new HashMap<>();

    Stores(
            Loop loop,
            Loads loads,
            Removals removals,
            Messages messages,
            Operator operator,
            Moves moves,
            Updates updates) {
        this.loop = loop;
        this.loads = loads;
        this.removals = removals;
        this.messages = messages;
        this.operator = operator;
        this.moves = moves;
        this.updates = updates;
    }

    /** What a store holds. */
    private enum Sort {
        PROFILES("a profile store"),
        TREES("stored profiles"),
        RECORDS("a data store");

        private final String words;

        Sort(String words) {
            this.words = words;
        }
    }

    /**
     * A store that is open.
     *
     * @param store a {@link GameProfiles} or {@link RecordStore}
     * @param history how long its superseded revisions are kept
     */
    private record Open(Sort sort, Class<?> type, Object store, HistoryPolicy history) {}

    <T> ProfileStore<T> profiles(String name, Class<T> type, Template<T> template, ProfileOptions<T> options) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(options, "options");
        return profiles(
                name,
                Sort.PROFILES,
                type,
                () -> GameProfiles.kind(loop, name, type, template, options),
                engine -> engine.profileStore(name, type, template, options));
    }

    ProfileStore<JsonElement> trees(String name) {
        return profiles(
                name,
                Sort.TREES,
                JsonElement.class,
                () -> publication -> Kind.raw(name, publication),
                engine -> engine.storedProfiles(name));
    }

    private <T> ProfileStore<T> profiles(
            String name,
            Sort sort,
            Class<T> type,
            Supplier<Function<Publication<T>, Kind<T>>> kind,
            Function<Engine, ProfileStore<T>> again) {
        @SuppressWarnings("unchecked") // sort and type are compared
        GameProfiles<T> store = (GameProfiles<T>) open(name, sort, type, () -> {
            GameProfiles<T> made =
                    new GameProfiles<>(loop, loads, removals, messages, operator, moves, kind.get(), again);
            return new Open(sort, type, made, made.history());
        });
        return store;
    }

    <T> DataStore<T> entries(String name, Class<T> type, DataStoreOptions<T> options) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(options, "options");
        @SuppressWarnings("unchecked") // sort and type are compared
        RecordStore<T> store = (RecordStore<T>) open(
                name,
                Sort.RECORDS,
                type,
                () -> new Open(
                        Sort.RECORDS, type, new RecordStore<>(loop, updates, name, type, options), options.history()));
        return store;
    }

    private synchronized Object open(String name, Sort sort, Class<?> type, Supplier<Open> making) {
        Limits.checkStore(name);
        if (Addresses.isEngines(name)) {
            throw new IllegalArgumentException(
                    "store: found the name \"" + name + "\", expected one that does not start with ~, the engine's");
        }
        if (loop.isClosing()) {
            throw new DataSaveException.Closed("server " + loop.ids().serverName());
        }
        Open known = open.computeIfAbsent(name, made -> making.get());
        if (known.sort != sort || !known.type.equals(type)) {
            throw new IllegalStateException("store \"" + name + "\": found it open as " + known.sort.words + " of "
                    + known.type.getName() + ", expected " + sort.words + " of " + type.getName());
        }
        return known.store;
    }

    /** The history policy of a store of profiles: its own if the store is open here, else the standard one. */
    synchronized HistoryPolicy history(String name) {
        Open known = open.get(name);
        return known != null && known.sort == Sort.PROFILES ? known.history : HistoryPolicy.standard();
    }

    /**
     * The store as one of this server.
     *
     * @throws IllegalArgumentException if it is another server's
     */
    <T> RecordStore<T> own(DataStore<T> store) {
        if (store instanceof RecordStore<T> own && isOwn(own.name(), own)) {
            return own;
        }
        throw new IllegalArgumentException("transaction: found data store \"" + store.name()
                + "\" of another server, expected one of server " + loop.ids().serverName());
    }

    /**
     * The id of a profile of one of this server's stores.
     *
     * @throws IllegalArgumentException if the store is another server's
     */
    EntryId profileOf(ProfileStore<?> store, String key) {
        if (store instanceof GameProfiles<?> own && isOwn(own.name(), own)) {
            return new EntryId(own.name(), key);
        }
        throw new IllegalArgumentException(
                "store \"" + store.name() + "\": found one of another server, expected one of "
                        + loop.ids().serverName());
    }

    private synchronized boolean isOwn(String name, Object store) {
        Open known = open.get(name);
        return known != null && known.store.equals(store);
    }

    /** The server has closed. */
    synchronized void close() {
        open.values().forEach(known -> {
            if (known.store instanceof GameProfiles<?> store) {
                store.close();
            }
        });
    }
}
