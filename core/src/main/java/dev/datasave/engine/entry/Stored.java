package dev.datasave.engine.entry;

import dev.datasave.HistoryPolicy;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest revision of a profile that its session knows to be stored.
 *
 * @param revision its counter
 * @param writeId its write
 * @param created when the entry was first written
 * @param updated when this revision was written
 * @param format the engine's part of it
 * @param isPowerSafe whether it was written to survive a power cut
 * @param isOfOlderSchema whether the next revision is of a newer schema
 */
public record Stored(
        long revision,
        String writeId,
        Instant created,
        Instant updated,
        EntryFormat format,
        boolean isPowerSafe,
        boolean isOfOlderSchema) {
    /** How long a revision is kept that another server may still ask for. */
    public static final Duration FOREIGN = Duration.ofHours(24);

    /** How long a revision is kept that an operator has made or replaced, or that a migration has replaced. */
    public static final Duration OPERATOR = Duration.ofDays(30);

    public Stored(
            long revision, String writeId, Instant created, Instant updated, EntryFormat format, boolean isPowerSafe) {
        this(revision, writeId, created, updated, format, isPowerSafe, false);
    }

    public static Stored of(Entry entry) {
        return new Stored(
                entry.revision(), entry.writeId(), entry.created(), entry.updated(), EntryFormat.of(entry), false);
    }

    /** The same revision, with the format of the revision that is to be written on top of it. */
    public Stored with(EntryFormat newFormat) {
        boolean isOlder = newFormat.counters().schema() > format.counters().schema();
        return new Stored(revision, writeId, created, updated, newFormat, isPowerSafe, isOlder);
    }

    /**
     * How long this revision is kept when {@code author} writes on top of it: 24 h at least if another server wrote it (P10), 30 days if an operator
     * made it (P13) or a migration replaces it.
     */
    public Retention retention(HistoryPolicy policy, String author) {
        Retention wanted = policy.retentionOf(format.times().superseded(updated));
        boolean isLong = format.note() != null || isOfOlderSchema;
        Duration least = isLong ? OPERATOR : writeId.startsWith(author + "-") ? Duration.ZERO : FOREIGN;
        return atLeast(wanted, least);
    }

    /** The longer of both. */
    public static Retention atLeast(Retention wanted, Duration least) {
        if (least.isZero()) {
            return wanted;
        }
        return switch (wanted) {
            case Retention.Drop drop -> Retention.keep(least);
            case Retention.Keep keep -> keep.duration().compareTo(least) < 0 ? Retention.keep(least) : keep;
            case Retention.Pin pin -> pin;
        };
    }

    /**
     * How long {@code base} is kept where there is no policy, when {@code author} writes on top of it: 24 h if another server wrote it and may still
     * ask for it (P10).
     */
    public static Retention retention(Optional<Entry> base, String author) {
        return base.filter(entry -> !entry.writeId().startsWith(author + "-")).isPresent()
                ? Retention.keep(FOREIGN)
                : Retention.drop();
    }

    /** How long {@code base} is kept. A removal is kept like any other revision, because its author may still ask for it. */
    public static Retention retention(Optional<Entry> base, HistoryPolicy policy, String author) {
        return base.map(entry -> of(entry).retention(policy, author)).orElse(Retention.drop());
    }
}
