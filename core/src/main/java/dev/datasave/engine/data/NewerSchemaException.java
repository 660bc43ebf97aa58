package dev.datasave.engine.data;

import java.io.Serial;

/** Data that was written by a newer version of the game, for readers that this one is not (F5). */
public final class NewerSchemaException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int found;
    private final int known;

    public NewerSchemaException(int found, int known) {
        super("schema: found data for readers of version " + found + " or newer, expected at most " + known);
        this.found = found;
        this.known = known;
    }

    /** The oldest version that may read it. */
    public int found() {
        return found;
    }

    /** The newest version that this server knows. */
    public int known() {
        return known;
    }
}
