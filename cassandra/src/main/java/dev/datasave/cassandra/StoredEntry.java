package dev.datasave.cassandra;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A revision, and what only the tables know of it.
 *
 * @param entry the revision; its value may be left out
 * @param gone whether it is a tombstone
 * @param hx what stands for everything by which it is listed, see {@link #hx}
 * @param gen the try under whose name its index rows stand
 * @param body where its value stands if that is long, see {@link Bodies}; else empty
 * @param until when a sweep may remove a superseded one; null = never, and for the current one
 * @param recent the writes of the last minute before it, see {@link #followed}; none for a superseded one
 */
record StoredEntry(
        Entry entry,
        boolean gone,
        String hx,
        String gen,
        String body,
        @Nullable Instant until,
        Map<Long, String> recent) {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 64;

    /** The same without its value, to be remembered. */
    StoredEntry withoutValue() {
        return new StoredEntry(
                new Entry(
                        entry.id(),
                        entry.revision(),
                        entry.writeId(),
                        entry.content().withValue(null),
                        entry.created(),
                        entry.updated()),
                gone,
                hx,
                gen,
                body,
                until,
                recent);
    }

    /** What a save makes of it. */
    StoredEntry saved(Write write, Content content, String newBody, Instant now) {
        Entry next =
                new Entry(entry.id(), write.expectedRevision() + 1, write.writeId(), content, entry.created(), now);
        return new StoredEntry(next, false, hx, gen, newBody, null, followed(now));
    }

    /**
     * What the successor of this entry remembers of the revisions of the last minute: when each was made, in milliseconds, and by which write. So a writer
     * whose outcome is unknown finds out what became of its write, even if others have written since. The map is empty where nobody contends.
     */
    Map<Long, String> followed(Instant now) {
        NavigableMap<Long, String> all = new TreeMap<>(recent);
        all.put(entry.revision(), entry.updated().toEpochMilli() + " " + entry.writeId());
        long since = now.minus(REMEMBERED).toEpochMilli();
        all.values().removeIf(made -> Long.parseLong(made.substring(0, made.indexOf(' '))) < since);
        while (all.size() > MOST_REMEMBERED) {
            all.pollFirstEntry();
        }
        return Map.copyOf(all);
    }

    /** R1: it is the revision that the write is based on. */
    static boolean fits(@Nullable StoredEntry current, Write write) {
        return current == null
                ? write.expectedRevision() == 0
                : current.entry.revision() == write.expectedRevision()
                        && current.entry.writeId().equals(write.expectedWriteId());
    }

    /** R8: it was made by this very write, so it was sent before. */
    static boolean repeats(@Nullable StoredEntry current, Write write) {
        return !write.isForget()
                && current != null
                && current.entry.revision() == write.expectedRevision() + 1
                && current.entry.writeId().equals(write.writeId());
    }

    /** Equal for two contents if they are listed alike. Then a write of one over the other leaves all index rows as they are. */
    static String hx(Content content, boolean gone) {
        List<String> parts = new ArrayList<>();
        parts.add(gone ? "gone" : "there");
        parts.add(content.holder() == null ? "free" : "held by " + content.holder());
        Content.Score score = content.score();
        parts.add(score == null ? "no score" : score.value() + " " + score.tie());
        content.userIds().stream().sorted().forEach(parts::add);
        return Gen.hash(parts.toArray(String[]::new));
    }
}
