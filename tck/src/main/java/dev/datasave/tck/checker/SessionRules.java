package dev.datasave.tck.checker;

import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.Game;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sessions as the game saw them, and the loads that led to them. */
final class SessionRules {
    private static final int RENEWALS_OF_A_LEASE = 6;

    private static final Duration STEALS_AFTER = Duration.ofSeconds(30);

    private final Map<Long, Session> sessions = new LinkedHashMap<>();
    private final Map<Place, Map<Duration, Duration>> loads = new HashMap<>();
    private final Map<Place, Duration> asked = new HashMap<>();
    private final Map<Place, Integer> stolen = new HashMap<>();
    private final Set<Place> spooled = new HashSet<>();
    private final Map<String, String> takers = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    /** Notes an event of the game, with the holder in the storage, if that belongs to the game's server. */
    void see(Game game, Optional<String> holder) {
        Place place = new Place(game.server(), game.id());
        switch (game.seen()) {
            case GameEvent.Starting starting -> {}
            case GameEvent.Loading(var stealAfter) -> {
                loads.computeIfAbsent(place, any -> new HashMap<>()).put(game.at(), stealAfter);
                asked.putIfAbsent(place, game.at());
            }
            case GameEvent.Removing
                    removing -> // what takes a profile to remove it, steals like a load that says nothing else
                loads.computeIfAbsent(place, any -> new HashMap<>()).put(game.at(), STEALS_AFTER);
            case GameEvent.Loaded(var state) -> {
                Duration began = asked.remove(place);
                known.add(token(holder));
                sessions.put(
                        game.session(), new Session(game, state, began == null ? game.at() : began, token(holder)));
                spooled.remove(place);
                if (holder.isPresent()) {
                    stolen.remove(place);
                }
            }
            case GameEvent.Edited edited -> of(game).edited(edited, game.at());
            case GameEvent.Released released -> of(game).ended = true;
            case GameEvent.LostUpdate lost -> tell(place);
            case GameEvent.Spooled state -> spooled.add(place);
            case GameEvent.Saved saved -> of(game).ended |= saved.what().equals("release");
            case GameEvent.NotSaved not -> of(game).ended |= not.what().equals("release");
            case GameEvent.NotLoaded not -> {}
            case GameEvent.EditRefused refused -> {}
            case GameEvent.NeverAnswered never -> {}
            default -> {} // not about a session
        }
    }

    /** The part of a holder that belongs to its session; empty without a holder. */
    private static String token(Optional<String> holder) {
        return holder.map(Claims::session).orElse("");
    }

    /** Whether the holder is the game's last session of the profile on that server. */
    boolean isOfLast(Game game, String holder) {
        return last(game)
                .filter(session -> session.token.equals(Claims.session(holder)))
                .isPresent();
    }

    /** Whether the holder is the session that the event is about. */
    boolean isOf(Game game, String holder) {
        return of(game).token.equals(Claims.session(holder));
    }

    /** Whether the game ever obtained that session. */
    boolean isKnown(String holder) {
        return known.contains(Claims.session(holder));
    }

    /** Notes that a server took the profile without a handover. */
    void taken(String holder, String server) {
        takers.put(Claims.session(holder), server);
    }

    /** The server that took the profile from that session. */
    Optional<String> takerOf(String session) {
        return Optional.ofNullable(takers.get(session));
    }

    /** Whether the profile was ever taken from the game's last session of it on that server. */
    boolean wasTaken(Game game) {
        return last(game).filter(session -> takers.containsKey(session.token)).isPresent();
    }

    /** When the game's last session of the profile on that server began. */
    Duration lastLoaded(Game game) {
        return last(game).map(Session::loaded).orElse(game.at());
    }

    private Optional<Session> last(Game game) {
        Place place = new Place(game.server(), game.id());
        return sessions.values().stream()
                .filter(session -> session.place.equals(place))
                .reduce((earlier, later) -> later);
    }

    private void tell(Place place) {
        sessions.values().stream()
                .filter(session -> session.place.equals(place))
                .forEach(session -> session.told = true);
    }

