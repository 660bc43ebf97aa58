package dev.datasave.engine.handover;

import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Token;
import dev.datasave.spi.EntryId;
import java.util.Optional;

/** What this server holds, as other servers' claims and notices see it. Loop only. */
public interface Holdings {
    /** What a server holds before its parts are put together. */
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

    /** Whether a session, a load or a spooled state goes by that token. */
    boolean uses(EntryId id, Token token);

    /** The session of that profile, if there is one. */
    Optional<? extends Holding> session(EntryId id);

    /** One session, as a claim sees it. */
    interface Holding {
        Token token();

        /** The engine's part of what is stored. */
        EntryFormat format();

        /** Whether it is certain at this moment that no other server has it. */
        boolean mayHandOver();

        /** Begins the end by a handover, or turns an end that has begun into one while there is time (P5). */
        void handOver(Claim claim);

        /** Another server has stolen it (P8). */
        void stolen();
    }
}
