package dev.datasave.tck;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.EntryQuery.Scope.Scores;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Storages that keep, list or count scores wrongly. */
final class BrokenScores {
    private BrokenScores() {}

    /** Keeps other scores than those that are written. */
    abstract static class EachScore extends BrokenStorage {
        abstract Content.Score changed(Content.Score score);

        private Write changed(Write write) {
            Content content = write.content();
            if (content == null || content.score() == null) {
                return write;
            }
            Content other = new Content(
                    content.value(),
                    content.userIds(),
                    content.metadata(),
                    content.holder(),
                    changed(content.score()),
                    content.system());
            return new Write(
                    write.id(),
                    write.expectedRevision(),
                    write.expectedWriteId(),
                    write.writeId(),
                    other,
                    write.durability(),
                    write.superseded(),
                    write.purgesHistory());
        }

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    return good.write(
                            writes.stream().map(write -> changed(write)).toList(), atomicity);
                }
            };
        }
    }

    /** R10: scores go through floating point. */
    static class RoundsScores extends EachScore {
        @Override
        Content.Score changed(Content.Score score) {
            return new Content.Score((long) (double) score.value(), score.tie());
        }
    }

    /** R10: only the key decides between equal scores. */
    static class ForgetsTies extends EachScore {
        @Override
        Content.Score changed(Content.Score score) {
            return Content.Score.of(score.value());
        }
    }

    /** Counts something else than what is listed. */
    abstract static class EachCount extends BrokenStorage {
        abstract long counted(Storage good, Scores scores);

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public long count(Scores scope) {
                    return counted(good, scope);
                }
            };
        }
    }

    /** R10: counts one page. */
    static class CountsOnePage extends EachCount {
        @Override
        long counted(Storage good, Scores scores) {
            return good.list(EntryQuery.scores(scores).withLimit(1000)).items().size();
        }
    }

    /** R10: counts all that have a score, wherever the count begins. */
    static class CountsFromTheBeginning extends EachCount {
        @Override
        long counted(Storage good, Scores scores) {
            return good.count(new Scores(scores.store(), scores.from(), scores.to(), scores.descending(), null));
        }
    }

    /** R10: counts the entry at the place after which to count. */
    static class CountsThePlaceToo extends EachCount {
        @Override
        long counted(Storage good, Scores scores) {
            EntryQuery.Place after = scores.after();
            return good.count(scores) + (after != null && stands(good, scores, after) ? 1 : 0);
        }

        private static boolean stands(Storage good, Scores scores, EntryQuery.Place place) {
            return good.list(EntryQuery.keys(scores.store(), place.key())).items().stream()
                    .anyMatch(entry -> entry.id().key().equals(place.key())
                            && isAt(entry.content().score(), place));
        }

        private static boolean isAt(Content.@Nullable Score score, EntryQuery.Place place) {
            return place.score().equals(score);
        }
    }

    /** R10: lists from the beginning, wherever the list should begin. */
    static class ListsFromTheBeginning extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Page<Entry> list(EntryQuery query) {
                    return query.scope() instanceof Scores scores && scores.after() != null
                            ? good.list(new EntryQuery(
                                    new Scores(scores.store(), scores.from(), scores.to(), scores.descending(), null),
                                    query.values(),
                                    query.limit(),
                                    query.cursor()))
                            : good.list(query);
                }
            };
        }
    }
}
