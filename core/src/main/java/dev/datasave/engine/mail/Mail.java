package dev.datasave.engine.mail;

import dev.datasave.HistoryPolicy;
import dev.datasave.Transaction;
import dev.datasave.engine.commit.Commits;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.commit.Post;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.load.Loads;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.Sessions;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Messages to profiles (P11). A message is an entry of its own. Its key is the hash of its profile, its sender and a rising number, so repeating its
 * write is harmless, and each sender's order is kept. The entry's holder is the message's address: the mail of the server that holds the profile, as
 * far as the sender knows ({@link Forwarding}). A server that loads the profile later finds the message by its key.
 *
 * <p>{@link Sending} writes messages, {@link MailRound} finds those that are addressed to this server, {@link Mailboxes} deliver them,
 * {@link MessageEdits} withdraws and edits them. Loop only, except the making of messages from objects.
 */
public final class Mail implements Post {
    static final int MOST_PENDING = 1000;
    /** How long a revision is kept that another server wrote, so that this server can find out that its write was accepted (P10). */
    public static final Retention FOREIGN = Retention.keep(Duration.ofHours(24));
    /** How long the content of a consumed, withdrawn or edited message is kept, so that a rollback can find it. */
    public static final Retention REMOVED = Retention.keep(Duration.ofDays(30));

    private final Loop loop;
    private final Sessions sessions;
    private final Loads loads;
    private final String sender;
    private final MessageFormat format;
    private final Forwarding forwarding;
    private final Sending sending;
    private final Mailboxes boxes;
    private final Requests requests;
    private final MessageEdits edits;
    private final Map<String, RequestHandler> handlers = new HashMap<>();
    private final PendingCounts counts = new PendingCounts();
    private final List<MailRound> rounds = new ArrayList<>(); // that of the current incarnation comes first
    private long sent;

    /**
     * The mail of a server.
     *
     * @param policies returns the history policy of the game's store of that name
     */
    public Mail(Loop loop, Sessions sessions, Loads loads, Commits commits, Function<String, HistoryPolicy> policies) {
        this.loop = loop;
        this.sessions = sessions;
        this.loads = loads;
        this.sender = loop.ids().incarnation();
        this.format = new MessageFormat(loop);
        this.forwarding = new Forwarding(loop, this);
        this.sending = new Sending(loop, this);
        this.boxes = new Mailboxes(loop, this);
        this.requests = new Requests(loop, this);
        this.edits = new MessageEdits(loop, this, sessions, commits, policies);
        rounds.add(new MailRound(loop, this, sender));
    }

    /**
     * The id of the entry of a message.
     *
     * @throws IllegalArgumentException if the id can't be that of a message
     */
    public static EntryId entryId(EntryId profile, String id) {
        return new EntryId(Addresses.MESSAGES, Addresses.prefix(profile) + id);
    }

    /** The address for messages to a profile, from the profile's entry; empty if no server holds it. */
    static Optional<String> addressOf(Optional<Entry> profile) {
        return profile.map(entry -> Token.parse(entry.content().holder()))
                .map(token -> Addresses.mail(token.incarnation()));
    }

    static Content content(NewMessage message, Set<String> userIds, Optional<Entry> profile) {
        Content.Score due = message.expires()
                .map(time -> Content.Score.of(time.toEpochMilli()))
                .orElse(null);
        return new Content(
                message.value(), userIds, Map.of(), addressOf(profile).orElse(null), due, Erased.addressed(profile));
    }

