package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final EntryId ID = new EntryId("s", "k");

    private final Storage storage = Storage.inMemory();

    private Optional<Entry> put(EntryId id, Optional<Entry> base, String writeId) {
        Write write = Write.put(id, base, writeId, Content.of("1")).superseding(Retention.pin());
        storage.write(List.of(write), Atomicity.EACH);
        return storage.read(List.of(id)).getFirst();
    }

    @Test
    void allPagesOfEntriesAreReadOneAfterTheOther() {
        IntStream.range(0, 10).forEach(i -> put(new EntryId("s", "k" + i), Optional.empty(), "w" + i));
        for (int size : new int[] {1, 3, 5, 10, 11}) {
            assertThat(Pages.all(storage, EntryQuery.keys("s", "").withLimit(size)))
                    .extracting(entry -> entry.id().key())
                    .containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9");
        }
        assertThat(Pages.all(storage, EntryQuery.keys("none", ""))).isEmpty();
    }

    @Test
    void noPageIsReadBeforeItIsNeeded() {
        Optional<Entry> base = Optional.empty();
        for (int i = 1; i <= 5; i++) {
            base = put(ID, base, "w" + i);
        }
        AtomicInteger calls = new AtomicInteger();
        Storage counting = (Storage) Proxy.newProxyInstance(
                PagesTest.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    calls.incrementAndGet();
                    return method.invoke(storage, arguments);
                });
        boolean isThere =
                Pages.all(counting, VersionQuery.all(ID).withLimit(1)).anyMatch(entry -> entry.revision() == 3);
        assertThat(isThere).isTrue();
        assertThat(calls).hasValue(2); // history is 4, 3, 2, 1
        assertThat(Pages.all(storage, VersionQuery.all(ID).withLimit(3)))
                .extracting(Entry::revision)
                .containsExactly(4L, 3L, 2L, 1L);
    }
}
