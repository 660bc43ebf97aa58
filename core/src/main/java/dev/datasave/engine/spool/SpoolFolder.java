package dev.datasave.engine.spool;

import dev.datasave.spi.Environment;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a spool, and the files in it that belong to this run of the server. Several servers, of this process and of others, may share the
 * directory. A run holds a lock for as long as it lives, and its files bear its name. A run that finds the lock of another run free takes that run's
 * files by renaming them to its own name, one by one. So each file has one owner at any time, whichever run dies. Blocking; not on the loop.
 * Thread-safe.
 */
final class SpoolFolder {
    private final Path directory;
    private final Environment.Folder folder;
    private final String run;
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable Closeable own;
    private boolean isClosed;
    private final Set<String> known = new HashSet<>();

    SpoolFolder(Path directory, Environment environment, String run) {
        this.directory = directory;
        this.folder = environment.folder(directory);
        this.run = run;
    }

    /**
     * The result of looking for files.
     *
     * @param states files that belong to this run from now on
     * @param problems the problems of files that can't be used, by name; each is reported once
     */
    record Found(List<SpoolName> states, Map<String, Throwable> problems) {}

    String run() {
        return run;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Takes this run's lock, before any file bears the run's name. */
    private void open() throws IOException {
        opening.lock();
        try {
            if (isClosed) {
                throw new IOException("spool " + directory + ": found it closed, expected it open");
            }
            // Another run may take a new lock that is not held yet for that of a dead run.
            for (int i = 0; i < 3 && own == null; i++) {
                own = folder.lock(SpoolName.lock(run)).orElse(null);
            }
            if (own == null) {
                throw new IOException("spool " + directory + ": found no lock to take, expected one for this server");
            }
        } finally {
            opening.unlock();
        }
    }

    /** Takes the files of dead runs. */
    Found adopt() throws IOException {
        open();
        Found found = new Found(new ArrayList<>(), new LinkedHashMap<>());
        List<String> names = folder.names();
        Set<String> runs = names.stream()
                .flatMap(name -> SpoolName.runOf(name).stream())
                .collect(Collectors.toCollection(HashSet::new));
        runs.remove(run);
        for (String other : runs) {
            try {
                adopt(other, found);
            } catch (IOException broken) {
                found.problems.put(SpoolName.lock(other), broken);
            }
        }
        names.stream()
                .filter(name -> SpoolName.runOf(name).isEmpty())
                .forEach(name -> found.problems.put(
                        name,
                        new IOException("name of a file: found one that the spool does not use; the file stays")));
        found.problems.keySet().removeIf(name -> !known.add(name));
        return found;
    }

    private void adopt(String other, Found found) throws IOException {
        Closeable dead = folder.lock(SpoolName.lock(other)).orElse(null);
        if (dead != null) {
            try (dead) {
                Set<SpoolName> names = folder.names().stream()
                        .flatMap(name -> SpoolName.parse(name).stream())
                        .filter(name -> name.run().equals(other))
                        .collect(Collectors.toSet());
                for (SpoolName name : names) {
                    adopt(name, names.contains(name.whole()), found);
                }
            }
        }
    }

    private void adopt(SpoolName name, boolean isThereWhole, Found found) {
        try {
            if (!name.isWhole() && isThereWhole) {
                folder.delete(name.toString());
                return;
            }
            if (!name.isWhole()) {
                SpoolFormat.parse(folder.read(name.toString())); // an unfinished file may be complete all the same
            }
            SpoolName mine = name.of(run).whole();
            folder.move(name.toString(), mine.toString());
            found.states.add(mine);
        } catch (IOException broken) {
            found.problems.put(name.toString(), broken);
        }
    }

    SpoolFile read(SpoolName name) throws IOException {
        SpoolFile file = SpoolFormat.parse(folder.read(name.toString()));
        if (!SpoolName.of(file.id(), file.token(), name.run()).equals(name)) {
            throw new IOException("found the state of another profile or session, expected the one in the file's name");
        }
        return file;
    }

    /** Writes states, each into a file of its own. When this returns, every state without a failure survives a power cut. */
    List<Optional<Throwable>> write(List<SpoolFile> files) {
        List<Optional<Throwable>> failures = new ArrayList<>();
        files.forEach(file -> failures.add(write(file)));
        if (failures.stream().anyMatch(Optional::isEmpty)) {
            try {
                folder.force();
            } catch (IOException | RuntimeException failure) {
                failures.replaceAll(before -> before.or(() -> Optional.of(failure)));
            }
        }
        return failures;
    }

    private Optional<Throwable> write(SpoolFile file) {
        SpoolName name = SpoolName.of(file.id(), file.token(), run);
        try {
            open();
            byte[] bytes = SpoolFormat.bytes(file);
            try {
                folder.write(name.unfinished().toString(), bytes);
                folder.move(name.unfinished().toString(), name.toString());
            } catch (IOException | RuntimeException failure) {
                removeUnfinished(name, failure);
                throw failure;
            }
            return Optional.empty();
        } catch (IOException | RuntimeException failure) {
            return Optional.of(failure);
        }
    }

    private void removeUnfinished(SpoolName name, Throwable failure) {
        try {
            folder.delete(name.unfinished().toString());
        } catch (IOException | RuntimeException again) {
            failure.addSuppressed(again);
        }
    }

    /** Removes a file; when this returns, the file is gone for ever. */
    void remove(SpoolName name) throws IOException {
        folder.delete(name.toString());
        folder.force();
    }

    /** Gives up this run's lock. From then on any run may take its files. */
    void close() throws IOException {
        opening.lock();
        try {
            isClosed = true;
            Closeable held = own;
            own = null;
            if (held != null) {
                held.close();
            }
        } finally {
            opening.unlock();
        }
    }
}
