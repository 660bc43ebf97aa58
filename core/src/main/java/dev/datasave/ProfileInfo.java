package dev.datasave;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The facts about a profile beside its data.
 *
 * @param store the name of the store
 * @param key the key
 * @param revision the newest revision known to be stored
 * @param loads how often it has been loaded, the current load included
 * @param created when it was first stored, by the storage's clock
 * @param updated when that revision was stored, by the storage's clock
 * @param userIds the people connected to it
 * @param metadata its metadata
 * @param score its score, if it has one
 * @param holder the session that holds it, if there is one
 */
public record ProfileInfo(
        String store,
        String key,
        long revision,
        long loads,
        Instant created,
        Instant updated,
        Set<String> userIds,
        Map<String, String> metadata,
        OptionalLong score,
        Optional<Holder> holder) {}
