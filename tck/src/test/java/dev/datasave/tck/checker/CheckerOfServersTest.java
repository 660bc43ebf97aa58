package dev.datasave.tck.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.ServerEvent.What;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker finds planted violations in what servers do with their leases, their spools, and what they tell. */
class CheckerOfServersTest extends RecordedHistory {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private void happens(String server, What what) {
        journal.add(new Journal.ServerEvent(now(), server, what));
    }

    private void silence() {
        lease("a", "A");
        seconds += 40;
        lease("a", "A");
    }

    private void playsOn() {
        edit("a", 1, States.FRESH, "x");
        write("a", "A", null, 1, "x");
        end("a", 1);
    }

    @Test
    void findsASessionThatOutlivesTheGrace() {
        see("a", 0, new GameEvent.Starting(GRACE));
        silence();
        playsOn();
        assertThat(found()).containsExactly("P3");
    }

    @Test
    void findsNothingWhereTheServerStoodStill() {
        see("a", 0, new GameEvent.Starting(GRACE));
        lease("a", "A");
        happens("a", What.PAUSED);
        seconds += 40;
        happens("a", What.RESUMED);
        lease("a", "A");
        playsOn();
        assertThat(found()).isEmpty();
    }

    @Test
    void findsNothingWhereTheGraceIsLonger() {
        see("a", 0, new GameEvent.Starting(GRACE.multipliedBy(6)));
        silence();
        playsOn();
        assertThat(found()).isEmpty();
    }

    @Test
    void findsALeaseThatIsGivenUpBeforeItsSessions() {
        edit("a", 1, States.FRESH, "x");
        bury("a", "A");
        see("a", 0, new GameEvent.LostUpdate("CLOSING"));
        end("a", 1);
        assertThat(found()).containsExactly("P9");
    }

    @Test
    void findsNothingWhereTheLossWasToldBefore() {
        edit("a", 1, States.FRESH, "x");
        see("a", 0, new GameEvent.LostUpdate("CLOSING"));
        bury("a", "A");
        end("a", 1);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsALossThatIsBlamedOnNobody() {
        edit("a", 1, States.FRESH, "x");
        see("a", 0, new GameEvent.LostUpdate("STOLEN"));
        end("a", 1);
        assertThat(found()).containsExactly("P10");
    }

    @Test
    void findsAProfileThatWasHeldForNobody() {
        end("a", 1);
        write("a", "A", "A/9", 0, States.FRESH);
        seconds += 6;
        write("a", "A", null, 0, States.FRESH);
        assertThat(foundCalm()).containsExactly("F42");
        assertThat(found()).isEmpty();
    }

    /** The state x becomes an orphan of p1, of the session that a's load began, by {@code server}, as that write. */
    private void orphan(String server, String writeId) {
        EntryId id = new EntryId("~orphan", "hash/1-1");
        Content content = new Content(
                "{\"edits\":1,\"state\":\"x\"}",
                Set.of(),
                Map.of(),
                null,
                null,
                "{\"orphan\":{\"store\":\"PlayerData\",\"key\":\"p1\"}}");
        Entry orphan = new Entry(id, 1, writeId, content, Instant.EPOCH, Instant.EPOCH);
        journal.add(new Journal.Written(now(), server, writeId, id, Optional.empty(), Optional.of(orphan)));
    }

    @Test
    void findsAnOrphanOfWhatIsStored() {
        spool();
        write("a", "A", null, 1, "x");
        orphan("b", stored.get(ID).writeId());
        assertThat(found()).containsExactly("F18");
    }

    private void bTakes() {
        seconds += 10;
        bury("b", "A");
        write("b", "B", "B/2", 0, States.FRESH);
    }

    @Test
    void findsAnOrphanOfAStateThatWasNotWaitedFor() {
        spool();
        happens("a", What.KILLED);
        happens("b", What.STARTED);
        bTakes();
        orphan("b", "A-spooled");
        assertThat(found()).containsExactly("F18");
    }

    @Test
    void findsAnOrphanOfAStateThatAServerLeftAtItsEnd() {
        spool();
        happens("a", What.CLOSED);
        happens("b", What.STARTED);
        bTakes();
        orphan("b", "A-spooled");
        assertThat(found()).containsExactly("F18");
    }

    @Test
    void findsNothingWhereWhoHadTheStateInItsSpoolStillLived() {
        spool();
        happens("b", What.STARTED);
        bTakes();
        happens("a", What.CLOSED);
        orphan("b", "A-spooled");
        assertThat(found()).as("b could not have the state when it started").isEmpty();
    }

    @Test
    void findsNothingWhereTheStateCameIntoTheSpoolLater() {
        happens("b", What.STARTED);
        spool();
        bTakes();
        orphan("b", "A-spooled");
        assertThat(found()).isEmpty();
    }

    @Test
    void findsNothingWhereTheProfileCouldNotBeStored() {
        spool();
        happens("a", What.KILLED);
        happens("b", What.STARTED);
        journal.add(new Journal.Broken(now(), ID, Duration.ofSeconds(seconds + 5)));
        bTakes();
        orphan("b", "A-spooled");
        assertThat(found()).isEmpty();
    }
}
