package dev.datasave.platform;

import dev.datasave.Holder;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * Why a player may not come in, or has to leave, in terms that a player can be told. It has an English text, and a key with arguments for a server that
 * speaks other languages.
 *
 * @param kind the reason
 * @param arguments what the text names: {@code {0}} is the first; see each kind
 */
public record Reason(Kind kind, List<String> arguments) {

    /** Copies the list. */
    public Reason {
        arguments = List.copyOf(arguments);
    }

    /** The reasons. Each says who gets to hear it: who asks to come in, or who is in the game. */
    public enum Kind {
        /** Coming in: this server has the player already, on another connection, and its policy is to refuse the second one. */
        ALREADY_HERE("You are on this server already."),
        /** Coming in, or in the game: the same player has come with another connection. */
        REPLACED("You have joined from another place."),
        /** Coming in: another server has the data, and the load's policy is not to take it. {@code {0}} is the server's name. */
        HELD("You are still playing on {0}. Please try again in a moment."),
        /** Coming in: the player has joined another server meanwhile, or this one by another way. */
        SUPERSEDED("You have joined another server meanwhile."),
        /** Coming in: the load has taken too long. */
        TIMED_OUT("Your data is not here yet. Please try again in a moment."),
        /** Coming in: the storage does not answer. */
        UNAVAILABLE("Your data can't be reached at the moment. Please try again later."),
        /** Coming in: the stored data can't be read. It stays as it is, for somebody to look at. */
        UNREADABLE("Your data can't be read. Nothing of it is lost; please tell the team."),
        /** Coming in: the stored data is of a newer version of the game than this server's. */
        NEWER_VERSION("Your data was saved by a newer version of the game. Please join a server with that version."),
        /** Coming in, or in the game: an operator has moved the data to another account. {@code {0}} is its key if it is known, otherwise empty. */
        MOVED("Your data was moved to another account."),
        /** Coming in: the game's own code failed while it looked at the profile. The log has what was thrown. */
        GAME_FAILED("The game could not read your data. Please tell the team."),
        /** Coming in, or in the game: the server stops. */
        STOPPING("The server is stopping."),
        /** Coming in: the connection is closed, so nobody hears this. */
        GONE("You have left."),
        /** Let in, but not seen in the game within the load's timeout. */
        NEVER_ARRIVED("Joining has taken too long. Please try again."),
        /** In the game: another server has the data now, with everything in it. */
        HANDED_OVER("You have joined another server."),
        /** In the game: another server has taken the data without asking. */
        STOLEN("Your data is in use on another server."),
        /** In the game: this server could not reach the storage for too long. */
        OUT_OF_REACH("The server has lost contact with your data. Please join again."),
        /** In the game: the data was removed. */
        REMOVED("Your data was removed."),
        /** In the game: an operator has gone back to an earlier state of the data. */
        ROLLED_BACK("An earlier state of your data was restored. Please join again."),
        /** Coming in, or in the game: the game itself has released the profile, or cancelled its load. */
        RELEASED("Your visit has ended.");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The key for a translation: {@code datasave.} and the constant in lower case, for instance {@code datasave.already_here}. */
        public String key() {
            return "datasave." + name().toLowerCase(Locale.ROOT);
        }

        /** The English text, with {@code {0}} where an argument belongs. */
        public String text() {
            return text;
        }
    }

    /** The English text with its arguments. */
    public String text() {
        return filled(kind.text);
    }

    /**
     * The text in another language, with its arguments: what the bundle has under the kind's {@linkplain Kind#key key}, with {@code {0}} for an argument
     * (not a pattern of {@link java.text.MessageFormat}: quotes mean themselves), or the English text if it has nothing.
     */
    public String text(ResourceBundle translations) {
        return filled(translations.containsKey(kind.key()) ? translations.getString(kind.key()) : kind.text);
    }

    private String filled(String pattern) {
        return arguments.isEmpty() ? pattern : pattern.replace("{0}", arguments.getFirst());
    }

    static Reason of(Kind kind) {
        return new Reason(kind, List.of());
    }

    /** What a player is told of a load that ended without a profile. */
    static Reason of(NotLoadedReason reason) {
        return switch (reason) {
            case NotLoadedReason.Cancelled cancelled -> of(Kind.RELEASED);
            case NotLoadedReason.Superseded superseded -> of(Kind.SUPERSEDED);
            case NotLoadedReason.Held(var by) -> new Reason(Kind.HELD, List.of(by.serverName()));
            case NotLoadedReason.TimedOut(var by) -> new Reason(Kind.TIMED_OUT, names(by));
            case NotLoadedReason.Corrupt corrupt -> of(Kind.UNREADABLE);
            case NotLoadedReason.NewerSchema newer -> of(Kind.NEWER_VERSION);
            case NotLoadedReason.Unavailable unavailable -> of(Kind.UNAVAILABLE);
            case NotLoadedReason.Moved(var to) -> new Reason(Kind.MOVED, List.of(to));
            case NotLoadedReason.Closing closing -> of(Kind.STOPPING);
        };
    }

    private static List<String> names(Optional<Holder> holder) {
        return holder.map(Holder::serverName).stream().toList();
    }

    /** What a player is told of a session that has ended under him. */
    static Reason of(ReleaseReason reason) {
        return of(
                switch (reason) {
                    case RELEASED -> Kind.RELEASED;
                    case HANDED_OVER -> Kind.HANDED_OVER;
                    case REPLACED -> Kind.REPLACED;
                    case STOLEN -> Kind.STOLEN;
                    case LEASE_LOST -> Kind.OUT_OF_REACH;
                    case CLOSING -> Kind.STOPPING;
                    case REMOVED -> Kind.REMOVED;
                    case ROLLED_BACK -> Kind.ROLLED_BACK;
                    case MOVED -> Kind.MOVED;
                });
    }
}
