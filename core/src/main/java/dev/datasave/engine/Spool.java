package dev.datasave.engine;

import dev.datasave.ProfileId;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps final states in local files while the storage is away, and brings them into it afterwards, those of dead servers too (F18). A load waits for
 * what is to be stored of its profile. Without a directory it does nothing. Loop only; the disk is touched on user threads.
 */
final class Spool {
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int AT_ONCE = 64;

    private final Engine engine;
    private final @Nullable SpoolFolder folder;
    private final SpoolWriter writer;
    private final Map<String, List<Replay>> replays = new HashMap<>();
    private final ArrayDeque<Replay> notBegun = new ArrayDeque<>();
    private final Set<Replay> underWay = new HashSet<>();
    private final Map<String, List<Runnable>> waiting = new HashMap<>();
    private final List<Runnable> beforeScan = new ArrayList<>();
    private final Map<ProfileId, Path> keptWhileClosing = new HashMap<>();
    private boolean isScanned;
    private boolean isEnded;
    private int onDisk;
    private Runnable whenIdle = () -> {};

    Spool(Engine engine) {
        this.engine = engine;
        this.folder = engine.settings()
                .spool()
                .map(directory -> new SpoolFolder(
                        directory, engine.environment(), engine.ids().token()))
                .orElse(null);
        this.writer = new SpoolWriter(this);
        if (isOn()) {
            engine.port().onSignOfLife(this::wake);
        }
    }

    /** Blocking work on the files. */
    interface DiskWork<R> {
        R on(SpoolFolder folder) throws Exception;
    }

    boolean isOn() {
        return folder != null;
    }

    SpoolWriter writer() {
        return writer;
    }

    void start() {
        if (isOn()) {
            engine.environment().schedule(PATIENCE, this::scanned); // a disk that hangs must not stop the server
            scan();
        } else {
            isScanned = true;
        }
    }

    /** Looks for files of dead servers. */
    void scan() {
        if (isOn() && !isEnded) {
            onDisk(
                    SpoolFolder::adopt,
                    found -> {
                        found.problems().forEach(this::failed);
                        found.states().forEach(this::add);
                        scanned();
                        pump();
                    },
                    failure -> {
                        failed("", failure);
                        scanned();
                    });
        }
    }

    private void wake() {
        if (!underWay.isEmpty()) {
            List.copyOf(underWay).forEach(Replay::wake);
        }
    }

    private void scanned() {
        if (!isScanned) {
            isScanned = true;
            List.copyOf(beforeScan).forEach(Runnable::run);
            beforeScan.clear();
        }
    }

    <R> void onDisk(DiskWork<R> work, Consumer<R> then, Consumer<Throwable> failed) {
        SpoolFolder files = folder;
        if (files == null) {
            throw new IllegalStateException("spool: found no directory");
        }
        onDisk++;
        Environment environment = engine.environment();
        environment.onUserThread(() -> {
            try {
                R result = work.on(files);
                environment.onLoop(() -> answered(() -> then.accept(result)));
            } catch (Exception | Error failure) {
                environment.onLoop(() -> answered(() -> failed.accept(failure)));
            }
        });
    }

    private void answered(Runnable step) {
        onDisk--;
        step.run();
        if (onDisk == 0) {
            Runnable then = whenIdle;
            whenIdle = () -> {};
            then.run();
        }
    }

    /** A file can't be used; it stays. The empty name is the directory. */
    void failed(String name, Throwable failure) {
        SpoolFolder files = folder;
        if (files != null) {
            engine.events().tell(listener -> listener.spoolFailed(files.path(name), failure));
        }
    }

    Path path(SpoolName name) {
        SpoolFolder files = folder;
        return files == null ? Path.of(name.toString()) : files.path(name.toString());
    }

    String run() {
        return folder == null ? "" : folder.run();
    }

    /** A session has ended, and its state lies here: it is stored as soon as that is possible. */
    void stays(SpoolFile file, SpoolName name) {
        if (engine.isClosing()) {
            keptWhileClosing.put(file.profile(), path(name));
        } else {
            add(name);
            pump();
        }
    }

    private void add(SpoolName name) {
        Replay replay = new Replay(this, engine, name);
        replays.computeIfAbsent(name.profile(), any -> new ArrayList<>(1)).add(replay);
        notBegun.add(replay);
    }

    /** A file that the storage did not take for a while. */
    void later(SpoolName name) {
        engine.environment().schedule(LATER, () -> {
            if (!isEnded) {
                add(name);
                pump();
            }
        });
    }

    private void pump() {
        while (underWay.size() < AT_ONCE && !notBegun.isEmpty()) {
            begin(notBegun.remove());
        }
    }

    private void begin(Replay replay) {
        if (!isEnded && !replay.hasBegun()) {
            underWay.add(replay);
            replay.begin();
        }
    }

    void over(Replay replay) {
        underWay.remove(replay);
        String profile = replay.name().profile();
        replays.computeIfPresent(profile, (key, all) -> {
            all.remove(replay);
            return all.isEmpty() ? null : all;
        });
        if (!replays.containsKey(profile)) {
            List<Runnable> steps = waiting.remove(profile);
            if (steps != null) {
                steps.forEach(Runnable::run);
            }
        }
        pump();
    }

    /** Removes a file of which nothing is needed any more. */
    void remove(SpoolName name) {
        onDisk(
                files -> {
                    files.remove(name);
                    return true;
                },
                done -> {},
                failure -> failed(name.toString(), failure));
    }

    /** Runs the step once nothing of the profile is left to be stored, or can't be. */
    void whenReplayed(EntryId id, Runnable step) {
        if (!isScanned) {
            beforeScan.add(() -> whenReplayed(id, step));
            return;
        }
        List<Replay> ofProfile = replays.isEmpty() ? null : replays.get(Claim.hash(id));
        if (ofProfile == null) {
            step.run();
        } else {
            waiting.computeIfAbsent(Claim.hash(id), any -> new ArrayList<>(1)).add(step);
            List.copyOf(ofProfile).forEach(this::begin);
        }
    }

    /** Whether the final state of that session is still to be stored. */
    boolean holds(EntryId id, Token token) {
        return !replays.isEmpty()
                && replays.getOrDefault(Claim.hash(id), List.of()).stream()
                        .anyMatch(replay -> replay.name().session().equals(token.session()));
    }

    /** The states that were put here since closing began. */
    Map<ProfileId, Path> keptWhileClosing() {
        return keptWhileClosing;
    }

    /** No more replays; {@code done} runs when the disk is done with, or doesn't answer. The files are anybody's then. */
    void end(Runnable done) {
        isEnded = true;
        underWay.forEach(Replay::end);
        if (!isOn()) {
            done.run();
            return;
        }
        Runnable[] once = {done};
        Runnable first = () -> {
            Runnable then = once[0];
            once[0] = () -> {};
            then.run();
        };
        Environment.Timer deadline = engine.environment().schedule(PATIENCE, first);
        Runnable close = () -> onDisk(
                files -> {
                    files.close();
                    return true;
                },
                closed -> {
                    deadline.cancel();
                    first.run();
                },
                failure -> {
                    failed("", failure);
                    deadline.cancel();
                    first.run();
                });
        if (onDisk == 0) {
            close.run();
        } else {
            whenIdle = close;
        }
    }
}
