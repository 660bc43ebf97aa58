package dev.datasave.examples.arena;

import dev.datasave.Holder;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileState;
import dev.datasave.SaveResult;
import dev.datasave.platform.Reason;

/** The answers of the arena, each a line: a word, then fields or a code for programs, then a text for people. */
final class Answers {
    static final String NOT_JOINED = error("not-joined", "expected join <name> first");

    private Answers() {}

    static String error(String code, String message) {
        return "error " + code + " " + message.replaceAll("\\p{Cntrl}+", " ");
    }

    static String notActive(ProfileState state) {
        return error("not-active", "found the profile " + ArenaEvents.word(state) + ", expected it active");
    }

    static String saved(String word, SaveResult result) {
        return switch (result) {
            case SaveResult.Saved(var revision, var updated) -> word + " " + revision;
            case SaveResult.NotSaved(var reason) ->
                error("not-saved", ArenaEvents.word(reason) + ": the session had ended before");
        };
    }

    /** A refusal that did not come from the load. */
    static String refused(Reason reason) {
        return "refused " + ArenaEvents.word(reason.kind()) + " " + reason.text();
    }

    static String refused(NotLoadedReason reason) {
        String text = switch (reason) {
            case NotLoadedReason.Cancelled() -> "cancelled the join was cancelled";
            case NotLoadedReason.Superseded() -> "superseded a newer join came after this one";
            case NotLoadedReason.Held(var by) -> "held " + who(by);
            case NotLoadedReason.TimedOut(var holder) ->
                "timed-out " + holder.map(Answers::who).orElse("nobody held it at the last look");
            case NotLoadedReason.Corrupt(var problem) -> "corrupt " + problem;
            case NotLoadedReason.NewerSchema(var found, var known) ->
                "newer-schema found version " + found + ", expected at most " + known;
            case NotLoadedReason.Unavailable(var cause) -> "unavailable " + cause;
            case NotLoadedReason.Moved(var to) -> "moved to " + to;
            case NotLoadedReason.Closing() -> "closing this server is closing";
        };
        return "refused " + text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String who(Holder holder) {
        return "by " + holder.serverName() + " since " + holder.since();
    }
}
