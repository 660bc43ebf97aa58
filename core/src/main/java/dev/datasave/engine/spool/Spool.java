package dev.datasave.engine.spool;

import dev.datasave.ProfileId;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.handover.Strays;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.OnceMore;
import dev.datasave.spi.EntryId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps final states in local files while the storage is away, and stores them afterwards, those of dead servers too (F18). A load waits until no
 * state of its profile is left to be stored. Without a directory the spool does nothing. Loop only; the disk is accessed on user threads.
 */
public final class Spool {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int AT_ONCE = 64;

    private final Loop loop;
    private final Strays strays;
    private final @Nullable SpoolDisk disk;
    private final SpoolWriter writer;
    private final Map<String, List<Replay>> replays = new HashMap<>();
    private final ArrayDeque<Replay> notBegun = new ArrayDeque<>();
    private final Set<Replay> underWay = new LinkedHashSet<>();
    private final Map<String, List<Runnable>> waiting = new HashMap<>();
    private final List<Runnable> beforeScan = new ArrayList<>();
    private final Map<ProfileId, Path> keptWhileClosing = new HashMap<>();
    private final OnceMore scanning = new OnceMore(this::beginScan);
    private boolean isScanned;
    private boolean isEnded;

    public Spool(Loop loop, Strays strays) {
        this.loop = loop;
        this.strays = strays;
        this.disk = loop.settings()
                .spool()
                .map(directory -> new SpoolDisk(loop, directory))
                .orElse(null);
        this.writer = new SpoolWriter(this);
        if (isOn()) {
            loop.port().onSignOfLife(this::wake);
        }
    }

    public boolean isOn() {
        return disk != null;
    }

    public SpoolWriter writer() {
        return writer;
    }

    public void start() {
        if (disk != null) {
            loop.environment().schedule(PATIENCE, this::waitNoLonger); // a disk that hangs must not stop the server
            scan();
        } else {
            isScanned = true;
        }
    }

    /** Looks for files of dead servers. */
    public void scan() {
        if (disk != null) {
            scanning.ask();
        }
    }

    private void beginScan() {
        if (!isEnded) {
            disk().work(
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
        waitNoLonger();
        scanning.done();
    }

    private void waitNoLonger() {
        if (!isScanned) {
            isScanned = true;
            List.copyOf(beforeScan).forEach(Runnable::run);
            beforeScan.clear();
        }
    }

    /** The files; may be called only if there is a directory. */
    SpoolDisk disk() {
        return Objects.requireNonNull(disk, "spool: found no directory, expected one");
    }

    /** Reports a file that can't be used; the file stays. The empty name stands for the directory. */
    void failed(String name, Throwable failure) {
        Path file = disk().path(name);
        loop.events().tell(listener -> listener.spoolFailed(file, failure));
    }

    /** A session has ended and its state is in a file: the state is stored as soon as possible. */
    void stays(SpoolFile file, SpoolName name) {
        if (loop.isClosing()) {
            keptWhileClosing.put(file.profile(), disk().path(name.toString()));
        } else {
            add(name);
            pump();
        }
    }

    private void add(SpoolName name) {
        Replay replay = new Replay(this, loop, strays, name);
        replays.computeIfAbsent(name.profile(), any -> new ArrayList<>(1)).add(replay);
        notBegun.add(replay);
    }

    private void pump() {
        while (underWay.stream().filter(replay -> !replay.isStuck()).count() < AT_ONCE && !notBegun.isEmpty()) {
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
        letGo(profile);
        pump();
    }

    void stuck(Replay replay) {
        letGo(replay.name().profile());
        pump();
    }

    private boolean isAwaited(String profile) {
        return replays.getOrDefault(profile, List.of()).stream().anyMatch(replay -> !replay.isStuck());
    }

    private void letGo(String profile) {
        List<Runnable> steps = isAwaited(profile) ? null : waiting.remove(profile);
        if (steps != null) {
            steps.forEach(Runnable::run);
        }
    }

    /** Removes a file that is no longer needed. */
    void remove(SpoolName name) {
        disk().work(
                        files -> {
                            files.remove(name);
                            return true;
                        },
                        done -> {},
                        failure -> failed(name.toString(), failure));
    }

    /** Runs the step once no state of the profile is left that can be stored. */
    public void whenReplayed(EntryId id, Runnable step) {
        if (!isScanned) {
            beforeScan.add(() -> whenReplayed(id, step));
            return;
        }
        String profile = replays.isEmpty() ? "" : Addresses.hash(id);
        if (isAwaited(profile)) {
            waiting.computeIfAbsent(profile, any -> new ArrayList<>(1)).add(step);
            List.copyOf(replays.getOrDefault(profile, List.of())).forEach(this::begin);
        } else {
            step.run();
        }
    }

    /** Whether the final state of that session is still to be stored. */
    public boolean holds(EntryId id, Token token) {
        return !replays.isEmpty()
                && replays.getOrDefault(Addresses.hash(id), List.of()).stream()
                        .anyMatch(replay -> replay.name().session().equals(token.session()));
    }

    /** The states that were put into files since closing began. */
    public Map<ProfileId, Path> keptWhileClosing() {
        return keptWhileClosing;
    }

    /**
     * Ends all replays; {@code done} runs when the work on the disk is done, or the disk doesn't answer. After that any server may take the files.
     */
    public void end(Runnable done) {
        isEnded = true;
        underWay.forEach(Replay::end);
        if (disk == null) {
            done.run();
        } else {
            disk.close(PATIENCE, failure -> failed("", failure), done);
        }
    }
}
