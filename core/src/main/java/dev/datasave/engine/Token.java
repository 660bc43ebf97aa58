package dev.datasave.engine;

import org.jspecify.annotations.Nullable;

/** A session's token as it stands in an entry's holder: {@code incarnation/session}. The session part alone is unique. */
record Token(String incarnation, String session) {

    static @Nullable Token parse(@Nullable String holder) {
        if (holder == null) {
            return null;
        }
        int slash = holder.indexOf('/');
        return slash < 0 ? new Token(holder, "") : new Token(holder.substring(0, slash), holder.substring(slash + 1));
    }

    boolean isSameSession(@Nullable Token other) {
        return other != null && session.equals(other.session);
    }

    Token under(String newIncarnation) {
        return new Token(newIncarnation, session);
    }

    @Override
    public String toString() {
        return incarnation + "/" + session;
    }
}
