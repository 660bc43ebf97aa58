package dev.datasave.tck.network;

import dev.datasave.spi.Environment;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a machine in virtual time, shared by the servers that name it. It knows what a power cut would leave, can be full, and can call a
 * server's death at any point of its work: before, after, or in the middle of a step.
 */
public final class VirtualDisk {
    private static final ThreadLocal<Boolean> HANGS = new ThreadLocal<>();

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, byte[]> safe = new TreeMap<>();
    private final Map<String, VirtualServer> locks = new HashMap<>();
    private boolean isFull;
    private boolean isBroken;
    private boolean isHung;
    private int pointsLeft;
    private @Nullable Runnable death;

    /** An empty directory. */
    public VirtualDisk() {}

    /** The files, by name. */
    public Map<String, byte[]> files() {
        return files;
    }

    /** The names of states, finished or not. */
    public List<String> states() {
        return files.keySet().stream().filter(name -> !name.endsWith(".lock")).toList();
    }

    /** Cuts the power: files that were not forced to the disk are gone, and files whose removal was not forced are back. */
    public void powerCut() {
        files.clear();
        files.putAll(safe);
    }

    /** From now on nothing can be written. */
    public void full(boolean whether) {
        isFull = whether;
    }

    /** From now on every call fails. */
    public void broken(boolean whether) {
        isBroken = whether;
    }

    /** From now on no call returns. */
    public void hung(boolean whether) {
        isHung = whether;
    }

    /** Runs something that may never return; then nothing follows it. */
    static void run(Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            if (!(thrown instanceof NeverReturns)) {
                throw thrown;
            }
        } finally {
            HANGS.remove();
        }
    }

    /** Whether the present piece of code is in a call that never returns: whatever it does from here on does not happen. */
    static boolean hangs() {
        return HANGS.get() != null;
    }

    /** Unwinds the stack of a call that never returns. Whoever catches it on the way does so in vain, see {@link #hangs}. */
    private static final class NeverReturns extends Throwable {
        @Serial
        private static final long serialVersionUID = 1;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a call that never returns throws nothing either
    private static <X extends Throwable> X neverReturns() throws X {
        HANGS.set(true);
        throw (X) new NeverReturns();
    }

    /** At this step from now on, counted from 0, the action runs, and the server that does the step gets no further. */
    public void at(int point, Runnable newDeath) {
        pointsLeft = point;
        death = newDeath;
    }

    /** Whether that point was reached. */
    public boolean hasKilled() {
        return death == null;
    }

    /** Cancels a planned death. */
    public void spare() {
        death = null;
    }

    private void point() throws IOException {
        Runnable now = death;
        if (now != null && pointsLeft-- == 0) {
            death = null;
            now.run();
            throw new IOException("virtual disk: the process died");
        }
    }

    private byte[] get(String name) throws IOException {
        byte[] content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    /** The directory as one server sees it. */
    Environment.Folder of(VirtualServer server) {
        return new View(server);
    }

    private final class View implements Environment.Folder {
        private final VirtualServer server;

        private View(VirtualServer server) {
            this.server = server;
        }

        private void check() throws IOException {
            if (isHung) {
                throw VirtualDisk.<RuntimeException>neverReturns();
            }
            if (server.wasKilled() || isBroken) {
                throw new IOException("virtual disk: " + (isBroken ? "broken" : "used by the dead"));
            }
        }

        @Override
        public List<String> names() throws IOException {
            check();
            return List.copyOf(files.keySet());
        }

        @Override
        public byte[] read(String name) throws IOException {
            check();
            return get(name);
        }

        @Override
        public void write(String name, byte[] content) throws IOException {
            check();
            point();
            files.put(name, java.util.Arrays.copyOf(content, content.length / 2));
            if (isFull) {
                throw new IOException("virtual disk: no space left");
            }
            point();
            files.put(name, content.clone());
            point();
        }

        @Override
        public void move(String from, String to) throws IOException {
            check();
            point();
            files.put(to, get(from));
            files.remove(from);
            point();
        }

        @Override
        public void delete(String name) throws IOException {
            check();
            point();
            files.remove(name);
            point();
        }

        @Override
        public void force() throws IOException {
            check();
            point();
            safe.clear();
            safe.putAll(files);
            point();
        }

        @Override
        public Optional<Closeable> lock(String name) throws IOException {
            check();
            VirtualServer holder = locks.get(name);
            if (holder != null && !holder.wasKilled()) {
                return Optional.empty();
            }
            locks.put(name, server);
            files.put(name, new byte[0]);
            return Optional.of(() -> {
                check();
                files.remove(name);
                locks.remove(name);
            });
        }
    }
}
