package dev.datasave.engine.spool;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes states into the spool. Many that come at once, as in a shutdown, are written together. Loop only. */
public final class SpoolWriter {
    private static final int WRITERS = 4;
    private static final int BATCH = 64;
    private static final int BATCH_CHARS = 4 << 20;

    private final Spool spool;
    private final ArrayDeque<Keep> waiting = new ArrayDeque<>();
    private int writers;
    private long answers;

    SpoolWriter(Spool spool) {
        this.spool = spool;
    }

    /** A state on its way into the spool. */
    public final class Keep {
        private final SpoolFile file;
        private final SpoolName name;
        private final Consumer<Optional<Path>> then;
        private boolean isWritten;
        private boolean isUnwanted;
        private boolean hasEnded;

        private Keep(SpoolFile file, Consumer<Optional<Path>> then) {
            this.file = file;
            this.name = spool.disk().name(file);
            this.then = then;
        }

        private void answered(Optional<Throwable> failure) {
            answers++;
            failure.ifPresent(why -> spool.failed(name.toString(), why));
            isWritten = failure.isEmpty();
            if (isWritten && isUnwanted) {
                spool.remove(name);
            } else if (isWritten && hasEnded) {
                spool.stays(file, name);
            } else if (!isUnwanted) {
                then.accept(isWritten ? Optional.of(spool.disk().path(name.toString())) : Optional.empty());
            }
        }

        /** The file is not needed, because the state is stored or must not be stored any more. */
        public void drop() {
            if (!isUnwanted) {
                isUnwanted = true;
                if (isWritten) {
                    spool.remove(name);
                }
            }
        }

        /** The session has ended without its state being stored, so the file stays. */
        public void stays() {
            hasEnded = true;
            if (isWritten) {
                spool.stays(file, name);
            }
        }
    }

    /** How many states were answered so far; a rising number shows that the disk still works. */
    public long answers() {
        return answers;
    }

    /** Writes the state. Calls {@code then} with the file once that survives a power cut, or with empty if it can't be written. */
    public Keep keep(SpoolFile file, Consumer<Optional<Path>> then) {
        Keep keep = new Keep(file, then);
        waiting.add(keep);
        pump();
        return keep;
    }

    private void pump() {
        while (writers < WRITERS && !waiting.isEmpty()) {
            List<Keep> batch = next();
            List<SpoolFile> files = batch.stream().map(keep -> keep.file).toList();
            if (!files.isEmpty()) {
                writers++;
                spool.disk()
                        .work(
                                folder -> folder.write(files),
                                failures -> written(batch, failures),
                                failure -> written(
                                        batch,
                                        batch.stream()
                                                .map(keep -> Optional.of(failure))
                                                .toList()));
            }
        }
    }

    private List<Keep> next() {
        List<Keep> batch = new ArrayList<>();
        int chars = 0;
        while (!waiting.isEmpty() && batch.size() < BATCH && chars < BATCH_CHARS) {
            Keep keep = waiting.remove();
            if (!keep.isUnwanted) {
                batch.add(keep);
                chars += String.valueOf(keep.file.content().value()).length();
            }
        }
        return batch;
    }

    private void written(List<Keep> batch, List<Optional<Throwable>> failures) {
        writers--;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answered(failures.get(i));
        }
        pump();
    }
}
