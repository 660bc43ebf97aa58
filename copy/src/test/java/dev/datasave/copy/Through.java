package dev.datasave.copy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.Optional;

/** A storage that adds so many pages and half of the next one, and fails then, as if the process had been killed there. */
final class Through extends Bare implements Storage.Transfer {
    private int pages;

    Through(Storage inside, int pages) {
        super(inside);
        this.pages = pages;
    }

    @Override
    public Optional<Transfer> transfer() {
        return Optional.of(this);
    }

    @Override
    public View view() {
        return inside.transfer().orElseThrow().view();
    }

    @Override
    public int add(List<Revision> revisions) {
        Transfer good = inside.transfer().orElseThrow();
        if (pages-- == 0) {
            int unused = good.add(revisions.subList(0, revisions.size() / 2));
            throw new StorageFailed("killed", null);
        }
        return good.add(revisions);
    }
}
