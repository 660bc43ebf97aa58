package dev.datasave.engine;

import com.google.gson.JsonObject;
import dev.datasave.ProfileStore;
import dev.datasave.TransactionResult;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to profiles (P11). A message is an entry of its own, under the hash of its profile, its sender's incarnation and a number
 * that rises: so repeating it is harmless, and a sender's order is kept. Its holder is the address: the mail of the server that holds the
 * profile, as far as the sender knows; whoever loads the profile later finds it by its key. Loop only, but for {@link #outgoing}.
 */
final class Mail {
    static final String STORE = "~message";
    static final int MOST_PENDING = 1000;

    private final Engine engine;
    private long sent;

    Mail(Engine engine) {
        this.engine = engine;
    }

    /** Where the messages of a profile stand. */
    static String prefix(EntryId profile) {
        return Claim.hash(profile) + "/";
    }

    /** What every message that is addressed to a server has as its holder. */
    static String address(String incarnation) {
        return "mail:" + incarnation;
    }

    /** A message for a profile of one of this server's stores; from any thread. */
    Outgoing outgoing(ProfileStore<?> store, String key, Object message, Optional<Duration> expiry) {
        return MessageFormat.outgoing(new EntryId(engine.ownStore(store), key), message, expiry);
    }

    private record Target(Optional<Entry> profile, int pending) {
        static Target of(Storage storage, EntryId profile) {
            int pending = storage.list(EntryQuery.keys(STORE, prefix(profile))
                            .withoutValues()
                            .withLimit(MOST_PENDING))
                    .items()
                    .size();
            return new Target(storage.read(List.of(profile)).getFirst(), pending);
        }
    }

    /** Finds out where the profiles are, and makes entries of the messages; or tells which profile can't take one more. */
    void address(
            List<Outgoing> messages,
            Consumer<List<Beside>> then,
            Consumer<TransactionResult> full,
            Consumer<Throwable> failed) {
        Set<EntryId> profiles = new HashSet<>();
        messages.forEach(message -> profiles.add(message.to()));
        engine.port()
                .call(
                        storage -> {
                            Map<EntryId, Target> targets = new HashMap<>();
                            profiles.forEach(id -> targets.put(id, Target.of(storage, id)));
                            return targets;
                        },
                        targets -> {
                            for (EntryId id : profiles) {
                                long more = messages.stream()
                                        .filter(message -> message.to().equals(id))
                                        .count();
                                if (Objects.requireNonNull(targets.get(id)).pending() + more > MOST_PENDING) {
                                    full.accept(
                                            new TransactionResult.TooManyMessages(Session.profileId(id), MOST_PENDING));
                                    return;
                                }
                            }
                            List<Beside> entries = new ArrayList<>();
                            messages.forEach(message -> entries.add(entry(
                                    message,
                                    Objects.requireNonNull(targets.get(message.to()))
                                            .profile())));
                            then.accept(entries);
                        },
                        failed);
    }

    private Beside entry(Outgoing message, Optional<Entry> profile) {
        String number = String.format("%012d", ++sent);
        EntryId id = new EntryId(STORE, prefix(message.to()) + engine.lease().incarnation() + "/" + number);
        JsonObject json = new JsonObject();
        json.addProperty("store", message.to().store());
        json.addProperty("key", message.to().key());
        json.addProperty("type", message.type());
        json.add("payload", message.payload());
        json.addProperty("from", engine.serverName());
        json.addProperty(
                "at", profile.map(Entry::revision).orElse(0L)); // older than its erasure = not to be delivered (P14)
        message.expiry()
                .ifPresent(time -> json.addProperty(
                        "expires",
                        Instant.ofEpochMilli(engine.environment().wallClockMillis())
                                .plus(time)
                                .toEpochMilli()));
        Set<String> userIds = profile.map(entry -> entry.content().userIds()).orElse(Set.of());
        Content content = new Content(
                json.toString(), userIds, Map.of(), addressOf(profile).orElse(null), null, Erased.addressed(profile));
        return new Beside(id, Optional.empty(), content, Retention.drop());
    }

    private static Optional<String> addressOf(Optional<Entry> profile) {
        return profile.map(entry -> Token.parse(entry.content().holder())).map(token -> address(token.incarnation()));
    }

    /** The messages among what was stored are there: wakes those who they are for. */
    void sent(List<Beside> stored) {
        for (Beside beside : stored) {
            @Nullable String holder = beside.content().holder();
            if (beside.id().store().equals(STORE) && holder != null) {
                engine.signal(holder.substring(holder.indexOf(':') + 1));
            }
        }
    }
}
