package dev.datasave.importing;

import dev.datasave.importing.Deciding.Decided;
import dev.datasave.importing.ImportReport.Outcome;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what {@link Deciding} has decided, state after state, each on top of the one before it by compare and set. */
final class Writing implements ItemBatches {
    private static final Retention KEPT = Retention.keep(Duration.ofDays(30));
    private static final int MOST_CHARS = 4 << 20;

    private final Deciding deciding;
    private final Mailing mailing;
    private final ImportedPins pins;

    Writing(Deciding deciding, Mailing mailing, ImportedPins pins) {
        this.deciding = deciding;
        this.mailing = mailing;
        this.pins = pins;
    }

    /** A profile that is being written. */
    private static final class Chain {
        private final Decided decided;
        private int next;
        private long revision;
        private String writeId;

        private Chain(Decided decided) {
            this.decided = decided;
            this.next = decided.next();
            this.revision = decided.base().map(Entry::revision).orElse(0L);
            this.writeId = decided.base().map(Entry::writeId).orElse("");
        }

        private Write write() {
            Prepared prepared = decided.prepared();
            Content content = prepared.content(next, decided.system());
            boolean isPinned =
                    next > 0 && prepared.profile().versions().get(next - 1).isPinned();
            return new Write(
                    prepared.id(),
                    revision,
                    revision == 0 ? null : writeId,
                    prepared.writeId(next, revision),
                    content,
                    next == prepared.last() ? Write.Durability.POWER : Write.Durability.PROCESS,
                    isPinned ? Retention.pin() : KEPT,
                    false);
        }
    }

    @Override
    public void unusable(ImportItem item, String why) {
        deciding.unusable(item, why);
    }

    @Override
    public void take(List<ImportItem.Profile> profiles) {
        List<Chain> chains = new ArrayList<>();
        for (Decided decided : deciding.decide(profiles, pins::pin)) {
            deciding.sent(mailing.send(decided.prepared().profile()));
            chains.add(new Chain(decided));
        }
        while (!chains.isEmpty()) {
            chains = round(chains);
        }
    }

    /** Writes one state of each, and returns those that are not finished. */
    private List<Chain> round(List<Chain> chains) {
        List<Chain> unfinished = new ArrayList<>();
        int from = 0;
        while (from < chains.size()) {
            List<Write> writes = new ArrayList<>();
            int chars = 0;
            for (int i = from; i < chains.size() && chars < MOST_CHARS; i++) {
                Write write = chains.get(i).write();
                writes.add(write);
                chars += Optional.ofNullable(write.content())
                        .map(Content::value)
                        .map(String::length)
                        .orElse(0);
            }
            List<WriteResult> results = deciding.target().write(writes, Atomicity.EACH);
            for (int i = 0; i < results.size(); i++) {
                if (goesOn(chains.get(from + i), writes.get(i), results.get(i))) {
                    unfinished.add(chains.get(from + i));
                }
            }
            from += writes.size();
        }
        return unfinished;
    }

    private boolean goesOn(Chain chain, Write write, WriteResult result) {
        return switch (result) {
            case WriteResult.Refused refused -> {
                deciding.found(
                        Outcome.CLASH,
                        chain.decided.prepared().profile(),
                        "found that somebody else wrote the profile meanwhile, expected to be alone");
                yield false;
            }
            case WriteResult.Written written -> {
                chain.revision = written.revision();
                chain.writeId = write.writeId();
                if (chain.next++ < chain.decided.prepared().last()) {
                    yield true;
                }
                pins.pin(chain.decided.prepared());
                deciding.written(chain.decided);
                yield false;
            }
        };
    }

    @Override
    public ImportReport report() {
        return deciding.report();
    }
}
