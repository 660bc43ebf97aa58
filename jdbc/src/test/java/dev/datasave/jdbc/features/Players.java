package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import java.util.Optional;

/** Reads and writes of the tests of databases, in one store. */
public final class Players {
    public static final String STORE = "players";

    private Players() {}

    public static EntryId id(String key) {
        return new EntryId(STORE, key);
    }

    public static Optional<Entry> read(Storage storage, String key) {
        return storage.read(List.of(id(key))).get(0);
    }

    /** A write of a number on top of an entry. */
    public static Write put(Storage storage, String key, String writeId, String value) {
        return Write.put(id(key), read(storage, key), writeId, Content.of(value));
    }

    public static WriteResult write(Storage storage, Write write) {
        return storage.write(List.of(write), Atomicity.EACH).get(0);
    }

    public static void create(Storage storage, String key, String value) {
        assertThat(write(storage, Write.put(id(key), Optional.empty(), "w-" + value, Content.of(value))))
                .isInstanceOf(WriteResult.Written.class);
    }
}