    public MessageFormat format() {
        return format;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    public Sending sending() {
        return sending;
    }

    public Mailboxes boxes() {
        return boxes;
    }

    public Requests requests() {
        return requests;
    }

    MessageEdits edits() {
        return edits;
    }

    /** Expires a message that is due, if no server holds its profile. */
    public void expire(StoredMessage message) {
        if (sessions.session(message.profile()) == null) {
            edits.expireFree(message);
        }
    }

    /** The entry's id for a new message. */
    EntryId newId(EntryId profile) {
        return entryId(profile, sender + "/" + String.format(Locale.ROOT, "%012d", ++sent));
    }

    /** A profile that messages go to, under its present key. {@code pending} is the number of messages that wait for it, if it had to be counted. */
    private record Target(Departure.Place place, int pending) {}

    /** Finds out where the profiles are and turns the messages into entries, or tells which profile has too many messages waiting. */
    @Override
    public void address(
            List<NewMessage> messages,
            Consumer<List<AddressedMessage>> then,
            Consumer<Transaction.Result.TooManyMessages> full,
            Consumer<Throwable> failed) {
        Map<EntryId, Integer> more = new LinkedHashMap<>();
        messages.forEach(message -> more.merge(message.to(), 1, Integer::sum));
        long now = loop.environment().monotonicNanos();
        Set<EntryId> toCount = new HashSet<>(more.keySet());
        toCount.removeIf(profile -> counts.takes(profile, more.getOrDefault(profile, 0), now));
        loop.port()
                .call(
                        storage -> targets(storage, List.copyOf(more.keySet()), toCount),
                        targets -> {
                            for (EntryId profile : toCount) {
                                int pending = Objects.requireNonNull(targets.get(profile))
                                        .pending();
                                if (!counts.takes(profile, pending, more.getOrDefault(profile, 0), now)) {
                                    full.accept(new Transaction.Result.TooManyMessages(
                                            Addresses.profile(profile), MOST_PENDING));
                                    return;
                                }
                            }
                            then.accept(messages.stream()
                                    .map(message -> addressed(message, targets))
                                    .toList());
                        },
                        failed);
    }

    private static Map<EntryId, Target> targets(Storage storage, List<EntryId> profiles, Set<EntryId> toCount) {
        List<Optional<Entry>> found = storage.read(profiles);
        Map<EntryId, Target> targets = new HashMap<>();
        for (int i = 0; i < profiles.size(); i++) {
            EntryId profile = profiles.get(i);
            Departure.Place place = Departure.follow(storage, profile, found.get(i));
            int pending = toCount.contains(profile) ? MailListing.pending(storage, place.id()) : 0;
            targets.put(profile, new Target(place, pending));
        }
        return targets;
    }

    private AddressedMessage addressed(NewMessage message, Map<EntryId, Target> targets) {
        Departure.Place place =
                Objects.requireNonNull(targets.get(message.to())).place();
        Optional<Entry> profile = place.entry();
        Set<String> userIds = new LinkedHashSet<>(message.senders());
        profile.ifPresent(entry -> userIds.addAll(entry.content().userIds()));
        Set<String> connected = userIds.stream().limit(Limits.USER_IDS).collect(Collectors.toUnmodifiableSet());
        Content content = content(message.to(place.id()), connected, profile);
        return new AddressedMessage(
                new SideWrite(newId(place.id()), Optional.empty(), content, Retention.drop()), place.id());
    }

    /** The messages are stored: signals the servers that they are addressed to, and checks whether the addresses are still right. */
    @Override
    public void sent(List<AddressedMessage> stored) {
        for (AddressedMessage message : stored) {
            Optional<String> address =
                    Optional.ofNullable(message.entry().content().holder());
            tell(address);
            forwarding.follow(message.entry().id(), message.profile(), address);
        }
    }

    /** Signals that there is a new message under that address. */
    void tell(Optional<String> address) {
        address.ifPresent(to -> {
            String incarnation = to.substring(to.indexOf(':') + 1);
            if (incarnation.equals(loop.ids().incarnation())) {
                wake();
            } else {
                loop.signal(incarnation);
            }
        });
    }

    /**
     * Adds the handler that answers requests of that type for all sessions of this server.
     *
     * @param type the type of the requests; begins with {@code ~}
     */
    public void requestHandler(String type, RequestHandler handler) {
        handlers.put(type, handler);
    }

    @Nullable
    RequestHandler handler(String type) {
        return handlers.get(type);
    }

    /** A signal came; there may be new messages. */
    public void wake() {
        rounds.getFirst().wake();
    }

    /** At each heartbeat: looks at everything that is addressed to this server, and tries failed steps again. */
    public void beat() {
        boxes.retry();
        loop.tallies().messages(boxes.waiting());
        counts.forgetOld(loop.environment().monotonicNanos());
        rounds.removeIf(MailRound::isRetired);
        List.copyOf(rounds).forEach(MailRound::wake);
    }

    /** This server goes on under a new incarnation (P3). Messages that are addressed to the former one are still looked for. */
    public void reincarnated() {
        rounds.addFirst(new MailRound(loop, this, loop.ids().incarnation()));
    }

    /**
     * Handles messages whose profile is known now: the profile's session here reads them, or else they are forwarded, unless the profile is being
     * loaded here.
     */
    void located(EntryId profile, List<EntryId> messages, String incarnation) {
        Session<?> session = sessions.session(profile);
        if (session != null) {
            if (session.takesMail()) {
                boxes.of(session).list();
            }
        } else if (!loads.isLoading(profile)) {
            messages.forEach(id -> forwarding.follow(id, profile, Optional.of(Addresses.mail(incarnation))));
        }
    }

    /** Whether that is a former incarnation under which no session is held any more. */
    boolean isLeft(String incarnation) {
        if (incarnation.equals(loop.ids().incarnation())) {
            return false;
        }
        boolean[] isUsed = {false};
        sessions.forEach(session -> isUsed[0] |=
                session.isDetached() || session.token().incarnation().equals(incarnation));
        return !isUsed[0];
    }
}
