package dev.datasave.engine.history;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import dev.datasave.DataSaveException;
import dev.datasave.JsonDiff;
import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What was stored of profiles, and what is, without owning anything. From any thread. */
public record History(Reads reads) {

    public CompletableFuture<Page<ProfileVersion>> versions(EntryId id, ProfileVersion.Range range, Paging paging) {
        return reads.ask(storage -> new Versions(storage, id).page(range, paging), Function.identity());
    }

    private record Two(Optional<Entry> from, Optional<Entry> to) {}

    /** Empty if one of the revisions is not there. */
    public CompletableFuture<Optional<JsonDiff>> diff(EntryId id, long from, long to) {
        return reads.ask(
                storage -> new Two(stored(storage, id, from), stored(storage, id, to)),
                both -> both.from.flatMap(before -> both.to.map(after -> JsonDiff.between(tree(before), tree(after)))));
    }

    /** A revision, present or superseded. It may be superseded between the two reads. */
    static Optional<Entry> stored(Storage storage, EntryId id, long revision) {
        return storage.read(List.of(id))
                .getFirst()
                .filter(entry -> entry.revision() == revision)
                .or(() -> storage.versions(VersionQuery.revision(id, revision)).items().stream()
                        .findFirst());
    }

    private static JsonElement tree(Entry entry) {
        String value = entry.content().value();
        try {
            return value == null ? JsonNull.INSTANCE : JsonText.parse(value);
        } catch (FormatProblem problem) {
            throw new DataSaveException.InvalidData(
                    entry.id() + ", revision " + entry.revision() + ": " + problem.getMessage(), problem);
        }
    }
}
