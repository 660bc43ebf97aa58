package dev.datasave.cli.demo;

import java.util.Collection;

/**
 * How many deals were answered.
 *
 * @param payments those that were done
 * @param trades those that were done
 * @param gifts those that were done
 * @param refusals those that were not done; an offer is none of them
 */
record Counts(long payments, long trades, long gifts, long refusals) {

    static Counts of(Collection<PlayerLog> logs) {
        long refusals = logs.stream()
                .mapToLong(log -> log.refused().entrySet().stream()
                        .filter(refused -> isDeal(log, refused.getKey())
                                && !refused.getValue().equals("offered"))
                        .count())
                .sum();
        return new Counts(done(logs, Deed.Kind.PAY), done(logs, Deed.Kind.TRADE), done(logs, Deed.Kind.GIFT), refusals);
    }

    private static long done(Collection<PlayerLog> logs, Deed.Kind kind) {
        return logs.stream()
                .flatMap(log -> log.done().stream().map(done -> log.deeds().get(done.op())))
                .filter(deed -> deed != null && deed.kind() == kind)
                .count();
    }

    private static boolean isDeal(PlayerLog log, long op) {
        Deed deed = log.deeds().get(op);
        return deed != null && deed.kind().isDeal();
    }

    /** All that were done. */
    long deals() {
        return payments + trades + gifts;
    }
}
