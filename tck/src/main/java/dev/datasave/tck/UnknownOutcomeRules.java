package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R8: an exception means that the outcome is unknown; a repeated identical write is recognised by its write id. */
abstract class UnknownOutcomeRules extends Rule {
    UnknownOutcomeRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void aRepeatedWriteAnswersAsTheFirstTimeAndIsDoneOnce() throws Exception {
        Storage other = another();
        Entry first = created("a", 1);
        Write write = put(first, number(2)).superseding(Retention.pin());
        WriteResult result = one(storage, write);
        Entry second = current(first.id());

        assertThat(result).isEqualTo(new WriteResult.Written(2, second.updated()));
        assertThat(one(storage, write)).isEqualTo(result);
        assertThat(one(other, write)).isEqualTo(result);
        same(current(first.id()), second);
        same(history(first.id()), List.of(first));
    }

    @Test
    void aRepeatedCreationAnswersAsTheFirstTime() {
        Write write = create("a", number(1));
        WriteResult result = one(storage, write);

        assertThat(one(storage, write)).isEqualTo(result).isInstanceOf(WriteResult.Written.class);
        assertThat(current(write.id()).revision()).isEqualTo(1);
    }

    @Test
    void aRepeatedRemovalAnswersAsTheFirstTime() {
        Write write = put(created("a", 1), Content.TOMBSTONE).superseding(Retention.pin());
        WriteResult result = one(storage, write);

        assertThat(one(storage, write)).isEqualTo(result).isInstanceOf(WriteResult.Written.class);
        assertThat(history(write.id())).hasSize(1);
    }

    @Test
    void aRepeatedForgetFindsNothing() {
        Write write = Write.forget(created("a", 1), writeId());

        assertThat(one(storage, write)).isInstanceOf(WriteResult.Written.class);
        assertThat(refused(write)).isEmpty();
    }

    @Test
    void aRepeatAfterAnotherWriteIsRefusedAndFoundInHistory() {
        Entry first = created("a", 1);
        Write write = put(first, number(2));
        Entry second = accepted(write);
        Entry third = updated(second, 3, Retention.keep(Duration.ofDays(1)));

        same(refused(write).orElseThrow(), third);
        Entry superseded = versions(storage, VersionQuery.revision(first.id(), write.expectedRevision() + 1))
                .get(0);
        assertThat(superseded.writeId()).isEqualTo(write.writeId());
        same(current(first.id()), third);
    }

    @Test
    void anotherWriteOnTheSameBaseIsNoRepeat() {
        Entry first = created("a", 1);
        Write write = put(first, number(2));
        Entry second = accepted(write);

        same(refused(put(first, number(2))).orElseThrow(), second);
    }

    @Test
    void theSameWriteSentByManyAtOnceIsDoneOnce() throws Exception {
        List<Storage> handles = handles(4);
        Entry base = created("a", 0);
        for (int round = 1; round <= 10; round++) {
            Write write = put(base, number(round)).superseding(Retention.pin());
            List<WriteResult> results = Race.run(8, racer -> one(handles.get(racer % 4), write));

            base = current(base.id());
            assertThat(results).containsOnly(new WriteResult.Written(round + 1L, base.updated()));
            assertThat(history(base.id())).hasSize(round);
        }
    }
}
