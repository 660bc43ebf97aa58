package dev.datasave.importing;

import java.io.IOException;
import java.util.function.Consumer;

/** Where profiles come from. It is only read. For one thread at a time; it can be read again. */
public interface ImportSource {

    /**
     * Hands over everything that it has, from the beginning, in the same order each time. What can't be used is handed over as {@link ImportItem.Unusable}, and the
     * rest follows.
     *
     * @throws IOException if the source can't be read, or breaks off so that nothing behind it can be trusted; what was handed over before is right
     */
    void read(Consumer<ImportItem> to) throws IOException;
}
