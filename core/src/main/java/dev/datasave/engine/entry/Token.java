package dev.datasave.engine.entry;

import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Limits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A session's token as it stands in an entry's holder: {@code incarnation/session}. The session part alone is unique. Immutable. */
public final class Token {
    private static final int MOST_BYTES = 100;

    private final String incarnation;
    private final long head;
    private final int tail;
    private final @Nullable String other; // a session part that is no random id

    public Token(String incarnation, String session) {
        boolean isRandom = RandomId.is(session, 0);
        this.incarnation = incarnation;
        this.head = isRandom ? RandomId.head(session, 0) : 0;
        this.tail = isRandom ? RandomId.tail(session, 0) : 0;
        this.other = isRandom ? null : session;
    }

    private Token(String incarnation, Token session) {
        this.incarnation = incarnation;
        this.head = session.head;
        this.tail = session.tail;
        this.other = session.other;
    }

    /** The server's part. */
    public String incarnation() {
        return incarnation;
    }

    /** The session's part. */
    public String session() {
        return other == null ? RandomId.text(null, head, tail) : other;
    }

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

    public boolean isSameSession(@Nullable Token token) {
        return token != null && head == token.head && tail == token.tail && Objects.equals(other, token.other);
    }

    public Token under(String newIncarnation) {
        return new Token(newIncarnation, this);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Token token && isSameSession(token) && incarnation.equals(token.incarnation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(incarnation, head, tail, other);
    }

    @Override
    public String toString() {
        return incarnation + "/" + session();
    }
}
