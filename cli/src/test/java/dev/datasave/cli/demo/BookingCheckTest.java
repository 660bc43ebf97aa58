package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.cli.demo.DoctoredRun.Value;
import dev.datasave.cli.demo.Finding.Kind;
import dev.datasave.examples.arena.PlayerData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of each step that does not follow from the one before it and from what was sent. */
class BookingCheckTest {
    private final DoctoredRun run = new DoctoredRun();
    private final PlayerLog alice = run.log("alice");
    private final Value kit = Value.kit("alice");
    private final List<Finding> findings = new ArrayList<>();

    @BeforeEach
    void send() {
        alice.sending(new Deed("alice", 1, Deed.Kind.EARN, "", 10, "", "", "A"));
        alice.sending(new Deed("alice", 2, Deed.Kind.EARN, "", 5, "", "", "A"));
        alice.sending(new Deed("alice", 3, Deed.Kind.GIFT, "bob", 0, "alice-k1", "", "A"));
    }

    /** The account after these values, each a revision by server A, which holds the profile. */
    private Books.Account check(Value... values) {
        for (Value value : values) {
            run.write("alice", "inA", "inA/1", value);
        }
        List<Revision> revisions = run.revisions("alice").stream()
                .map(entry -> Revision.of(entry, DoctoredRun.FATES))
                .toList();
        return BookingCheck.check(alice, revisions, new Books(List.of(alice)), run, findings);
    }

    private void assertFound(Kind kind, String what) {
        assertThat(findings).containsExactly(new Finding(kind, "alice", what));
    }

    @Test
    void whatFollowsIsKeptWithItsBalance() {
        Value first = kit.book("alice", 1, 10);
        Value second = first.book("alice", 2, 5);
        Books.Account account = check(Value.fresh(), first, second);
        assertThat(findings).isEmpty();
        assertThat(account.money()).isEqualTo(15);
        assertThat(account.isWelcomed()).isTrue();
        assertThat(account.kept().get("alice-1")).isEqualTo(new Books.Kept(10, 2, "inA-alice2"));
        assertThat(account.kept().get("alice-2")).isEqualTo(new Books.Kept(15, 3, "inA-alice3"));
    }

    @Test
    void aRevisionThatRemembersOnlyTheLastBookingsKeepsAll() {
        check(kit);
        Value all = kit;
        int last = PlayerData.REMEMBERED + 8;
        for (int op = 1; op <= last; op++) {
            alice.sending(new Deed("alice", op, Deed.Kind.EARN, "", 1, "", "", "A"));
            all = all.book("alice", op, 1);
            run.write("alice", "inA", "inA/1", all);
            List<String> bookings = all.bookings();
            List<String> remembered = bookings.subList(Math.max(0, op - PlayerData.REMEMBERED), op);
            run.doctor("alice", json -> json.replace(bookings.toString(), remembered.toString()));
        }
        Books.Account account = check();
        assertThat(findings).isEmpty();
        assertThat(account.kept()).hasSize(last);
    }

    @Test
    void otherMoneyThanIsBooked() {
        Value first = kit.book("alice", 1, 10);
        check(kit, new Value("alice", 11, 1, first.bookings(), first.items(), ""));
        assertFound(Kind.MONEY, "revision 2 by A: found 11 and op 1, expected 10 and op 1");
    }

    @Test
    void aBookingThatNobodySent() {
        check(kit, kit.book("alice", 9, 1));
        assertFound(
                Kind.MONEY, "revision 2 by A: found booking Booking[by=alice, op=9, amount=1], the player sent none");
    }

    @Test
    void aBookingOfAnotherAmount() {
        check(kit, kit.book("alice", 1, 11));
        assertFound(
                Kind.MONEY,
                "revision 2 by A: found booking Booking[by=alice, op=1, amount=11], the player sent"
                        + " \"earn 10 1\" of alice to A");
    }

    @Test
    void aNumberThatGoesBack() {
        Value second = kit.book("alice", 2, 5);
        check(kit, second, second.book("alice", 1, 10));
        assertFound(Kind.MONEY, "revision 3 by A: has op 1 after op 2");
    }

    @Test
    void anItemThatHasGone() {
        check(kit, kit.without("alice-k2"));
        assertFound(Kind.ITEM_LOST, "revision 2 by A: lacks alice-k2, which no command took away");
    }

    @Test
    void anItemOutOfNothing() {
        check(kit, kit.with("alice-7"));
        assertFound(Kind.ITEM_DOUBLED, "revision 2 by A: has alice-7, which no command brought");
    }

    @Test
    void aGiftOfWhatWasNotThere() {
        Value poor = kit.without("alice-k1");
        check(Value.fresh(), poor, poor.book("alice", 3, 0));
        assertThat(findings)
                .extracting(Finding::what)
                .containsExactly(
                        "revision 2 by A: lacks alice-k1, which no command took away",
                        "revision 3 by A: gave alice-k1 in alice-3, but did not own it");
    }

    @Test
    void aMessageThatNobodySent() {
        check(kit, kit.consuming("inB/1"));
        assertFound(Kind.GIFT_TWICE, "revision 2 by A: has consumed message inB/1, which nobody sent");
    }

    @Test
    void aStepBackIsSaidOnceAndWhatFollowsIsCheckedAnew() {
        Value first = kit.book("alice", 1, 10);
        check(kit, first.book("alice", 2, 5), first, first.book("alice", 2, 5));
        assertFound(
                Kind.BROKEN_CHAIN,
                "revision 3 by A: does not descend from the revision before it, which has 2 bookings, this one 1");
    }
}
