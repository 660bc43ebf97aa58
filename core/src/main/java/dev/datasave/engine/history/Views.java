package dev.datasave.engine.history;

import dev.datasave.Holder;
import dev.datasave.ProfileInfo;
import dev.datasave.ProfileView;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Shows stored revisions of profiles without owning anything. From any thread.
 *
 * @param reads asks the storage
 * @param opener reads the data of a revision; not on the loop
 */
public record Views<T>(Reads reads, Function<Entry, T> opener) {

    /** A revision, and the holder that it names. */
    private record Seen(Entry entry, Optional<Holder> holder) {
        static Seen of(Storage storage, Entry entry) {
            return new Seen(entry, Whereabouts.named(storage, entry));
        }
    }

    public CompletableFuture<Optional<ProfileView<T>>> current(EntryId id) {
        return view(storage -> storage.read(List.of(id)).getFirst());
    }

    public CompletableFuture<Optional<ProfileView<T>>> revision(EntryId id, long revision) {
        return view(storage -> History.stored(storage, id, revision));
    }

    public CompletableFuture<Optional<ProfileView<T>>> at(EntryId id, Instant moment) {
        VersionQuery before = VersionQuery.all(id).updatedBetween(null, moment).withLimit(1);
        return view(storage -> storage.read(List.of(id))
                .getFirst()
                .filter(entry -> !entry.updated().isAfter(moment))
                .or(() -> storage.versions(before).items().stream().findFirst()));
    }

    public CompletableFuture<Optional<Holder>> holder(EntryId id) {
        return reads.ask(
                storage -> storage.read(List.of(id)).getFirst().flatMap(entry -> Whereabouts.named(storage, entry)),
                Function.identity());
    }

    private CompletableFuture<Optional<ProfileView<T>>> view(Function<Storage, Optional<Entry>> which) {
        return reads.ask(
                storage -> which.apply(storage)
                        .filter(entry -> !entry.isTombstone())
                        .map(entry -> Seen.of(storage, entry)),
                seen -> seen.map(this::shown));
    }

    private ProfileView<T> shown(Seen seen) {
        Entry entry = seen.entry();
        Content content = entry.content();
        Double score = content.score();
        ProfileInfo info = new ProfileInfo(
                entry.id().store(),
                entry.id().key(),
                entry.revision(),
                EntryFormat.of(entry).counters().loads(),
                entry.created(),
                entry.updated(),
                content.userIds(),
                content.metadata(),
                score == null ? OptionalDouble.empty() : OptionalDouble.of(score),
                seen.holder());
        return new ProfileView<>(opener.apply(entry), info);
    }
}
