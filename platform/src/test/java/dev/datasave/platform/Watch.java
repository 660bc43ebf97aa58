package dev.datasave.platform;

import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.platform.PlayerSessions.SamePlayer;
import dev.datasave.platform.Reason.Kind;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds broken promises of one server's sessions. Knows what is true of each connection, and nothing of how the sessions work. */
final class Watch {
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration HOP = Duration.ofMillis(1);
    private static final Duration STOP = GameHost.STOP.plus(MOMENT);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final GameHost host;
    private final List<GameHost> rivals;
    private final VirtualNetwork network;
    private final boolean isCalm;

    Watch(GameHost host, List<GameHost> all, boolean isCalm) {
        this.host = host;
        this.rivals = all.stream().filter(other -> other != host).toList();
        this.network = host.network;
        this.isCalm = isCalm;
    }

    /** Looks at everything as it is right now. */
    void look() {
        host.visitors.forEach(this::look);
        if (isCalm) {
            host.visitors.stream().map(visitor -> visitor.key).distinct().forEach(this::heldForNobody);
        }
        if (host.report != null && !host.report.isDone() && isOver(host.stopped, isCalm ? MOMENT : STOP)) {
            wrong("the server: stops for longer than it may");
        }
    }

    private void look(Visitor visitor) {
        answer(visitor);
        Profile<Purse> profile = visitor.profile;
        if (profile != null) {
            if (profile.state() == ProfileState.RELEASED) {
                released(visitor);
            } else {
                held(visitor);
            }
        }
        if (visitor.kicked != null) {
            kicked(visitor, visitor.kicked.kind());
        }
    }

    private void answer(Visitor visitor) {
        if (visitor.answer == null && isOver(visitor.asked, host.timeout.plus(MOMENT))) {
            wrong(visitor + " is never answered");
        }
        if (visitor.answer instanceof Arrival.Refused<Purse>(var reason, var load)) {
            boolean isRight = switch (reason.kind()) {
                case GONE -> visitor.toldGone != null;
                case ALREADY_HERE -> host.policy == SamePlayer.REFUSE_SECOND && hasTwin(visitor);
                case GAME_FAILED -> visitor.isSpoiled;
                default -> isRight(visitor, reason.kind());
            };
            if (!isRight) {
                wrong(visitor + " is refused for no reason: " + reason.kind());
            }
        }
        if (visitor.isLetIn() && visitor.isSpoiled) {
            wrong(visitor + " is let in, although the game refused");
        }
        if (visitor.isLetIn() && host.stopped != null && host.stopped.compareTo(visitor.answered) < 0) {
            wrong(visitor + " is let in after the stop");
        }
    }

    /** The profile is not released: somebody has to be there, or have been there a moment ago. */
    private void held(Visitor visitor) {
        if (isOver(visitor.toldGone, MOMENT) && isOver(visitor.prepared, MOMENT)) {
            wrong(visitor + " is gone, and the profile is still held");
        }
        Duration bound =
                host.timeout.plus(host.asksWhoIsThere ? LOOK : Duration.ZERO).plus(MOMENT);
        if (isOver(visitor.closed, bound) && isOver(visitor.prepared, bound)) {
            wrong(visitor + " is not there, and the profile is held for nobody");
        }
        if (isOver(host.stopped, MOMENT) && isOver(visitor.prepared, MOMENT)) {
            wrong(visitor + " keeps the profile when the server has stopped");
        }
        if (visitor.answer instanceof Arrival.Refused && isOver(visitor.answered, MOMENT)) {
            wrong(visitor + " was refused, and the profile is still held");
        }
    }

    /** The profile is released: who plays has to be told. */
    private void released(Visitor visitor) {
        boolean playsOn = visitor.isLetIn() && visitor.isOpen && visitor.kicks == 0;
        visitor.unheard = !playsOn ? null : visitor.unheard == null ? network.now() : visitor.unheard;
        if (isOver(visitor.unheard, MOMENT)) {
            wrong(visitor + " plays on, although the profile is released");
        }
    }

    private void kicked(Visitor visitor, Kind why) {
        if (visitor.kicks > 1) {
            wrong(visitor + " is kicked twice");
        }
        if (!visitor.isLetIn()) {
            wrong(visitor + " is kicked without having been let in");
        }
        if (!isRight(visitor, why)) {
            wrong(visitor + " is kicked for no reason: " + why);
        }
    }

    private boolean isRight(Visitor visitor, Kind why) {
        return switch (why) {
            case REPLACED ->
                (host.policy == SamePlayer.END_FIRST && hasTwin(visitor)) || host.meddledWith.contains(visitor.key);
            case STOPPING -> host.stopped != null;
            case NEVER_ARRIVED -> visitor.arrived == null || isLongAfter(visitor.arrived, visitor.answered);
            case HANDED_OVER, SUPERSEDED -> host.meddledWith.contains(visitor.key) || hasRival(visitor);
            case REMOVED, RELEASED, ROLLED_BACK, MOVED -> host.meddledWith.contains(visitor.key);
            case TIMED_OUT, UNAVAILABLE -> !isCalm;
            case STOLEN, OUT_OF_REACH -> !isCalm;
            case GONE, ALREADY_HERE, GAME_FAILED, HELD, UNREADABLE, NEWER_VERSION -> false;
        };
    }

    private boolean hasRival(Visitor visitor) {
        return rivals.stream()
                .anyMatch(rival -> rival.expected.containsKey(visitor.key)
                        || rival.visitors.stream()
                                .anyMatch(other -> other.key.equals(visitor.key) && other.asked != null));
    }

    private boolean isLongAfter(Duration arrived, @Nullable Duration letIn) {
        return letIn == null || arrived.plus(HOP).compareTo(letIn.plus(host.timeout)) >= 0;
    }

    private boolean hasTwin(Visitor visitor) {
        return host.visitors.stream()
                .anyMatch(other -> other != visitor && other.key.equals(visitor.key) && other.asked != null);
    }

    /** What the storage says: this server holds a profile, and for a long time nobody was there for whom it could. */
    private void heldForNobody(String key) {
        Optional<Entry> entry = network.storage()
                .read(List.of(new EntryId(GameHost.STORE, key)))
                .getFirst();
        String holder = entry.map(found -> found.content().holder()).orElse(null);
        boolean isOurs = holder != null && holder.startsWith(host.server.incarnation() + "/");
        Duration bound = host.timeout.multipliedBy(2).plus(LOOK).plus(MOMENT);
        boolean isForNobody = host.visitors.stream()
                .filter(visitor -> visitor.key.equals(key))
                .allMatch(visitor ->
                        visitor.asked == null || (isOver(visitor.closed, bound) && isOver(visitor.asked, bound)));
        boolean isExpected = !isOver(host.expected.getOrDefault(key, Duration.ZERO), bound);
        if (isOurs && isForNobody && !isExpected) {
            wrong(key + " is held for nobody, says the storage");
        }
    }

    /** When everybody has left. */
    void end() {
        if (host.sessions.remembered() > 0) {
            wrong(host.sessions.remembered() + " connections are remembered for ever");
        }
        if (!host.sessions.connections().isEmpty()) {
            wrong(host.sessions.connections() + " are in the game for ever");
        }
    }

    private boolean isOver(@Nullable Duration since, Duration bound) {
        return since != null && network.now().compareTo(since.plus(bound)) > 0;
    }

    private void wrong(String what) {
        host.wrong.add(what);
    }
}
