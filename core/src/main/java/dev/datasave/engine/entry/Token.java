package dev.datasave.engine.entry;

import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Limits;
import org.jspecify.annotations.Nullable;

/** A session's token as it stands in an entry's holder: {@code incarnation/session}. The session part alone is unique. */
public record Token(String incarnation, String session) {
    private static final int MOST_BYTES = 100;

    public static @Nullable Token parse(@Nullable String holder) {
        return holder == null ? null : of(holder);
    }

    static Token of(String holder) {
        int slash = holder.indexOf('/');
        return slash < 0 ? new Token(holder, "") : new Token(holder.substring(0, slash), holder.substring(slash + 1));
    }

    /**
     * The token in a member of one of the engine's entries.
     *
     * @throws IllegalArgumentException if it could not be a holder
     */
    public static Token of(JsonObject json, String name) {
        Token token = of(JsonFields.text(json, name));
        Limits.check(name, token.toString(), 1, MOST_BYTES);
        return token;
    }

    public boolean isSameSession(@Nullable Token other) {
        return other != null && session.equals(other.session);
    }

    public Token under(String newIncarnation) {
        return new Token(newIncarnation, session);
    }

    @Override
    public String toString() {
        return incarnation + "/" + session;
    }
}
