package dev.datasave.tck;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import java.util.Set;

/** A storage without any capability. */
final class Bare extends Forwarding {
    Bare(Storage good) {
        super(good);
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        if (atomicity == Atomicity.ALL) {
            throw new IllegalArgumentException(
                    "atomicity: found ALL, expected EACH from a storage without atomic batches");
        }
        return super.write(writes, atomicity);
    }

    @Override
    public Signals signals() {
        return Signals.NONE;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }
}
