package dev.datasave.examples.network;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every revision that was ever stored, of a network whose servers ran with {@code --keep-history true}:
 *
 * <ul>
 *   <li>no revision is missing, and each was written by the server that held the hero, or took him without a change;
 *   <li>in each revision the coins are right and no item is there twice, and what was earned, sent and received never becomes less;
 *   <li>each write is whole: what some heroes have sent in it, others have received in it, or is in parcels that it sent, and no parcel is received twice, or
 *       gone without having been received;
 *   <li>no item was in two places at a time.
 * </ul>
 *
 * <p>It reads the storage itself and not through DataSave.
 */
final class HistoryAudit {
    private static final String MESSAGES = "~message";
    private static final Pattern SERIAL = Pattern.compile("serial:\"?([0-9a-f-]{36})");

    private final Storage storage;
    private final Map<String, String> processes;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Mail> parcels = new HashMap<>(); // by the receiver and the message's id
    private final Map<String, Long> balances = new TreeMap<>(); // sent, less received, by write
    private final Map<String, List<Stay>> stays = new HashMap<>(); // by the serial of an item
    private long revisions;

    private HistoryAudit(Storage storage, Map<String, String> processes) {
        this.storage = storage;
        this.processes = processes;
    }

    /** What was sent, and how often it was received. */
    private static final class Mail {
        private final long coins;
        private final boolean isGone;
        private int received;

        private Mail(long coins, boolean isGone) {
            this.coins = coins;
            this.isGone = isGone;
        }
    }

    /** The time that an item has spent with a hero; the end is missing while he has it. */
    private record Stay(String key, Instant from, @Nullable Instant to) {}

    /** A revision. The owner and the author are processes. */
    private record Step(
            Entry entry, Hero hero, @Nullable String owner, String author, Set<String> consumed, boolean isOperators) {
        private static Step of(Entry entry, Map<String, String> processes) {
            String text = Objects.requireNonNull(entry.content().value(), "found a tombstone");
            String system = entry.content().system();
            JsonObject extra = system == null
                    ? new JsonObject()
                    : JsonParser.parseString(system).getAsJsonObject();
            Set<String> consumed = new HashSet<>();
            if (extra.get("consumed") instanceof JsonArray ids) {
                ids.forEach(id -> consumed.add(id.getAsString()));
            }
            String holder = entry.content().holder();
            return new Step(
                    entry,
                    new Gson().fromJson(text, Hero.class),
                    holder == null ? null : process(holder.substring(0, holder.indexOf('/')), processes),
                    process(entry.writeId().substring(0, entry.writeId().lastIndexOf('-')), processes),
                    consumed,
                    extra.has("note"));
        }

        private static String process(String incarnation, Map<String, String> processes) {
            return processes.getOrDefault(incarnation, incarnation);
        }

        private Set<String> serials(List<String> twice) {
            Set<String> serials = new HashSet<>();
            hero.items().values().forEach(item -> {
                Matcher found = SERIAL.matcher(item);
                if (found.find() && !serials.add(found.group(1))) {
                    twice.add(found.group(1));
                }
            });
            return serials;
        }
    }

    /**
     * What is wrong; empty if nothing is.
     *
     * @param processes the names of the processes, by incarnation, of those that had more than one: a server that was away for too long goes on as another
     *     incarnation
     */
    static List<String> problems(Storage storage, Map<String, String> processes) {
        HistoryAudit audit = new HistoryAudit(storage, processes);
        audit.run();
        System.out.println("history: " + audit.revisions + " revisions, " + audit.balances.size() + " writes, "
                + audit.parcels.size() + " parcels, " + audit.stays.size() + " items, " + audit.problems.size()
                + " problems");
        return audit.problems;
    }

    private void run() {
        list(EntryQuery.keys(MESSAGES, "")).forEach(this::parcel);
        list(EntryQuery.removed(MESSAGES, "")).forEach(this::parcel);
        list(EntryQuery.keys(NetworkServer.STORE, "")).forEach(hero -> chain(hero.id()));
        balances.forEach((write, balance) -> check(
                balance == 0,
                "write " + write + ": " + balance + " coins were sent in it and not received, expected 0"));
        parcels.forEach((id, parcel) -> {
            check(parcel.received <= 1, "parcel " + id + " was received " + parcel.received + " times");
            check(!parcel.isGone || parcel.received == 1, "parcel " + id + " is gone, and nobody has received it");
        });
        stays.forEach(this::oneAtATime);
    }

