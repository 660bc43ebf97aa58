package dev.datasave.ops;

import com.google.gson.JsonElement;
import dev.datasave.Message;
import dev.datasave.Orphan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All that is stored of one entry, at about one moment: its parts are read one after the other.
 *
 * @param store its store
 * @param key its key
 * @param revision its newest revision
 * @param isProfile whether servers own it; false for a shared record, and for what was written by hand
 * @param data the stored JSON tree; empty if it was removed, or can't be read
 * @param trouble why the data can't be read, if it can't
 * @param bytes the length of its data, as JSON text in UTF-8
 * @param created when it was first written, by the storage's clock
 * @param updated when it was last written, by the storage's clock
 * @param loads how often it was loaded
 * @param schema the schema version of its data
 * @param userIds the people connected to it
 * @param metadata its metadata
 * @param score its score, if it has one
 * @param movedTo the key to which the profile was moved, if it was
 * @param owner the server that has it, if one does
 * @param waiting the loads that wait for it
 * @param messages the messages that wait for it, and its dead letters
 * @param receipts the grants that were applied to it once
 * @param orphans final states that no longer fit when they could be stored
 */
public record ProfileReport(
        String store,
        String key,
        long revision,
        boolean isProfile,
        Optional<JsonElement> data,
        Optional<String> trouble,
        int bytes,
        Instant created,
        Instant updated,
        long loads,
        int schema,
        Set<String> userIds,
        Map<String, String> metadata,
        OptionalLong score,
        Optional<String> movedTo,
        Optional<Owner> owner,
        List<Waiting> waiting,
        List<Message.Pending> messages,
        List<Granted> receipts,
        List<Orphan<JsonElement>> orphans) {

    /** Copies the collections. */
    public ProfileReport {
        userIds = Set.copyOf(userIds);
        metadata = Map.copyOf(metadata);
        waiting = List.copyOf(waiting);
        messages = List.copyOf(messages);
        receipts = List.copyOf(receipts);
        orphans = List.copyOf(orphans);
    }

    /** True if it was removed, so that only its history is left. */
    public boolean isRemoved() {
        return data.isEmpty() && trouble.isEmpty();
    }

    /**
     * The server that has a profile.
     *
     * @param serverName its label, or {@code ?} if its lease is gone
     * @param incarnation its random id
     * @param since the oldest kept revision that this session wrote was written at that time; empty if none is kept
     * @param leaseAge how long ago the server renewed its lease; empty if the lease is gone, so that the server is dead
     * @param leaseTime how long its lease lasts
     */
    public record Owner(
            String serverName,
            String incarnation,
            Optional<Instant> since,
            Optional<Duration> leaseAge,
            Duration leaseTime) {
        /** True if the server renews its lease. */
        public boolean isAlive() {
            return leaseAge.filter(age -> age.compareTo(leaseTime) <= 0).isPresent();
        }
    }

    /**
     * A load on another server that asks for the profile.
     *
     * @param serverName the label of the server that asks, or {@code ?}
     * @param incarnation its random id
     * @param since when it asked, by the storage's clock
     * @param isAddressedToOwner false if it asks a session that does not have the profile any more; such a claim is no longer waited for
     * @param refusedReader 0, or the schema version that the owner's data needs, which the asking server does not know
     */
    public record Waiting(
            String serverName, String incarnation, Instant since, boolean isAddressedToOwner, int refusedReader) {}

    /**
     * A grant that was applied exactly once.
     *
     * @param id the game's id of it
     * @param revision the revision that contains it; 0 if that was under an earlier key
     * @param at when it was applied, by the storage's clock
     */
    public record Granted(String id, long revision, Instant at) {}
}
