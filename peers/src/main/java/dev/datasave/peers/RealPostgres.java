package dev.datasave.peers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A real PostgreSQL, which writes through to the disk before it confirms. It ends with this process, unless that is killed. */
final class RealPostgres implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;

    private final ProcessHandle postmaster;
    private final int port;
    private final Thread atExit = new Thread(this::end);

    private RealPostgres(ProcessHandle postmaster, int port) {
        this.postmaster = postmaster;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static RealPostgres start(Path data) throws IOException {
        int port = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start()
                .getPort();
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        return new RealPostgres(ProcessHandle.of(pid).orElseThrow(), port);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** The processor time that all its processes have used, those that have ended too. */
    double cpuSeconds() throws IOException {
        double ticks = used(postmaster.pid(), true);
        for (ProcessHandle each : postmaster.descendants().toList()) {
            ticks += used(each.pid(), false);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static double used(long pid, boolean withChildren) throws IOException {
        Path file = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(file)) {
            return 0; // it has just ended, and counts for the postmaster
        }
        String stat = Files.readString(file);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        return withChildren ? own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]) : own;
    }

    private void end() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }
}