    private Session of(Game game) {
        return sessions.computeIfAbsent(game.session(), any -> new Session(game, States.FRESH, game.at(), ""));
    }

    /** Whether a load on the writing server had waited long enough by then. */
    boolean maySteal(Journal.Written written) {
        Map<Duration, Duration> mine = loads.getOrDefault(new Place(written.server(), written.id()), Map.of());
        return mine.entrySet().stream()
                .anyMatch(load -> load.getKey().plus(load.getValue()).compareTo(written.at()) <= 0);
    }

    /** Whether a load on the writing server was told to steal at once. */
    boolean wantedToSteal(Journal.Written written) {
        return loads.getOrDefault(new Place(written.server(), written.id()), Map.of())
                .containsValue(Duration.ZERO);
    }

    void stolen(EntryId id, String robbed) {
        stolen.put(new Place(robbed, id), 0);
    }

    /** Notes that a server has renewed its lease and looks into its inbox. */
    void renewed(String server) {
        stolen.replaceAll((place, renewals) -> place.server().equals(server) ? renewals + 1 : renewals);
    }

    boolean wasStolen(Game game) {
        return stolen.containsKey(new Place(game.server(), game.id()));
    }

    /** Whether the profile was stolen from that server and it may not know yet: without a look into its inbox, its lease would have ended by now. */
    boolean mayNotKnow(Game game) {
        Integer renewals = stolen.get(new Place(game.server(), game.id()));
        return renewals != null && renewals <= RENEWALS_OF_A_LEASE;
    }

    /** The state without the edits of that session that were made too late. */
    String timely(Game game, String state) {
        Session session = of(game);
        return session.state.equals(state) ? session.timely : state;
    }

    Duration loadedAt(Game game) {
        return of(game).loaded;
    }

    /** How old the data of that session may be: the time at which the first load that could lead to the session began. */
    Duration askedAt(Game game) {
        return of(game).asked;
    }

    /** Whether the state of the last session of that profile on that server was reported to be in the spool. */
    boolean wasSpooled(String server, EntryId id) {
        return spooled.contains(new Place(server, id));
    }

    /** When the first load there began that has not led to a session yet. */
    Duration firstAsked(Game game) {
        return asked.getOrDefault(new Place(game.server(), game.id()), game.at());
    }

    /** When the last load on that server began. */
    Duration began(Game game) {
        return loads.getOrDefault(new Place(game.server(), game.id()), Map.of()).keySet().stream()
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    boolean isOpen(String server, EntryId id) {
        Place place = new Place(server, id);
        return sessions.values().stream().anyMatch(session -> session.place.equals(place) && !session.ended);
    }

    Collection<Session> all() {
        return sessions.values();
    }

    private record Place(String server, EntryId id) {}

    /** One profile that a load delivered. */
    static final class Session {
        private final Place place;
        private final long number;
        private final Duration asked;
        private final String token;
        private final Duration loaded;
        private String state;
        private Duration lastEdit;
        private String timely;
        private boolean ended;
        private boolean told;

        private Session(Game loaded, String state, Duration asked, String token) {
            this.token = token;
            this.asked = asked;
            this.place = new Place(loaded.server(), loaded.id());
            this.number = loaded.session();
            this.loaded = loaded.at();
            this.lastEdit = loaded.at();
            this.state = state;
            this.timely = state;
        }

        private void edited(GameEvent.Edited edited, Duration at) {
            state = edited.to();
            timely = edited.late() ? timely : edited.to();
            lastEdit = at;
            told = false;
        }

        String server() {
            return place.server();
        }

        EntryId id() {
            return place.id();
        }

        String state() {
            return state;
        }

        /** The state without edits that were made too late. */
        String timely() {
            return timely;
        }

        Duration loaded() {
            return loaded;
        }

        Duration lastEdit() {
            return lastEdit;
        }

        boolean hasEnded() {
            return ended;
        }

        /** Whether the game was told of a loss after the last edit. */
        boolean wasTold() {
            return told;
        }

        @Override
        public String toString() {
            return server() + " " + id() + " session " + number;
        }
    }
}
