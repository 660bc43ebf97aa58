package dev.datasave.ops;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks for what is wrong with a storage, and says what to do about it. It changes nothing, and servers may go on meanwhile. Most of it takes as long as a few
 * calls; {@link #thorough} reads everything.
 *
 * <p>Thread-safe.
 */
public final class Doctor {
    private static final Duration SKEW = Duration.ofSeconds(2);
    private static final Duration LONG_BEGUN = Duration.ofMinutes(10);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final long MUCH_DUE = 10_000;
    private static final int MOST_NAMED = 5;

    private final Storage storage;

    Doctor(Storage storage) {
        this.storage = storage;
    }

    /** The quick part: schema, clock, leases, orphans, messages, history, and acts that failed or never ended. */
    public List<Diagnosis> quick() {
        List<Diagnosis> found = new ArrayList<>();
        found.add(schema());
        found.add(clock());
        found.addAll(leases());
        found.add(orphans());
        found.add(messages());
        found.addAll(MailCheck.of(storage));
        found.add(history());
        found.add(acts());
        return List.copyOf(found);
    }

    /**
     * The thorough part: the storage checks its files and indexes, and each entry is read.
     *
     * @param progress is told how far it is, after each page
     */
    public List<Diagnosis> thorough(Consumer<Progressing> progress) {
        List<Diagnosis> found = new ArrayList<>();
        List<String> damage = storage.check();
        found.add(
                damage.isEmpty()
                        ? Diagnosis.ok("files and indexes", "the storage's own check finds nothing wrong")
                        : Diagnosis.problem(
                                "files and indexes",
                                damage.size() + (damage.size() == 1 ? " damage" : " damages") + ", the first: "
                                        + damage.getFirst(),
                                "Stop the servers, keep a copy of the files as they are, and restore a backup (see docs/storages.md)."));
        found.addAll(new EntryScan(storage).scan(progress));
        return List.copyOf(found);
    }

    /**
     * How far a long check is.
     *
     * @param done how many entries were read
     * @param all how many there are, at about
     * @param store the store that is being read
     */
    public record Progressing(long done, long all, String store) {}

    private Diagnosis schema() {
        Optional<Entry> mark =
                storage.read(List.of(Storage.Transfer.UNFINISHED)).getFirst();
        if (mark.filter(entry -> !entry.isTombstone()).isPresent()) {
            return Diagnosis.problem(
                    "schema",
                    "an unfinished copy: no server starts on this storage",
                    "Run the same copy again; it goes on where it ended.");
        }
        String capabilities =
                storage.capabilities().stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
        return Diagnosis.ok("schema", "opened, of a version that this release knows; it can: " + capabilities);
    }

    private Diagnosis clock() {
        Instant before = Instant.now();
        Instant theirs = storage.backlog().now();
        Instant after = Instant.now();
        Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
        Duration skew = Duration.between(middle, theirs);
        String words = "the storage's clock is " + skew.abs().toMillis() + " ms "
                + (skew.isNegative() ? "behind" : "ahead of") + " this machine's";
        return skew.abs().compareTo(SKEW) <= 0
                ? Diagnosis.ok("clock", words)
                : Diagnosis.problem(
                        "clock",
                        words,
                        "Let both machines set their clocks by NTP. Ownership does not depend on them, but history is kept and swept by the storage's clock.");
    }

    private List<Diagnosis> leases() {
        List<Diagnosis> found = new ArrayList<>();
        LeaseTable table = LeaseTable.of(storage);
        long alive = table.leases().values().stream()
                .filter(lease -> lease.age().compareTo(lease.time()) <= 0)
                .count();
        table.leases().forEach((incarnation, lease) -> {
            if (lease.age().compareTo(lease.time()) > 0) {
                int held = storage.list(EntryQuery.holder(incarnation + "/")
                                .withoutValues()
                                .withLimit(1000))
                        .items()
                        .size();
                found.add(
                        Diagnosis.note(
                                "lease of a dead server",
                                lease.name() + " (" + incarnation + ") has not renewed its lease for "
                                        + lease.age().toSeconds() + " s and holds " + held + " entries",
                                "Nothing, if a server runs: it frees them within seconds. If none runs, the next that starts does."));
            }
        });
        found.addFirst(Diagnosis.ok("servers", alive + " alive, " + found.size() + " dead"));
        return found;
    }

    private Diagnosis orphans() {
        List<String> ids = new ArrayList<>();
        StoredForms.each(
                storage,
                EntryQuery.keys(StoredForms.ORPHANS, "").withoutValues().withLimit(1000),
                entry -> ids.add(entry.id().key()));
        return ids.isEmpty()
                ? Diagnosis.ok("orphans", "none")
                : Diagnosis.problem(
                        "orphans",
                        ids.size() + " final states that no longer fit when they could be stored",
                        "Look at each with the profile that it is of (show), give back what is missing (edit), then discard it in the game.");
    }

    private Diagnosis messages() {
        long[] counts = new long[2];
        StoredForms.each(
                storage,
                EntryQuery.keys(StoredForms.MESSAGES, "").withoutValues().withLimit(1000),
                entry -> counts[!entry.isDamaged() && entry.content().metadata().containsKey("dead") ? 1 : 0]++);
        String words = counts[0] + " wait, " + counts[1] + " have expired unread";
        return counts[1] == 0
                ? Diagnosis.ok("messages", words)
                : Diagnosis.note(
                        "messages",
                        words,
                        "Expired ones can be read for 30 days (messages). If gifts are among them, send them anew in the game.");
    }

    private Diagnosis history() {
        Storage.Backlog backlog = storage.backlog();
        List<Storage.Transfer.Tally> tallies = StorageStats.tallies(storage);
        long all =
                tallies.stream().mapToLong(Storage.Transfer.Tally::superseded).sum();
        String words = (tallies.isEmpty() ? "" : all + " superseded revisions; ") + backlog.due()
                + " have passed their time, and the next sweep removes them";
        if (backlog.due() > MUCH_DUE && backlog.due() * 10 > backlog.all()) {
            return Diagnosis.problem(
                    "history",
                    words + ", but a sweep stops if more than a tenth of all history is due at once",
                    "Check the storage's clock. If it is right, the sweep goes on by itself after seven days (see docs/history.md).");
        }
        return Diagnosis.ok("history", words);
    }

    /** All lines are read. Those of the last weeks are named, because history may still say what became of the act. */
    private Diagnosis acts() {
        List<String> unsure = new ArrayList<>();
        long[] counts = new long[2];
        Instant now = Instant.now();
        new AuditLog(storage).each(line -> {
            counts[0]++;
            boolean isLeft = line.state() == AuditLog.State.BEGUN
                    && line.at().plus(LONG_BEGUN).isBefore(now);
            if (isLeft || line.state() == AuditLog.State.FAILED) {
                if (line.at().plus(REMEMBERED).isBefore(now)) {
                    counts[1]++;
                } else {
                    unsure.add(line.action() + " by " + line.who() + " at " + line.at() + (isLeft ? "" : " (failed)"));
                }
            }
        });
        String older = counts[1] == 0 ? "" : "; " + counts[1] + " older than " + REMEMBERED.toDays() + " days have not";
        return unsure.isEmpty()
                ? Diagnosis.ok("operators' acts", counts[0] + " in the log, and all have ended" + older)
                : Diagnosis.note(
                        "operators' acts",
                        unsure.size() + " of " + counts[0] + " failed, or were begun and never ended: "
                                + String.join("; ", unsure.subList(0, Math.min(MOST_NAMED, unsure.size()))) + older,
                        "The tool died in the middle, or the storage did not answer. The profile's history says whether the act was done (history).");
    }
}
