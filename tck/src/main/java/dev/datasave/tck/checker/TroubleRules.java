package dev.datasave.tck.checker;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.Game;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rules for a storage that needs mending. While it answers every write with a failure that lasts, no server accepts edits for long, and each says why
 * (P3). What it has of a profile and finds damaged is answered as corrupt; it is neither delivered, nor is anything fresh delivered in its place (F5).
 */
final class TroubleRules {
    /** A heartbeat, and some time for its answer. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final Duration NEVER = Duration.ofDays(-1);

    /** The time for which a lease is valid, the pauses between the tries, and a transaction that gives up before. */
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The storage's words for its failures begin like this. */
    private static final String WORDS = "virtual storage: ";

    private final Findings found;
    private final Map<String, Duration> awakeSince = new HashMap<>();
    private final Map<EntryId, Damage> damages = new HashMap<>();
    private final Map<EntryId, Duration> lastDamaged = new HashMap<>();
    private final Map<Place, Duration> unstoredSince = new HashMap<>();
    private Duration failingSince = Duration.ZERO;
    private Duration failingUntil = NEVER;
    private Duration outageUntil = Duration.ZERO;

    private record Place(String server, EntryId id) {}

    /** The newest damage of an entry; {@code taker} is the server that wrote on top of it without owning it. */
    private record Damage(Duration at, Entry entry, Optional<String> taker) {}

    TroubleRules(Findings found) {
        this.found = found;
    }

    /** Notes what happens to the storage and the servers; {@link #game} is told of the game's events apart, once its session is known. */
    void see(Journal.Event event) {
        switch (event) {
            case Journal.Written written -> written(written);
            case Journal.Refused refused ->
                unstoredSince.remove(new Place(refused.server(), refused.write().id())); // it is answered again
            case Journal.ServerEvent server -> server(server);
            case Journal.Outage outage -> outageUntil = outage.until();
            case Journal.Unstored unstored -> unstored(unstored);
            case Journal.Failing failing -> failing(failing);
            case Journal.Damaged damaged ->
                damages.put(damaged.entry().id(), new Damage(damaged.at(), damaged.entry(), Optional.empty()));
            case Journal.Mended mended -> mended(mended);
            default -> {}
        }
    }

    private void failing(Journal.Failing failing) {
        boolean ends = failing.until().equals(failing.at());
        if (!ends && failing.at().compareTo(failingUntil) >= 0) {
            failingSince = failing.at();
        }
        failingUntil = failing.until();
    }

    private void unstored(Journal.Unstored unstored) {
        unstoredSince.putIfAbsent(new Place(unstored.server(), unstored.id()), unstored.at());
    }

    private void mended(Journal.Mended mended) {
        damages.values().removeIf(damage -> {
            boolean isOpen = damage.taker().isEmpty();
            if (isOpen) {
                lastDamaged.put(damage.entry().id(), mended.at());
            }
            return isOpen;
        });
    }

    private void server(Journal.ServerEvent event) {
        switch (event.what()) {
            case STARTED, RESUMED, WOKE_UP -> awakeSince.put(event.server(), event.at());
            default -> {}
        }
    }

    private void written(Journal.Written written) {
        unstoredSince.remove(new Place(written.server(), written.id()));
        Damage damage = damages.get(written.id());
        boolean isOnTop = damage != null
                && written.before()
                        .filter(before -> before.writeId().equals(damage.entry().writeId()))
                        .isPresent();
        if (damage == null || !isOnTop) {
            return;
        }
        lastDamaged.put(written.id(), written.at());
        if (isByOwner(written) || isMovedOnTop(written, damage)) {
            damages.remove(written.id());
        } else {
            damages.put(written.id(), new Damage(damage.at(), damage.entry(), Optional.of(written.server())));
        }
    }

    /** Whether the server that had the profile has made this state; it may have stayed in a spool until another stored it. */
    private boolean isByOwner(Journal.Written written) {
        Optional<String> owner = Findings.holder(written.before()).flatMap(found.servers::ofHolder);
        return owner.equals(Optional.of(written.server()))
                || (owner.isPresent() && owner.equals(found.servers.author(written.writeId())));
    }

    /**
     * Whether a move has put its profile on top of a tombstone that it may have read while that was sound. A move reads both entries once it holds the
     * profile, and repeats its write byte for byte until it is decided (P10). What it stores is the profile of the other key: the damaged entry had no
     * data that a load could deliver.
     */
    private boolean isMovedOnTop(Journal.Written written, Damage damage) {
        return damage.entry().isTombstone()
                && found.moves
                        .departure(written)
                        .flatMap(left -> Findings.holder(left.before())
                                .map(holder -> found.lineage.heldSince(left.id(), holder)))
                        .filter(taken -> taken.compareTo(damage.at()) <= 0)
                        .isPresent();
    }

    void game(Game game) {
        switch (game.seen()) {
            case GameEvent.Edited edited -> {
                if (!edited.late() && isKnownToFail(game)) {
                    found.report(
                            game,
                            "P3",
                            "accepted an edit, although the storage has taken no writes since " + failingSince
                                    + ", and said so");
                }
                Duration unstored = unstoredSince.getOrDefault(place(game), game.at());
                if (!edited.late() && awakeFor(game, unstored).compareTo(LONG) > 0) {
                    found.report(game, "P3", "accepted an edit, although its writes have failed since " + unstored);
                }
            }
            case GameEvent.Suspended(var why) -> {
                if (isKnownToFail(game)) {
                    found.count(Count.REFUSED_BY_TROUBLE);
                    if (!why.contains(WORDS)) {
                        found.report(
                                game, "P3", "refused an edit because of \"" + why + "\", not of the storage's failure");
                    }
                }
            }
            case GameEvent.Loaded loaded -> {
                unstoredSince.remove(place(game));
                loaded(game);
            }
            case GameEvent.NotLoaded(var reason) -> {
                if (reason.equals("Corrupt")) {
                    corrupt(game);
                }
            }
            default -> {}
        }
    }

    /** Whether the server was awake, and the storage has failed, for long enough for the server to know. */
    private boolean isKnownToFail(Game game) {
        return game.at().compareTo(failingUntil) < 0
                && awakeFor(game, failingSince).compareTo(SOON) > 0;
    }

    /** For how long the server has been awake, and the storage was there, at the end of the time since then. */
    private Duration awakeFor(Game game, Duration since) {
        Duration from = latest(since, latest(outageUntil, awakeSince.getOrDefault(game.server(), game.at())));
        return found.servers.standsStill(game.server())
                ? Duration.ZERO
                : game.at().minus(from);
    }

    private static Duration latest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Place place(Game game) {
        return new Place(game.server(), game.id());
    }

    private void loaded(Game game) {
        Damage damage = damages.get(game.id());
        if (damage == null || !damage.taker().equals(Optional.of(game.server()))) {
            return;
        }
        damages.remove(game.id());
        if (found.sessions.askedAt(game).compareTo(damage.at()) > 0 && !found.wasSetBackSince(Duration.ZERO)) {
            found.report(
                    game,
                    "F5",
                    "delivered a profile of which revision " + damage.entry().revision()
                            + " was damaged before the load began");
        }
    }

    private void corrupt(Game game) {
        found.count(Count.CORRUPT);
        Duration last = damages.containsKey(game.id()) ? game.at() : lastDamaged.getOrDefault(game.id(), NEVER);
        if (last.compareTo(found.sessions.firstAsked(game)) < 0 && !found.wasSetBackSince(Duration.ZERO)) {
            found.report(game, "F5", "answered that the profile is corrupt, and it is not");
        }
    }
}
