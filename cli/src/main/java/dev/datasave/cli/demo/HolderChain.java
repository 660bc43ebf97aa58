package dev.datasave.cli.demo;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks that the session that held the profile wrote every revision (P1). The legal steps:
 *
 * <ul>
 *   <li>the holder's process saves, releases (no holder), or hands over (another holder); it may change the value
 *   <li>a process takes a free profile, or one of a dead process; it changes only the holder
 * </ul>
 */
final class HolderChain {
    private HolderChain() {}

    static void check(String key, List<Revision> revisions, List<Finding> findings) {
        for (int i = 0; i < revisions.size(); i++) {
            Revision after = revisions.get(i);
            Optional<Finding> finding = i == 0 ? birth(key, after) : step(key, revisions.get(i - 1), after);
            finding.ifPresent(findings::add);
        }
    }

    /** True if the step takes a profile without the help of its holder, and so must leave the value unchanged. */
    private static boolean takes(Revision before, Revision after) {
        return !Objects.equals(before.owner(), after.author());
    }

    private static Optional<Finding> birth(String key, Revision first) {
        return Objects.equals(first.owner(), first.author())
                ? Optional.empty()
                : found(
                        key,
                        Finding.Kind.DOUBLE_OWNER,
                        first,
                        "found the owner " + first.owner() + " in a new profile");
    }

    private static Optional<Finding> step(String key, Revision before, Revision after) {
        if (!takes(before, after)) {
            return Optional.empty();
        }
        if (!Objects.equals(after.owner(), after.author())) {
            return found(
                    key,
                    Finding.Kind.DOUBLE_OWNER,
                    after,
                    "the one before is held by " + before.owner() + ", this one by " + after.owner());
        }
        if (Objects.equals(before.holder(), after.holder())) {
            return found(key, Finding.Kind.DOUBLE_OWNER, after, "written into the session of " + before.owner());
        }
        if (!before.value().equals(after.value())) {
            return found(
                    key, Finding.Kind.DOUBLE_OWNER, after, "changed the value while " + before.owner() + " held it");
        }
        return Optional.empty();
    }

    private static Optional<Finding> found(String key, Finding.Kind kind, Revision revision, String what) {
        return Optional.of(
                new Finding(kind, key, "revision " + revision.number() + " by " + revision.author() + ": " + what));
    }
}
