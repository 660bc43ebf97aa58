package dev.datasave.tck.simulation;

import dev.datasave.Transaction;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.checker.Goods;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.simulation.GameServer.Vault;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** One transaction of the simulated game. */
final class Trade {
    private final GameServer server;
    private final String deed;
    private final List<Visit> sides;

    private Trade(GameServer server, String kind, List<Visit> sides) {
        this.server = server;
        this.deed = server.newName(kind + " ");
        this.sides = sides;
    }

    /** One player sells something to another for coins. */
    static String between(Visit seller, Visit buyer, RandomGenerator random) {
        Trade trade = new Trade(seller.server(), "trade", List.of(seller, buyer));
        long price = random.nextLong(30);
        long pick = random.nextLong(1_000);
        return trade.transact(Transaction.Participants.of(seller.profile(), buyer.profile()), tx -> {
            Map<String, Long> sold = trade.pick(tx.data(seller.profile()), pick);
            Map<String, Long> change = Goods.minus(sold, Goods.coins(price));
            return trade.change(tx, seller, Goods.minus(Goods.NONE, change)) && trade.change(tx, buyer, change);
        });
    }

    /** One player sends something to another, on any server or offline. */
    static String gift(Visit giver, EntryId to, RandomGenerator random) {
        Trade trade = new Trade(giver.server(), "give", List.of(giver));
        long pick = random.nextLong(1_000);
        String gift = giver.server().newName("gift ");
        return trade.transact(Transaction.Participants.of(giver.profile()), tx -> {
            Map<String, Long> given = trade.pick(tx.data(giver.profile()), pick);
            tx.message(
                    giver.server().store(), to.key(), new Visit.Gift(gift, given), GameServer.signed(giver.id(), gift));
            return trade.change(tx, giver, Goods.minus(Goods.NONE, given));
        });
    }

    /** One player brings coins to the bank, or takes some. */
    static String bank(Visit customer, RandomGenerator random) {
        GameServer server = customer.server();
        Trade trade = new Trade(server, "bank", List.of(customer));
        Map<String, Long> paid = Goods.coins(random.nextLong(-20, 21));
        return trade.transact(
                Transaction.Participants.of(customer.profile()).and(server.bank(), Goods.BANK.key()), tx -> {
                    Map<String, Long> there = tx.get(server.bank(), Goods.BANK.key())
                            .map(Vault::goods)
                            .orElse(Goods.NONE);
                    Map<String, Long> then = Goods.plus(there, paid);
                    tx.set(server.bank(), Goods.BANK.key(), new Vault(then));
                    return Goods.isPossible(then) && trade.change(tx, customer, Goods.minus(Goods.NONE, paid));
                });
    }

    private Map<String, Long> pick(Score score, long pick) {
        List<String> things = List.copyOf(score.goods().keySet());
        String thing = things.isEmpty() ? Goods.COIN : things.get((int) (pick % things.size()));
        return thing.equals(Goods.COIN) ? Goods.coins(1 + pick % 7) : Map.of(thing, 1L);
    }

    private boolean change(Transaction tx, Visit seat, Map<String, Long> change) {
        if (!Goods.isPossible(Goods.plus(tx.data(seat.profile()).goods(), change))) {
            return false;
        }
        tx.update(seat.profile(), score -> seat.derive(score, deed, change, Goods.NONE));
        return true;
    }

    private String transact(Transaction.Participants participants, Predicate<Transaction> function) {
        Visit first = sides.getFirst();
        server.expect(deed, first.id(), server.dataSave().transactAsync(participants, function), result -> {
            GameEvent seen = result instanceof Transaction.Result.Committed
                    ? new GameEvent.Done(deed)
                    : new GameEvent.NotDone(deed);
            sides.forEach(side -> side.see(seen));
        });
        return deed + " on " + server;
    }
}
