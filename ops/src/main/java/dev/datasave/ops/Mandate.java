package dev.datasave.ops;

import dev.datasave.spi.Limits;

/**
 * Who does something, and why. Every act needs one: both parts stand in the history of the profile and in the {@linkplain AuditLog audit log}. Write no
 * name of a player into the reason, but the number of a ticket: what stands in the log about an erasure is not erased with the person.
 *
 * @param who the operator's name, 1 to 100 bytes of UTF-8
 * @param why the reason, 1 to 800 bytes of UTF-8
 */
public record Mandate(String who, String why) {

    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException if one of them is empty, blank, too long or not representable
     */
    public Mandate {
        Limits.check("who acts", who, 1, 100);
        Limits.check("reason", why, 1, 800);
        if (who.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException(
                    (who.isBlank() ? "who acts" : "reason") + ": found only blanks, expected words");
        }
    }

    /** The reason as history shows it, after what was done; the act of the engine notes only that it was an edit. */
    String text(String done) {
        return who + ": " + (done.isEmpty() ? "" : done + ": ") + why;
    }
}
