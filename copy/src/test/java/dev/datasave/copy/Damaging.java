package dev.datasave.copy;

import dev.datasave.spi.Entry;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.Optional;

/** A storage in which the first revision of each page can't be read. */
final class Damaging extends Bare implements Storage.Transfer {
    Damaging(Storage inside) {
        super(inside);
    }

    @Override
    public Optional<Transfer> transfer() {
        return Optional.of(this);
    }

    @Override
    public View view() {
        View good = inside.transfer().orElseThrow().view();
        return new View() {
            @Override
            public List<Tally> tallies() {
                return good.tallies();
            }

            @Override
            public List<Revision> after(Place place, int limit) {
                List<Revision> page = good.after(place, limit);
                return page.isEmpty() ? page : List.of(damaged(page.getFirst()));
            }

            @Override
            public void close() {
                good.close();
            }
        };
    }

    private static Revision damaged(Revision sound) {
        Entry entry = sound.entry();
        String damage = "entry " + entry.id() + ": found damage";
        return new Revision(
                Entry.damaged(entry.id(), entry.revision(), entry.writeId(), entry.created(), entry.updated(), damage),
                sound.superseded(),
                sound.end());
    }

    @Override
    public int add(List<Revision> revisions) {
        return inside.transfer().orElseThrow().add(revisions);
    }
}
