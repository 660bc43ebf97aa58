package dev.datasave.engine.mail;

import dev.datasave.HistoryPolicy;
import dev.datasave.Transaction;
import dev.datasave.engine.commit.Commits;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.commit.Post;
import dev.datasave.engine.entry.Addresses;
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
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages to profiles (P11). A message is an entry of its own, under the hash of its profile, its sender and a number that rises: so repeating it is
 * harmless, and a sender's order is kept. Its holder is the address: the mail of the server that holds the profile, as far as the sender knows
 * ({@link Forwarding}); whoever loads the profile later finds it by its key.
 *
 * <p>{@link Sending} writes them, {@link MailRound} finds those that are addressed to this server, {@link Mailboxes} deliver them, {@link MessageEdits} withdraws and
 * edits them, {@link MailSweep} cleans up. Loop only, but for what makes messages of objects.
 */
public final class Mail implements Post {
    static final int MOST_PENDING = 1000;
    /** Of what another has written, so that he can find out that he has (P10). */
    static final Retention FOREIGN = Retention.keep(Duration.ofHours(24));
    /** Of what was consumed, withdrawn or edited, so that a rollback can find it. */
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
    private final MailSweep sweep;
    private final Map<String, RequestHandler> handlers = new HashMap<>();
    private final PendingCounts counts = new PendingCounts();
    private final List<MailRound> rounds = new ArrayList<>(); // the present incarnation's comes first
    private long sent;

    /**
     * The mail of a server.
     *
     * @param policies the history policy of a store of the game's, by its name
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
        this.sweep = new MailSweep(loop, sessions, edits);
        rounds.add(new MailRound(loop, this, sender));
    }

    /**
     * Where the message of that id stands.
     *
     * @throws IllegalArgumentException if it can't be one's
     */
    public static EntryId entryId(EntryId profile, String id) {
        return new EntryId(Addresses.MESSAGES, Addresses.prefix(profile) + id);
    }

    /** Where mail for a profile is to be addressed to, by its entry. */
    static Optional<String> addressOf(Optional<Entry> profile) {
        return profile.map(entry -> Token.parse(entry.content().holder()))
                .map(token -> Addresses.mail(token.incarnation()));
    }

    static Content content(NewMessage message, Set<String> userIds, Optional<Entry> profile) {
        Double due = message.expires().map(time -> (double) time.toEpochMilli()).orElse(null);
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

    public MailSweep sweep() {
        return sweep;
    }

    /** The id for one more message. */
    EntryId newId(EntryId profile) {
        return entryId(profile, sender + "/" + String.format(Locale.ROOT, "%012d", ++sent));
    }

    /** A profile that is written to; {@code pending}: how many wait for it, if they were to be counted. */
    private record Target(Optional<Entry> profile, int pending) {}

    /** Finds out where the profiles are, and makes entries of the messages; or tells which profile can't take one more. */
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
            int pending = toCount.contains(profile) ? MailListing.pending(storage, profile) : 0;
            targets.put(profile, new Target(found.get(i), pending));
        }
        return targets;
    }

    private AddressedMessage addressed(NewMessage message, Map<EntryId, Target> targets) {
        Optional<Entry> profile =
                Objects.requireNonNull(targets.get(message.to())).profile();
        Set<String> userIds = profile.map(entry -> entry.content().userIds()).orElse(Set.of());
        Content content = content(message, userIds, profile);
        return new AddressedMessage(
                new SideWrite(newId(message.to()), Optional.empty(), content, Retention.drop()), message.to());
    }

    /** The messages are stored: tells those who they are addressed to, and looks whether these still are the right ones. */
    @Override
    public void sent(List<AddressedMessage> stored) {
        for (AddressedMessage message : stored) {
            Optional<String> address =
                    Optional.ofNullable(message.entry().content().holder());
            tell(address);
            forwarding.follow(message.entry().id(), message.profile(), address);
        }
    }

    /** There is something new under that address. */
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
     * From now on requests of that type are answered by that handler, for every session of this server, whoever asks.
     *
     * @param type begins with {@code ~}
     */
    public void requestHandler(String type, RequestHandler handler) {
        handlers.put(type, handler);
    }

    @Nullable
    RequestHandler handler(String type) {
        return handlers.get(type);
    }

    /** A signal came: there may be something new. */
    public void wake() {
        rounds.getFirst().wake();
    }

    /** A heartbeat: looks at everything that is addressed to this server, and tries again what has failed. */
    public void beat() {
        boxes.retry();
        counts.forgetOld(loop.environment().monotonicNanos());
        rounds.removeIf(MailRound::isRetired);
        List.copyOf(rounds).forEach(MailRound::wake);
    }

    /** This server goes on under a new incarnation (P3). What is addressed to the former one is still looked for. */
    public void reincarnated() {
        rounds.addFirst(new MailRound(loop, this, loop.ids().incarnation()));
    }

    /** Where a message is to go whose profile was found out: read by its session, or forwarded unless the profile is being loaded here. */
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

    /** Whether that incarnation is a former one, and no session is held under it any more. */
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
