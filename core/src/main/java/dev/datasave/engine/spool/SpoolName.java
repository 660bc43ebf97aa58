package dev.datasave.engine.spool;

import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Token;
import dev.datasave.spi.EntryId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file in a spool: the profile and session whose state it has, and the run of a server that it belongs to. If that run's lock is free,
 * another run may take the file.
 *
 * @param profile the hash of the profile's id
 * @param session the session's token, so that each final state has a file of its own
 * @param run the run of the server that owns the file
 * @param isWhole whether the file was written to its end
 */
record SpoolName(String profile, String session, String run, boolean isWhole) {
    private static final Pattern STATE = Pattern.compile("([0-9a-f]{40})-([a-z2-7]{16})\\.([a-z2-7]{16})\\.(json|tmp)");
    private static final Pattern LOCK = Pattern.compile("([a-z2-7]{16})\\.lock");

    static SpoolName of(EntryId profile, Token session, String run) {
        return new SpoolName(Addresses.hash(profile), session.session(), run, true);
    }

    /** Parses a name; empty if it is not the name of a state's file. */
    static Optional<SpoolName> parse(String file) {
        Matcher found = STATE.matcher(file);
        return found.matches()
                ? Optional.of(new SpoolName(
                        found.group(1),
                        found.group(2),
                        found.group(3),
                        found.group(4).equals("json")))
                : Optional.empty();
    }

    /** The run in the name of a state's file or of a lock. */
    static Optional<String> runOf(String file) {
        Matcher lock = LOCK.matcher(file);
        return lock.matches() ? Optional.of(lock.group(1)) : parse(file).map(SpoolName::run);
    }

    static String lock(String run) {
        return run + ".lock";
    }

    SpoolName of(String otherRun) {
        return new SpoolName(profile, session, otherRun, isWhole);
    }

    SpoolName unfinished() {
        return new SpoolName(profile, session, run, false);
    }

    SpoolName whole() {
        return new SpoolName(profile, session, run, true);
    }

    @Override
    public String toString() {
        return profile + "-" + session + "." + run + (isWhole ? ".json" : ".tmp");
    }
}
