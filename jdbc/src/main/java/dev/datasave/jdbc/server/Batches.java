package dev.datasave.jdbc.server;

import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Writes;
import dev.datasave.jdbc.sql.Writes.Verdict;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import dev.datasave.spi.WriteResult.Refused;
import dev.datasave.spi.WriteResult.Written;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares and sets many entries in few statements. First the server carries out what fits ({@link Server#apply}); usually that is everything, and
 * one round trip. Whatever it left is read in a following statement, which sees what the others have committed, and judged: it was written before
 * (R8), or is refused (R7). It may also fit by now, because the entry was created or removed in between; then all that begins again.
 *
 * <p>Entries are locked in the order of their ids, so that two batches don't wait for each other in a circle.
 */
final class Batches {
    private static final Comparator<Write> ORDER = Comparator.comparing(
                    (Write write) -> write.id().store())
            .thenComparing(write -> write.id().key());

    private final Server server;
    private final Attempts attempts;
    private final Map<EntryId, WriteResult> results = new HashMap<>();

    Batches(Server server, Attempts attempts) {
        this.server = server;
        this.attempts = attempts;
    }

    List<WriteResult> carryOut(List<Write> writes, Atomicity atomicity) throws SQLException {
        List<Write> ordered = writes.stream().sorted(ORDER).toList();
        if (atomicity == Atomicity.ALL && writes.size() > 1) {
            all(ordered);
        } else {
            each(ordered);
        }
        List<WriteResult> inOrder = new ArrayList<>(writes.size());
        for (Write write : writes) {
            WriteResult result = results.get(write.id());
            if (result == null) {
                throw new IllegalStateException("write of " + write.id() + ": found no result, expected one");
            }
            inOrder.add(result);
        }
        return List.copyOf(inOrder);
    }

    private void each(List<Write> writes) throws SQLException {
        for (List<Write> open = writes; !open.isEmpty(); open = rest(open)) {
            for (List<Write> chunk : chunks(open)) {
                written(chunk, attempts.alone(link -> server.applyAlone(link, chunk)));
            }
        }
    }

    private List<Write> rest(List<Write> tried) throws SQLException {
        List<Write> left =
                tried.stream().filter(write -> !results.containsKey(write.id())).toList();
        if (left.isEmpty()) {
            return left;
        }
        attempts.checkTime("others that wrote the same entries");
        return judge(left, attempts.single(link -> server.find(link, ids(left), false)));
    }

    private void all(List<Write> writes) throws SQLException {
        while (attempts.tentatively(link -> all(link, writes, writes)).isEmpty()) {
            attempts.checkTime("others that wrote the same entries");
            if (attempts.tentatively(link -> locked(link, writes)).isPresent()) {
                return;
            }
        }
    }

    /** Carries out the open ones of these writes, if it can carry out all of them. */
    private Optional<Boolean> all(Link link, List<Write> open, List<Write> writes) throws SQLException {
        results.keySet().removeAll(ids(open));
        for (List<Write> chunk : chunks(open)) {
            Map<EntryId, Instant> applied = server.apply(link, chunk);
            if (applied.size() < chunk.size()) {
                return Optional.empty();
            }
            written(chunk, applied);
        }
        return results.size() == writes.size() ? Optional.of(true) : Optional.empty();
    }

    /** Looks at the entries, locked, and then decides: all refused, or all carried out now or before. */
    private Optional<Boolean> locked(Link link, List<Write> writes) throws SQLException {
        results.clear();
        Map<EntryId, Entry> current = server.find(link, ids(writes), true);
        List<Write> fitting = judge(writes, current);
        if (results.values().stream().noneMatch(Refused.class::isInstance)) {
            return all(link, fitting, writes);
        }
        for (Write write : writes) {
            results.put(write.id(), Writes.refusal(Optional.ofNullable(current.get(write.id()))));
        }
        return Optional.of(false);
    }

    private void written(List<Write> writes, Map<EntryId, Instant> applied) {
        for (Write write : writes) {
            Instant time = applied.get(write.id());
            if (time != null) {
                results.put(write.id(), new Written(write.expectedRevision() + 1, time));
            }
        }
    }

    /** Judges writes by the current entries; returns those that fit. */
    private List<Write> judge(List<Write> writes, Map<EntryId, Entry> current) {
        List<Write> fitting = new ArrayList<>();
        for (Write write : writes) {
            Entry entry = current.get(write.id());
            long revision = entry == null ? 0 : entry.revision();
            switch (Verdict.of(write, revision, entry == null ? null : entry.writeId())) {
                case FITS -> fitting.add(write);
                case REPEATED -> results.put(write.id(), new Written(revision, updated(entry)));
                case REFUSED -> results.put(write.id(), Writes.refusal(Optional.ofNullable(entry)));
            }
        }
        return fitting;
    }

    private static Instant updated(@Nullable Entry entry) {
        if (entry == null) {
            throw new IllegalStateException("a repeated write: found no entry, expected the one that it wrote");
        }
        return entry.updated();
    }

    private static List<EntryId> ids(List<Write> writes) {
        return writes.stream().map(Write::id).toList();
    }

    private List<List<Write>> chunks(List<Write> writes) {
        List<List<Write>> chunks = new ArrayList<>();
        int first = 0;
        long characters = 0;
        for (int i = 0; i < writes.size(); i++) {
            characters += characters(writes.get(i));
            if (characters > server.mostCharacters() && i > first) {
                chunks.add(writes.subList(first, i));
                first = i;
                characters = characters(writes.get(i));
            }
        }
        chunks.add(writes.subList(first, writes.size()));
        return chunks;
    }

    /** Roughly, with what is said again for each user id. */
    private static long characters(Write write) {
        Content content = write.content();
        if (content == null) {
            return 1000;
        }
        long beside = content.metadata().entrySet().stream()
                .mapToLong(pair -> pair.getKey().length() + pair.getValue().length())
                .sum();
        return 1000
                + length(content.value())
                + length(content.system())
                + beside
                + 1000L * content.userIds().size();
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
