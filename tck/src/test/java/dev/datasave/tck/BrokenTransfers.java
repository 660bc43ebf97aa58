package dev.datasave.tck;

import dev.datasave.spi.Storage;
import dev.datasave.spi.Storage.Transfer;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Storage.Transfer.Tally;
import java.util.List;
import java.util.Optional;

/** Storages that are copied wrongly. */
final class BrokenTransfers {
    private BrokenTransfers() {}

    /** A transfer that works but for what a subclass changes. */
    abstract static class Changed extends BrokenStorage {
        List<Revision> read(Transfer good, Transfer.View view, Place place, int limit) {
            return view.after(place, limit);
        }

        int add(Transfer good, List<Revision> revisions) {
            return good.add(revisions);
        }

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Optional<Transfer> transfer() {
                    return good.transfer().map(Through::new);
                }
            };
        }

        private final class Through implements Transfer {
            private final Transfer good;

            Through(Transfer good) {
                this.good = good;
            }

            @Override
            public View view() {
                View view = good.view();
                return new View() {
                    @Override
                    public List<Tally> tallies() {
                        return view.tallies();
                    }

                    @Override
                    public List<Revision> after(Place place, int limit) {
                        return read(good, view, place, limit);
                    }

                    @Override
                    public void close() {
                        view.close();
                    }
                };
            }

            @Override
            public int add(List<Revision> revisions) {
                return Changed.this.add(good, revisions);
            }
        }
    }

    /** Leaves out removed entries. */
    static class ForgetsTombstones extends Changed {
        @Override
        List<Revision> read(Transfer good, Transfer.View view, Place place, int limit) {
            return view.after(place, limit).stream()
                    .filter(each -> !each.entry().isTombstone())
                    .toList();
        }
    }

    /** Keeps all history for ever. */
    static class ForgetsEnds extends Changed {
        @Override
        int add(Transfer good, List<Revision> revisions) {
            return good.add(revisions.stream()
                    .map(each -> new Revision(each.entry(), each.superseded(), null))
                    .toList());
        }
    }

    /** Reads what is there by now. */
    static class ReadsAnyMoment extends Changed {
        @Override
        List<Revision> read(Transfer good, Transfer.View view, Place place, int limit) {
            try (Transfer.View now = good.view()) {
                return now.after(place, limit);
            }
        }
    }

    /** Says that it added what was there. */
    static class CountsWhatWasThere extends Changed {
        @Override
        int add(Transfer good, List<Revision> revisions) {
            good.add(revisions);
            return revisions.size();
        }
    }
}
