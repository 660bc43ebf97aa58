package dev.datasave.tck.checker;

import java.util.Optional;

/** The fate of everything that a session accepted. */
final class Accounts {
    private final Findings found;

    Accounts(Findings found) {
        this.found = found;
    }

    /**
     * The last accepted state of a session, if it is neither stored nor replaced on purpose, and the game was not told. Empty if the server died,
     * because it can't tell anybody.
     */
    Optional<String> missing(SessionRules.Session session) {
        boolean told = session.wasTold() || found.servers.wasKilled(session.server());
        boolean removed = found.replacements.wasRemovedSince(session.id(), session.loaded());
        boolean replaced = found.replacements.wasReplacedSince(session.id(), session.loaded());
        String promised = replaced ? session.timely() : session.state(); // a rollback drops edits made in onLastSave
        return found.states.wasStored(promised) || told || removed ? Optional.empty() : Optional.of(promised);
    }
}
