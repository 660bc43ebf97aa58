package dev.datasave.tck;

import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was sent with what the profiles have in the end.
 *
 * @param sendings what was sent, in order
 * @param items what each profile has got, in order
 * @param left the messages that are left for each profile
 * @param ordered whether everybody acknowledged what he heard at once, so that the order can be judged
 */
record MessageAudit(
        List<Sending> sendings,
        Map<String, List<String>> items,
        Map<String, List<Message.Pending>> left,
        boolean ordered) {

    /** One gift, who sent it, and what was answered. */
    static final class Sending {
        private final String name;
        private final String key;
        private final @Nullable String giver;
        private final DataSave server;
        private final CompletableFuture<?> outcome;
        private final boolean expires;
        private final List<CompletableFuture<Message.Change>> withdrawals = new ArrayList<>();
        private final List<CompletableFuture<Message.Change>> edits = new ArrayList<>();

        Sending(String name, String key, DataSave server, CompletableFuture<Message.Outcome> outcome, boolean expires) {
            this.name = name;
            this.key = key;
            this.giver = null;
            this.server = server;
            this.outcome = outcome;
            this.expires = expires;
        }

        /** As a part of a transaction of the giver's. */
        Sending(String name, String key, String giver, DataSave server, CompletableFuture<Transaction.Result> outcome) {
            this.name = name;
            this.key = key;
            this.giver = giver;
            this.server = server;
            this.outcome = outcome;
            this.expires = false;
        }

        String name() {
            return name;
        }

        String key() {
            return key;
        }

        List<CompletableFuture<Message.Change>> withdrawals() {
            return withdrawals;
        }

        List<CompletableFuture<Message.Change>> edits() {
            return edits;
        }

        private @Nullable Object answer() {
            return outcome.isDone() && !outcome.isCompletedExceptionally() ? outcome.join() : null;
        }

        Optional<String> id() {
            return answer() instanceof Message.Outcome.Sent(var id) ? Optional.of(id) : Optional.empty();
        }

        boolean isConfirmed() {
            return id().isPresent() || answer() instanceof Transaction.Result.Committed;
        }

        boolean isWithdrawn() {
            return withdrawals.stream().anyMatch(Sending::isDone);
        }

        boolean isEdited() {
            return edits.stream().anyMatch(Sending::isDone);
        }

        private boolean mayBeWithdrawn() {
            return withdrawals.stream().anyMatch(Sending::isUnknown);
        }

        private boolean mayBeEdited() {
            return edits.stream().anyMatch(Sending::isUnknown);
        }

        private static boolean isUnknown(CompletableFuture<Message.Change> change) {
            return !change.isDone() || change.isCompletedExceptionally();
        }

        private static boolean isDone(CompletableFuture<Message.Change> change) {
            return !isUnknown(change) && change.join() instanceof Message.Change.Done;
        }

        @Override
        public String toString() {
            return name + " to " + key + " by " + server.serverName() + (giver == null ? "" : " of " + giver)
                    + ", answer " + outcome + (expires ? ", expires" : "") + ", withdrawals " + withdrawals + ", edits "
                    + edits;
        }
    }

    private List<String> got(String key) {
        return items.getOrDefault(key, List.of());
    }

    private long effects(Sending sending) {
        return got(sending.key).stream()
                .filter(item -> item.equals(sending.name) || item.equals(sending.name + "'"))
                .count();
    }

    private long dead(Sending sending) {
        return left.getOrDefault(sending.key, List.of()).stream()
                .filter(message -> message.payload().toString().contains('"' + sending.name))
                .filter(Message.Pending::isDead)
                .count();
    }

    long delivered() {
        return sendings.stream().filter(sending -> effects(sending) == 1).count();
    }

    long dead() {
        return sendings.stream().filter(sending -> dead(sending) == 1).count();
    }

    List<String> violations() {
        List<String> found = new ArrayList<>();
        left.forEach((key, messages) -> messages.stream()
                .filter(message -> !message.isDead())
                .forEach(message -> found.add("left for " + key + ": " + message)));
        for (Sending sending : sendings) {
            String problem = problem(sending);
            if (!problem.isEmpty()) {
                found.add(problem + ": " + sending + ", effects " + effects(sending) + ", dead " + dead(sending));
            }
        }
        if (ordered) {
            found.addAll(disorder());
        }
        return found;
    }

    private String problem(Sending sending) {
        long ends = effects(sending) + dead(sending);
        if (ends > 1) {
            return "doubled";
        } else if (sending.isWithdrawn() && ends > 0) {
            return "withdrawn, and there";
        } else if (sending.isConfirmed() && !sending.isWithdrawn() && !sending.mayBeWithdrawn() && ends == 0) {
            return "lost";
        } else if (!sending.expires && dead(sending) > 0) {
            return "dead without an expiry";
        } else if (sending.giver != null && effects(sending) != given(sending)) {
            return "not one with its transaction, given " + given(sending);
        } else if (effects(sending) == 1 && !sending.mayBeEdited()) {
            boolean isEdited = got(sending.key).contains(sending.name + "'");
            return isEdited == sending.isEdited() ? "" : "delivered as what it is not";
        }
        return "";
    }

    private long given(Sending sending) {
        return got(String.valueOf(sending.giver)).stream()
                .filter(item -> item.equals("gave " + sending.name))
                .count();
    }

    /** Messages of one server to one profile that were not edited, and not part of a transaction, are in the order of sending. */
    private List<String> disorder() {
        List<String> found = new ArrayList<>();
        Map<String, Sending> plain = new HashMap<>();
        sendings.stream()
                .filter(sending -> sending.giver == null && sending.edits.isEmpty())
                .forEach(sending -> plain.put(sending.name, sending));
        items.forEach((key, names) -> {
            Map<DataSave, String> newest = new HashMap<>();
            for (String name : names) {
                Sending sending = plain.get(name);
                if (sending != null) {
                    String before = newest.put(sending.server, name);
                    if (before != null && before.compareTo(name) > 0) {
                        found.add("out of order for " + key + ": " + before + " before " + name);
                    }
                }
            }
        });
        return found;
    }
}
