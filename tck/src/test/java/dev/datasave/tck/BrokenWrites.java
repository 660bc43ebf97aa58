package dev.datasave.tck;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Storages that write wrongly. */
final class BrokenWrites {
    private BrokenWrites() {}

    /** Breaks each write of a call by itself. */
    abstract static class EachWrite extends BrokenStorage {
        abstract WriteResult write(Forwarding storage, Write write);

        WriteResult pass(Forwarding storage, Write write) {
            return storage.good.write(List.of(write), Atomicity.EACH).get(0);
        }

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    if (atomicity == Atomicity.ALL
                            || read(writes.stream().map(Write::id).toList()).isEmpty()) {
                        return good.write(writes, atomicity);
                    }
                    return writes.stream()
                            .map(write -> EachWrite.this.write(this, write))
                            .toList();
                }
            };
        }
    }

    /** R1: another writer comes between the check and the write. */
    static class ChecksThenWrites extends EachWrite {
        @Override
        @SuppressWarnings("ThreadPriorityCheck") // only makes the gap wider
        WriteResult write(Forwarding storage, Write write) {
            Optional<Entry> current = storage.current(write.id());
            boolean fits = current.map(Entry::revision).orElse(0L) == write.expectedRevision()
                    && current.map(entry -> entry.writeId().equals(write.expectedWriteId()))
                            .orElse(true);
            if (!fits) {
                return pass(storage, write);
            }
            for (int i = 0; i < 20; i++) {
                Thread.yield();
            }
            while (true) {
                Optional<Entry> now = storage.current(write.id());
                WriteResult forced = pass(
                        storage,
                        Forwarding.based(
                                write,
                                now.map(Entry::revision).orElse(0L),
                                now.map(Entry::writeId).orElse(null)));
                if (forced instanceof WriteResult.Written) {
                    return forced;
                }
            }
        }
    }

    /** R1: compares revisions only. */
    static class IgnoresWriteIds extends EachWrite {
        @Override
        WriteResult write(Forwarding storage, Write write) {
            return pass(
                    storage,
                    storage.current(write.id())
                            .filter(current -> current.revision() == write.expectedRevision())
                            .map(current -> Forwarding.based(write, current.revision(), current.writeId()))
                            .orElse(write));
        }
    }

    /** R1: purges before it looks whether the write fits. */
    static class PurgesForRefusedWrites extends EachWrite {
        @Override
        WriteResult write(Forwarding storage, Write write) {
            if (write.purgesHistory()) {
                storage.versions(VersionQuery.all(write.id()))
                        .items()
                        .forEach(old -> storage.retain(old.id(), old.revision(), Retention.drop()));
            }
            return pass(storage, write);
        }
    }

    /** R2: a removed entry leaves no tombstone, so its revisions are used again. */
    static class ReusesRevisions extends EachWrite {
        @Override
        WriteResult write(Forwarding storage, Write write) {
            return write.content() != null && write.content().value() == null && write.expectedRevision() > 0
                    ? pass(
                            storage,
                            new Write(
                                    write.id(),
                                    write.expectedRevision(),
                                    write.expectedWriteId(),
                                    write.writeId(),
                                    null,
                                    write.durability(),
                                    write.superseded(),
                                    true))
                    : pass(storage, write);
        }
    }

    /** R5: a batch is written one by one, up to the first that is refused. */
    static class WritesHalfBatches extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    return good.write(writes, Atomicity.EACH);
                }
            };
        }
    }

    /** R6: superseded revisions are gone. */
    static class ForgetsHistory extends EachWrite {
        @Override
        WriteResult write(Forwarding storage, Write write) {
            return pass(storage, write.superseding(Retention.drop()));
        }
    }

    /** R7: a refusal says only that it is one. */
    static class RefusesWithoutCurrent extends EachWrite {
        @Override
        WriteResult write(Forwarding storage, Write write) {
            return pass(storage, write) instanceof WriteResult.Written written
                    ? written
                    : new WriteResult.Refused(Optional.empty());
        }
    }

    /** R8: a write whose reply was lost is refused when it is repeated. */
    static class RefusesRepeats extends EachWrite {
        @Override
        WriteResult write(Forwarding storage, Write write) {
            Optional<Entry> current = storage.current(write.id());
            return current.map(Entry::writeId).filter(write.writeId()::equals).isPresent()
                    ? new WriteResult.Refused(current)
                    : pass(storage, write);
        }
    }

    /** R9: the replies of a call come in another order. */
    static class AnswersWritesInKeyOrder extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    List<Write> sorted = new ArrayList<>(writes);
                    sorted.sort(Comparator.comparing(write -> write.id().key()));
                    return good.write(sorted, atomicity);
                }
            };
        }
    }

    /** R9: one bad write fails its neighbours. */
    static class OneRefusedFailsAll extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    List<WriteResult> results = good.write(writes, atomicity);
                    if (writes.size() > 1
                            && atomicity == Atomicity.EACH
                            && results.stream().anyMatch(WriteResult.Refused.class::isInstance)) {
                        throw new UnsupportedOperationException("a refused write in a batch");
                    }
                    return results;
                }
            };
        }
    }
}
