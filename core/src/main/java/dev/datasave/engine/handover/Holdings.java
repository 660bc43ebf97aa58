package dev.datasave.engine.handover;

import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Token;
import dev.datasave.spi.EntryId;
import java.util.Optional;

/** The profiles that this server holds, as far as claims and notices of other servers need to know them. Loop only. */
public interface Holdings {
    /** No profiles: the holdings of a server before its parts are put together. */
    Holdings NOTHING = new Holdings() {
        @Override
        public boolean uses(EntryId id, Token token) {
            return false;
        }

        @Override
        public Optional<? extends Holding> session(EntryId id) {
            return Optional.empty();
        }
    };

    /** Whether a session, a load or a spooled state of this server has that token. */
    boolean uses(EntryId id, Token token);

    /** The session of that profile, if there is one. */
    Optional<? extends Holding> session(EntryId id);

    /** One session, as far as claims need to know it. */
    interface Holding {
        Token token();

        /** The engine's part of the stored entry. */
        EntryFormat format();

        /** Whether it is certain at this moment that no other server has taken the session. */
        boolean mayHandOver();

        /** Begins the end by a handover, or turns an end that has begun into one if its last write is not under way yet (P5). */
        void handOver(Claim claim);

        /** Another server has stolen the session (P8). */
        void stolen();
    }
}
