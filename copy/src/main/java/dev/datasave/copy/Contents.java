package dev.datasave.copy;

import dev.datasave.spi.Storage.Transfer;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Storage.Transfer.Tally;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Everything of a place at one moment, but for what belongs to running servers and to this copy. */
interface Contents extends AutoCloseable {
    /** Leases, claims and notices are between servers that run: no server may live elsewhere by a copied lease (P4). */
    Set<String> LEFT_OUT = Set.of("~lease", "~claim", "~notice", Transfer.UNFINISHED.store());

    /** Everything at a place. */
    static Contents of(CopyPlace place) throws IOException {
        return switch (place) {
            case CopyPlace.InStorage stored ->
                new StoredContents(stored.name(), stored.transfer().view());
            case CopyPlace.InFile backup -> new FileContents(backup.file());
        };
    }

    /** Names the place and, for a file, which copy it is. */
    String name();

    /** How much each store has. */
    List<Tally> tallies() throws IOException;

    /** Reads from a place on, in order. One thread at a time reads of all pages together. */
    Pages pages(Place from) throws IOException;

    @Override
    void close() throws IOException;

    /** How many revisions there are. */
    default long count() throws IOException {
        return tallies().stream()
                .mapToLong(tally -> tally.entries() + tally.superseded())
                .sum();
    }

    /** Whether revisions of a store are copied. */
    static boolean isCopied(String store) {
        return !LEFT_OUT.contains(store);
    }

    /** Reads one page after the other, each of a few MiB at most. */
    interface Pages extends AutoCloseable {
        /** The next page; empty at the end only. */
        List<Revision> next() throws IOException;

        @Override
        void close() throws IOException;
    }
}
