package dev.datasave.cli.demo;

import dev.datasave.spi.Entry;
import java.util.List;
import java.util.Optional;

/** The data that the audit checks. */
interface Source {

    /** All revisions of a profile, oldest first, the current one last. */
    List<Entry> revisions(String key);

    /** The keys of all profiles. */
    List<String> keys();

    /** The messages that are not removed yet, as they were sent: in their first revision. */
    List<Entry> messages();

    /** A message to a player as it was sent, removed or not; empty if it is not kept. */
    Optional<Entry> message(String to, String messageId);
}
