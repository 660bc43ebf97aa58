package dev.datasave.cli.demo;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many deals were done and refused, by the servers' answers.
 *
 * @param payments how many payments were done
 * @param trades how many trades were done
 * @param gifts how many gifts were done
 * @param refused how many deals were refused, by the code of the answer; an offer is not a refusal
 */
record Counts(long payments, long trades, long gifts, Map<String, Long> refused) {

    static Counts of(Collection<PlayerLog> logs) {
        Map<String, Long> refused = new TreeMap<>();
        for (PlayerLog log : logs) {
            log.refused().forEach((op, code) -> {
                if (isDeal(log, op) && !code.equals("offered")) {
                    refused.merge(code, 1L, Long::sum);
                }
            });
        }
        return new Counts(done(logs, Deed.Kind.PAY), done(logs, Deed.Kind.TRADE), done(logs, Deed.Kind.GIFT), refused);
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

    long refusals() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All deals that were done. */
    long deals() {
        return payments + trades + gifts;
    }
}
