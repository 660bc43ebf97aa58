package dev.datasave.engine.session;

import com.google.gson.JsonParser;
import dev.datasave.LostUpdate;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.live.Snapshot;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports the state that a session could not save, so that nothing is lost silently. Loop only. */
record Losses<T>(Session<T> session) {

    /**
     * Reports unsaved state, if there is any. What a transaction has stored is not lost, although the state in memory does not have it yet: its write has the session's
     * state, too (P12).
     */
    void report(ReleaseReason reason, @Nullable Throwable cause) {
        Chain chain = session.chain();
        long turns = chain.turns();
        if (chain.isAheadOfState()) {
            return;
        }
        session.snapshots()
                .unchecked(
                        snapshot -> {
                            if (chain.turns() == turns) {
                                reportIfLost(snapshot, reason, cause);
                            } else {
                                report(reason, cause); // a transaction has ended meanwhile, so it is looked at anew
                            }
                        },
                        failure -> tell(Optional.empty(), reason, failure, Optional.empty()));
    }

    private void reportIfLost(Snapshot<T> snapshot, ReleaseReason reason, @Nullable Throwable cause) {
        if (!session.chain().isAheadOfState()) {
            reportOf(snapshot, reason, cause);
        }
    }

    /** Reports a snapshot that was refused. */
    void reportOf(Snapshot<T> snapshot, ReleaseReason reason, @Nullable Throwable cause) {
        if (snapshot.isChanged()) {
            tell(Optional.ofNullable(snapshot.text()), reason, cause, Optional.empty());
        }
    }

    void tell(Optional<String> text, ReleaseReason reason, @Nullable Throwable cause, Optional<Path> spooled) {
        LostUpdate lost = new LostUpdate(
                session.profileId(),
                session.stored().revision(),
                text.map(JsonParser::parseString),
                reason,
                Optional.ofNullable(cause),
                spooled);
        session.loop().events().tell(listener -> listener.lostUpdate(lost));
    }
}
