package dev.datasave.engine.entry;

import dev.datasave.HistoryPolicy;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The newest revision of a profile that its session knows to be stored. Immutable. */
public final class Stored {
    /** How long a revision is kept that another server may still ask for. */
    public static final Duration FOREIGN = Duration.ofHours(24);

    /** How long a revision is kept that an operator has made or replaced, or that a migration has replaced. */
    public static final Duration OPERATOR = Duration.ofDays(30);

    private final long revision;
    private final String author; // of the write, or a whole write id that is not one of ours
    private final long writeHead;
    private final int writeTail;
    private final Instant created;
    private final Instant updated;
    private final EntryFormat format;
    private final boolean isPowerSafe;
    private final boolean isOfOlderSchema;
    private final boolean isOurs;

    /**
     * A revision.
     *
     * @param revision its counter
     * @param writeId its write
     * @param created when the entry was first written
     * @param updated when this revision was written
     * @param format the engine's part of it
     * @param isPowerSafe whether it was written to survive a power cut
     * @param server who has probably written it: the text is shared then
     */
    public Stored(
            long revision,
            String writeId,
            Instant created,
            Instant updated,
            EntryFormat format,
            boolean isPowerSafe,
            String server) {
        int dash = writeId.lastIndexOf('-');
        this.isOurs = dash > 0 && RandomId.is(writeId, dash + 1);
        this.revision = revision;
        this.author = isOurs ? shared(server, writeId.substring(0, dash)) : writeId;
        this.writeHead = isOurs ? RandomId.head(writeId, dash + 1) : 0;
        this.writeTail = isOurs ? RandomId.tail(writeId, dash + 1) : 0;
        this.created = created;
        this.updated = updated;
        this.format = format;
        this.isPowerSafe = isPowerSafe;
        this.isOfOlderSchema = false;
    }

    /** The same revision, with the format of the revision that is to be written on top of it. */
    private Stored(Stored same, EntryFormat newFormat) {
        this.isOurs = same.isOurs;
        this.revision = same.revision;
        this.author = same.author;
        this.writeHead = same.writeHead;
        this.writeTail = same.writeTail;
        this.created = same.created;
        this.updated = same.updated;
        this.format = newFormat;
        this.isPowerSafe = same.isPowerSafe;
        this.isOfOlderSchema =
                newFormat.counters().schema() > same.format.counters().schema();
    }

    private static String shared(String server, String author) {
        return server.equals(author) ? server : author;
    }

    public static Stored of(Entry entry) {
        return of(entry, "");
    }

    /** An entry's revision, which that server has probably written. */
    public static Stored of(Entry entry, String server) {
        return new Stored(
                entry.revision(),
                entry.writeId(),
                entry.created(),
                entry.updated(),
                EntryFormat.of(entry),
                false,
                server);
    }

    /** The same revision, with the format of the revision that is to be written on top of it. */
    public Stored with(EntryFormat newFormat) {
        return new Stored(this, newFormat);
    }

    public long revision() {
        return revision;
    }

    public String writeId() {
        return isOurs ? RandomId.text(author + "-", writeHead, writeTail) : author;
    }

    public Instant created() {
        return created;
    }

    public Instant updated() {
        return updated;
    }

    public EntryFormat format() {
        return format;
    }

    public boolean isPowerSafe() {
        return isPowerSafe;
    }

    /**
     * How long this revision is kept when {@code by} writes on top of it: 24 h at least if another server wrote it (P10), 30 days if an operator
     * made it (P13) or a migration replaces it.
     */
    public Retention retention(HistoryPolicy policy, String by) {
        Retention wanted = policy.retentionOf(format.times().superseded(updated));
        boolean isLong = format.note() != null || isOfOlderSchema;
        Duration least = isLong ? OPERATOR : isBy(by) ? Duration.ZERO : FOREIGN;
        return atLeast(wanted, least);
    }

    private boolean isBy(String server) {
        return isOurs ? author.equals(server) : author.startsWith(server + "-");
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
        return base.map(entry -> of(entry, author).retention(policy, author)).orElse(Retention.drop());
    }
}
