package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.engine.codec.DataRows.Fate;
import dev.datasave.engine.codec.DataRows.Group;
import dev.datasave.engine.codec.DataRows.Row;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each row of {@code docs/data.md} is played: saved, released and loaded again. With {@code -Ddatasave.house.write=true} the page is written anew. */
class DataPageTest {
    private static final Path PAGE = Path.of("..", "docs", "data.md");
    private static final String BEGIN = "<!-- written by DataPageTest -->";
    private static final String END = "<!-- end -->";
    private static final DataSave SERVER = DataSave.builder(Storage.inMemory()).build();

    private int stores;

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void pageSaysWhatHappens() throws IOException {
        StringBuilder tables = new StringBuilder(BEGIN).append('\n');
        for (Group group : DataRows.all()) {
            tables.append("\n### ")
                    .append(group.title())
                    .append("\n\n| declared | holding | comes back |\n|---|---|---|\n");
            for (Row row : group.rows()) {
                tables.append("| `")
                        .append(name(row.type().getRecordComponents()[0].getGenericType()))
                        .append("` | ");
                tables.append(row.holding()).append(" | ").append(played(row)).append(" |\n");
            }
        }
        String page = Files.readString(PAGE);
        String renewed = page.substring(0, page.indexOf(BEGIN)) + tables + '\n' + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("datasave.house.write")) {
            Files.writeString(PAGE, renewed);
        } else {
            assertThat(page)
                    .as("docs/data.md; -Ddatasave.house.write=true writes it anew")
                    .isEqualTo(renewed);
        }
    }

    private <T extends Record> String played(Row row) {
        @SuppressWarnings("unchecked") // the row's type
        Class<T> type = (Class<T>) row.type();
        String store = "Row" + stores++;
        if (row.fate() == Fate.REFUSED_AT_OPENING) {
            Throwable refused = catchThrowable(() -> SERVER.profileStore(store, type, () -> made(type, null)));
            assertThat(refused)
                    .as(row.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("$.value");
            return "refused when the store is opened: " + words(refused);
        }
        ProfileStore<T> players = SERVER.profileStore(store, type, () -> made(type, null));
        Profile<T> profile = load(players);
        T full = made(type, row.value());
        Throwable thrown = catchThrowable(() -> {
            profile.update(before -> full);
            profile.saveAsync().join();
        });
        if (row.fate() == Fate.REFUSED_AT_SAVING) {
            Throwable refused = thrown instanceof InvalidData || thrown == null ? thrown : thrown.getCause();
            assertThat(refused)
                    .as(row.toString())
                    .isInstanceOf(InvalidData.class)
                    .hasMessageContaining("$.value");
            return "refused when it is saved: " + words(refused);
        }
        assertThat(thrown).as(row.toString()).isNull();
        profile.releaseAsync().join();
        Object back = value(load(players).data());
        assertThat(same(back, row.back())).as("%s: %s", row, back).isTrue();
        return row.note().isEmpty() ? "as it was" : row.note();
    }

    private static <T> Profile<T> load(ProfileStore<T> store) {
        return ((LoadResult.Loaded<T>) store.loadProfileAsync("ann").join()).profile();
    }

    private static String words(@Nullable Throwable refused) {
        String message = Objects.requireNonNull(refused).getMessage();
        String said = message.substring(message.indexOf("found "));
        return said.replace(GameTypes.class.getName() + "$", "")
                .replaceAll("\\$(\\d+)", "\\$")
                .replace("|", "\\|");
    }

    /** The record with the value as its first component; a template if that is null. */
    static <T extends Record> T made(Class<T> type, @Nullable Object value) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        @Nullable Object[] values = new Object[types.length];
        values[0] = value == null && types[0].isPrimitive()
                ? types[0] == char.class ? 'a' : Array.get(Array.newInstance(types[0], 1), 0)
                : value;
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object value(Record data) {
        try {
            var accessor = data.getClass().getRecordComponents()[0].getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(data);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Equal, in the same order where there is one, and with the same classes of numbers. */
    private static boolean same(@Nullable Object back, @Nullable Object expected) {
        if (back instanceof GameTypes.Passing passing) {
            return ("kept=" + passing.kept + " passing=" + passing.passing).equals(expected);
        } else if (back instanceof PriorityQueue<?> queue && expected instanceof PriorityQueue<?> other) {
            return drained(queue).equals(drained(other));
        } else if (back instanceof Queue<?> && expected instanceof Queue<?>) {
            return back.toString().equals(expected.toString());
        } else if (back instanceof java.util.concurrent.atomic.AtomicBoolean
                || (back instanceof Number && !(back instanceof Comparable<?>))) {
            return back.toString().equals(String.valueOf(expected));
        } else if (back instanceof java.util.SequencedCollection<?> || back instanceof java.util.SequencedMap<?, ?>) {
            return back.equals(expected) && back.toString().equals(String.valueOf(expected));
        }
        return Objects.deepEquals(back, expected);
    }

    private static List<?> drained(PriorityQueue<?> queue) {
        PriorityQueue<?> copy = new PriorityQueue<>(queue);
        return java.util.stream.Stream.generate(copy::poll).limit(queue.size()).toList();
    }

    private static String name(Type type) {
        return type.getTypeName()
                .replaceAll("[a-z]+(?:\\.[a-z]+)*\\.(?=[A-Z])", "")
                .replace("GameTypes$", "")
                .replace("|", "\\|");
    }
}