    private void parcel(Entry last) {
        Entry sent = versions(last.id()).getFirst();
        JsonObject message =
                JsonParser.parseString(String.valueOf(sent.content().value())).getAsJsonObject();
        long coins = message.getAsJsonObject("payload").get("coins").getAsLong();
        String key = last.id().key();
        String id = key.substring(key.indexOf('/') + 1);
        parcels.put(
                message.get("key").getAsString() + "/" + id,
                new Mail(coins, last.content().value() == null));
        balances.merge(sent.writeId(), -coins, Long::sum);
    }

    private void chain(EntryId id) {
        Map<String, Instant> since = new HashMap<>();
        Step before = null;
        for (Entry entry : versions(id)) {
            revisions++;
            long expected = before == null ? 1 : before.entry().revision() + 1;
            String where = id.key() + " revision " + entry.revision();
            check(entry.revision() == expected, where + ": found it where " + expected + " was expected");
            Step step = Step.of(entry, processes);
            check(step.hero().isBalanced(), where + ": the coins are not those that he should have: " + step.hero());
            items(id.key(), where, step, since);
            if (before == null) {
                check(Objects.equals(step.owner(), step.author()), where + ": new, and not held by its author");
            } else if (!step.isOperators()) {
                holder(where, before, step);
                coins(id, where, before, step);
            }
            before = step;
        }
        since.forEach((serial, from) -> stay(serial, new Stay(id.key(), from, null)));
    }

    /** The holder may change all, release and hand over. Another one may take what is free, or what a dead server holds, and changes nothing. */
    private void holder(String where, Step before, Step step) {
        if (Objects.equals(before.owner(), step.author())) {
            return;
        }
        check(
                Objects.equals(step.owner(), step.author())
                        && !Objects.equals(
                                before.entry().content().holder(),
                                step.entry().content().holder()),
                where + ": written by " + step.author() + " while " + before.owner() + " held it");
        check(before.hero().equals(step.hero()), where + ": changed by " + step.author() + ", which only took it");
    }

    private void coins(EntryId id, String where, Step before, Step step) {
        long sent = step.hero().sent() - before.hero().sent();
        long received = step.hero().received() - before.hero().received();
        check(
                sent >= 0
                        && received >= 0
                        && step.hero().earned() >= before.hero().earned(),
                where + ": less than before: " + before.hero() + ", then " + step.hero());
        long mail = 0;
        for (String message : step.consumed()) {
            if (!before.consumed().contains(message)) {
                Mail parcel = parcels.get(id.key() + "/" + message);
                check(parcel != null, where + ": has received " + message + ", which nobody sent");
                if (parcel != null) {
                    parcel.received++;
                    mail += parcel.coins;
                }
            }
        }
        balances.merge(step.entry().writeId(), sent - (received - mail), Long::sum);
    }

    private void items(String key, String where, Step step, Map<String, Instant> since) {
        List<String> twice = new ArrayList<>();
        Set<String> serials = step.serials(twice);
        check(twice.isEmpty(), where + ": has twice " + twice);
        Instant now = step.entry().updated();
        since.entrySet().removeIf(had -> {
            boolean isAway = !serials.contains(had.getKey());
            if (isAway) {
                stay(had.getKey(), new Stay(key, had.getValue(), now));
            }
            return isAway;
        });
        serials.forEach(serial -> since.putIfAbsent(serial, now));
    }

    private void stay(String serial, Stay stay) {
        stays.computeIfAbsent(serial, first -> new ArrayList<>()).add(stay);
    }

    private void oneAtATime(String serial, List<Stay> places) {
        List<Stay> sorted =
                places.stream().sorted((a, b) -> a.from().compareTo(b.from())).toList();
        for (int i = 1; i < sorted.size(); i++) {
            Instant end = sorted.get(i - 1).to();
            check(
                    end != null && !sorted.get(i).from().isBefore(end),
                    "item " + serial + " was in two places: " + sorted.get(i - 1) + " and " + sorted.get(i));
        }
    }

    private void check(boolean isRight, String problem) {
        if (!isRight) {
            problems.add(problem);
        }
    }

    /** All revisions, the oldest first. */
    private List<Entry> versions(EntryId id) {
        VersionQuery query = VersionQuery.all(id).ascending().withLimit(1000);
        List<Entry> all = all(storage.versions(query), next -> storage.versions(query.from(next)));
        storage.read(List.of(id)).getFirst().ifPresent(all::add);
        return all;
    }

    private List<Entry> list(EntryQuery first) {
        EntryQuery query = first.withLimit(1000);
        return all(storage.list(query), next -> storage.list(query.from(next)));
    }

    private static List<Entry> all(Page<Entry> first, Function<String, Page<Entry>> following) {
        List<Entry> all = new ArrayList<>(first.items());
        for (String next = first.next(); next != null; ) {
            Page<Entry> page = following.apply(next);
            all.addAll(page.items());
            next = page.next();
        }
        return all;
    }
}
