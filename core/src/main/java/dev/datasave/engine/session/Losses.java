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

    /** Reports unsaved state, if there is any. What a transaction has stored is none, although the state in memory lacks it: its write has both (P12). */
    void report(ReleaseReason reason, @Nullable Throwable cause) {
        Chain chain = session.chain();
        long turns = chain.turns();
        session.snapshots()
                .unchecked(
                        snapshot -> {
                            if (chain.turns() != turns) {
                                report(reason, cause); // a transaction has written or ended meanwhile: look anew
                            } else if (!chain.isAheadOfState()) {
                                reportOf(snapshot, reason, cause);
                            }
                        },
                        failure -> tell(Optional.empty(), reason, failure, Optional.empty()));
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
