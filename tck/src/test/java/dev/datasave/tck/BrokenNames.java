package dev.datasave.tck;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Storages that take names for something else, or list them wrongly. */
final class BrokenNames {
    private BrokenNames() {}

    /** Lists keys in an order, and from a full list. */
    abstract static class EachList extends BrokenStorage {
        Comparator<String> order() {
            return Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
        }

        Predicate<String> begins(String prefix) {
            return key -> key.startsWith(prefix);
        }

        List<Entry> after(List<Entry> found, String cursor) {
            return found.stream()
                    .dropWhile(entry -> order().compare(entry.id().key(), cursor) <= 0)
                    .toList();
        }

        String cursor(List<Entry> found, Entry last) {
            return last.id().key();
        }

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Page<Entry> list(EntryQuery query) {
                    if (!(query.scope() instanceof EntryQuery.Scope.Keys(String store, String prefix))) {
                        return good.list(query);
                    }
                    EntryQuery all = EntryQuery.keys(store, "").withLimit(1000);
                    List<Entry> found = good.list(query.values() ? all : all.withoutValues()).items().stream()
                            .filter(entry -> begins(prefix).test(entry.id().key()))
                            .sorted(Comparator.comparing(entry -> entry.id().key(), order()))
                            .toList();
                    List<Entry> rest = query.cursor() == null ? found : after(found, query.cursor());
                    return rest.size() <= query.limit()
                            ? new Page<>(rest, null)
                            : new Page<>(rest.subList(0, query.limit()), cursor(found, rest.get(query.limit() - 1)));
                }
            };
        }
    }

    /** R10: an entry removed between two pages hides another. */
    static class PagesByNumber extends EachList {
        @Override
        List<Entry> after(List<Entry> found, String cursor) {
            return found.stream().skip(Integer.parseInt(cursor)).toList();
        }

        @Override
        String cursor(List<Entry> found, Entry last) {
            return Integer.toString(found.indexOf(last) + 1);
        }
    }

    /** R10: the order of Java's strings. */
    static class ListsInUtf16Order extends EachList {
        @Override
        Comparator<String> order() {
            return Comparator.naturalOrder();
        }
    }

    /** R10: a prefix is put into a pattern. */
    static class TakesPrefixesAsPatterns extends EachList {
        @Override
        Predicate<String> begins(String prefix) {
            String pattern = Pattern.quote(prefix).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q");
            return key -> key.matches("(?s)" + pattern + ".*");
        }
    }

    /** Takes keys for others. */
    abstract static class EachKey extends BrokenStorage {
        abstract String changed(String key);

        private EntryId changed(EntryId id) {
            return new EntryId(id.store(), changed(id.key()));
        }

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<Optional<Entry>> read(List<EntryId> ids) {
                    return good.read(ids.stream().map(id -> changed(id)).toList());
                }

                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    List<Write> changed = new ArrayList<>();
                    for (Write write : writes) {
                        changed.add(new Write(
                                changed(write.id()),
                                write.expectedRevision(),
                                write.expectedWriteId(),
                                write.writeId(),
                                write.content(),
                                write.durability(),
                                write.superseded(),
                                write.purgesHistory()));
                    }
                    return good.write(changed, atomicity);
                }
            };
        }
    }

    /** R10: capital letters are taken for small ones. */
    static class IgnoresCase extends EachKey {
        @Override
        String changed(String key) {
            return key.toLowerCase(Locale.ROOT);
        }
    }

    /** R10: what is too long for an index is left out. */
    static class CutsLongKeys extends EachKey {
        @Override
        String changed(String key) {
            return key.length() <= 255 ? key : key.substring(0, 255);
        }
    }
}
