package dev.datasave.tck.checker;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The story of a violation, for people: the last steps that concern its entry. */
public final class Trace {
    private static final int STEPS = 50;

    private Trace() {}

    public static String of(Journal journal, Violation violation) {
        boolean late = violation.rule().equals("END") || violation.rule().equals("P10");
        List<String> lines = new ArrayList<>();
        int end = 0;
        for (Journal.Event event : journal.events()) {
            line(event, violation.id()).ifPresent(text -> lines.add(time(event.at()) + " " + text));
            if (event.at().compareTo(violation.at().plusMillis(1)) <= 0) {
                end = lines.size();
            }
        }
        int last = Math.min(lines.size(), late ? end + STEPS / 2 : end);
        return String.join("\n", lines.subList(Math.max(0, last - STEPS), last));
    }

    public static String time(Duration at) {
        return String.format(Locale.ROOT, "%10.6f", at.toNanos() / 1e9);
    }

    private static Optional<String> line(Journal.Event event, Optional<EntryId> id) {
        return switch (event) {
            case Journal.Written written -> concerns(written.id(), id) ? Optional.of(written(written)) : lease(written);
            case Journal.Refused refused ->
                concerns(refused.write().id(), id)
                        ? Optional.of(
                                refused.server() + " REFUSED " + refused.write().id() + " write "
                                        + refused.write().writeId() + " on r"
                                        + refused.write().expectedRevision() + ", found "
                                        + entry(refused.current()))
                        : Optional.empty();
            case Journal.Game game ->
                id.isEmpty() || id.get().equals(game.id())
                        ? Optional.of(game.server() + " game " + game.id() + " #" + game.session() + " " + game.seen())
                        : Optional.empty();
            case Journal.ServerEvent server -> Optional.of(server.server() + " " + server.what());
            case Journal.Note note -> Optional.of(note.server() + " " + note.text());
            case Journal.Outage outage -> Optional.of("OUTAGE until " + time(outage.until()));
            case Journal.Broken broken ->
                concerns(broken.id(), id)
                        ? Optional.of(broken.id() + " CAN'T BE STORED until " + time(broken.until()))
                        : Optional.empty();
            case Journal.Unstored unstored ->
                concerns(unstored.id(), id)
                        ? Optional.of(unstored.server() + " could not write " + unstored.id())
                        : Optional.empty();
            case Journal.Failing failing -> Optional.of("EVERY WRITE FAILS until " + time(failing.until()));
            case Journal.Damaged damaged ->
                concerns(damaged.entry().id(), id)
                        ? Optional.of(damaged.entry().id() + " IS DAMAGED at r"
                                + damaged.entry().revision())
                        : Optional.empty();
            case Journal.Mended mended -> Optional.of("ALL DAMAGE IS MENDED");
            case Journal.Rested rested -> Optional.of("ALL FAULTS HAVE ENDED");
            case Journal.SetBack back -> Optional.of("STORAGE SET BACK to " + time(back.to()));
        };
    }

    /** The entry itself, and claims and notices that name it. */
    private static boolean concerns(EntryId found, Optional<EntryId> wanted) {
        return wanted.isEmpty()
                || found.equals(wanted.get())
                || (found.store().startsWith("~")
                        && !found.store().equals(ServerNames.LEASES)
                        && found.key().contains(wanted.get().key()));
    }

    private static String written(Journal.Written written) {
        return written.server() + " wrote " + written.id() + " " + entry(written.before()) + " -> "
                + entry(written.after()) + " by " + written.writeId();
    }

    private static Optional<String> lease(Journal.Written written) {
        boolean renewal = written.before().isPresent() && written.after().isPresent();
        return written.id().store().equals(ServerNames.LEASES) && !renewal
                ? Optional.of(written(written))
                : Optional.empty();
    }

    private static String entry(Optional<Entry> found) {
        return found.map(entry -> "r" + entry.revision() + "[" + entry.writeId() + " holder "
                        + entry.content().holder() + " " + entry.content().value() + "]")
                .orElse("nothing");
    }
}
