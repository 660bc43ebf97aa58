package dev.datasave.tck.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.ServerEvent.What;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker finds planted violations of what is promised while the storage needs mending. */
class CheckerOfTroubleTest extends RecordedHistory {
    @BeforeEach
    void serversAreAwake() {
        happens("a", What.STARTED);
        happens("b", What.STARTED);
    }

    private void happens(String server, What what) {
        journal.add(new Journal.ServerEvent(now(), server, what));
    }

    /** The storage takes no writes for so many seconds. */
    private void fails(int time) {
        journal.add(new Journal.Failing(now(), now().plusSeconds(time)));
    }

    private void isDamaged() {
        isDamaged(ID);
    }

    private void isDamaged(EntryId id) {
        journal.add(new Journal.Damaged(now(), Objects.requireNonNull(stored.get(id))));
    }

    private void playsOn() {
        edit("a", 1, States.FRESH, "x");
        write("a", "A", null, 1, "x");
        end("a", 1);
    }

    @Test
    void findsAnEditThatCannotBeStoredAnywhere() {
        fails(20);
        seconds += 3;
        edit("a", 1, States.FRESH, "x");
        seconds += 30;
        write("a", "A", null, 1, "x");
        end("a", 1);
        assertThat(found()).containsExactly("P3");
    }

    @Test
    void findsNothingBeforeTheServerCanKnowOrAfterIt() {
        fails(20);
        edit("a", 1, States.FRESH, "w");
        seconds += 30;
        edit("a", 1, "w", "x");
        write("a", "A", null, 2, "x");
        end("a", 1);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsNothingWhereTheServerHasJustWokenUp() {
        happens("a", What.PAUSED);
        fails(20);
        seconds += 3;
        happens("a", What.RESUMED);
        edit("a", 1, States.FRESH, "x");
        seconds += 30;
        write("a", "A", null, 1, "x");
        end("a", 1);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsARefusalForAnotherReason() {
        fails(20);
        seconds += 3;
        see("a", 1, new GameEvent.Suspended("the storage fails: virtual storage: it takes no writes"));
        see("a", 1, new GameEvent.Suspended("for a while"));
        seconds += 30;
        playsOn();
        assertThat(found()).containsExactly("P3");
    }

    @Test
    void findsAProfileThatIsPlayedOnWithoutBeingStored() {
        journal.add(new Journal.Unstored(now(), "a", ID));
        edit("a", 1, States.FRESH, "x");
        seconds += 40;
        edit("a", 1, "x", "y");
        write("a", "A", "A/1", 2, "y");
        seconds += 40;
        edit("a", 1, "y", "z");
        write("a", "A", null, 3, "z");
        end("a", 1);
        assertThat(found()).containsExactly("P3");
    }

    @Test
    void findsADamagedProfileThatIsDelivered() {
        playsOn();
        isDamaged();
        see("b", 0, new GameEvent.Loading(WAIT));
        write("b", "B", "B/2", 1, "x");
        see("b", 2, new GameEvent.Loaded("x"));
        assertThat(found()).startsWith("F5");
    }

    @Test
    void findsNothingWhereItsOwnerHasWrittenItAnew() {
        edit("a", 1, States.FRESH, "x");
        isDamaged();
        write("a", "A", null, 1, "x");
        end("a", 1);
        see("b", 0, new GameEvent.Loading(WAIT));
        write("b", "B", "B/2", 1, "x");
        see("b", 2, new GameEvent.Loaded("x"));
        assertThat(found()).doesNotContain("F5");
    }

    /** A profile that was removed is damaged, and another moved to its key. */
    private void movesOnTop(Runnable first, Runnable second) {
        playsOn();
        put("a", "A", OTHER, Content.TOMBSTONE);
        see("b", 0, new GameEvent.Moving("p2"));
        first.run();
        second.run();
        move("b", "B");
        see("b", OTHER, 0, new GameEvent.Loading(WAIT));
        Content there = Objects.requireNonNull(stored.get(OTHER)).content();
        put("b", "B", OTHER, there.withHolder("B/3").withSystem(null));
        see("b", OTHER, 2, new GameEvent.Loaded("x"));
    }

    @Test
    void findsNothingWhereAMoveHasReadATombstoneBeforeItWasDamaged() {
        movesOnTop(() -> write("b", "B", "B/2", 1, "x"), () -> isDamaged(OTHER));
        assertThat(found()).doesNotContain("F5");
    }

    @Test
    void findsAMoveThatMustHaveSeenTheDamage() {
        movesOnTop(() -> isDamaged(OTHER), () -> write("b", "B", "B/2", 1, "x"));
        assertThat(found()).contains("F5");
    }

    @Test
    void findsASoundProfileThatIsCalledCorrupt() {
        playsOn();
        isDamaged();
        see("b", 0, new GameEvent.Loading(WAIT));
        see("b", 0, new GameEvent.NotLoaded("Corrupt"));
        assertThat(found()).isEmpty();
        see("b", OTHER, 0, new GameEvent.Loading(WAIT));
        see("b", OTHER, 0, new GameEvent.NotLoaded("Corrupt"));
        assertThat(found()).containsExactly("F5");
    }
}
