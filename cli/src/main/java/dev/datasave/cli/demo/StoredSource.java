package dev.datasave.cli.demo;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The contents of a storage.
 *
 * @param storage the storage
 * @param store the profiles' store
 */
record StoredSource(Storage storage, String store) implements Source {
    @Override
    public List<Entry> revisions(String key) {
        EntryId id = new EntryId(store, key);
        List<Entry> all = new ArrayList<>();
        VersionQuery query = VersionQuery.all(id).ascending().withLimit(1000);
        Page<Entry> page = storage.versions(query);
        all.addAll(page.items());
        while (page.next() != null) {
            page = storage.versions(query.from(page.next()));
            all.addAll(page.items());
        }
        storage.read(List.of(id)).getFirst().ifPresent(all::add);
        return all;
    }

    @Override
    public List<String> keys() {
        return list(EntryQuery.keys(store, "").withoutValues()).stream()
                .map(entry -> entry.id().key())
                .toList();
    }

    @Override
    public List<Entry> messages() {
        return list(EntryQuery.keys(GiftMessage.STORE, "")).stream()
                .map(message -> first(message.id()).orElse(message))
                .toList();
    }

    @Override
    public Optional<Entry> message(String to, String messageId) {
        return first(new EntryId(GiftMessage.STORE, hash(to) + "/" + messageId));
    }

    private Optional<Entry> first(EntryId id) {
        return storage.versions(VersionQuery.revision(id, 1)).items().stream()
                .findFirst()
                .or(() -> storage.read(List.of(id)).getFirst().filter(entry -> entry.revision() == 1));
    }

    /** The part of the key that all messages of a profile have in common. */
    private String hash(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((store + '\0' + key).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private List<Entry> list(EntryQuery first) {
        EntryQuery query = first.withLimit(1000);
        Page<Entry> page = storage.list(query);
        List<Entry> all = new ArrayList<>(page.items());
        while (page.next() != null) {
            page = storage.list(query.from(page.next()));
            all.addAll(page.items());
        }
        return all;
    }
}
