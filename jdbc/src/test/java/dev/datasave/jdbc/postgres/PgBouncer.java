package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.DebianPackages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A pooler in transaction mode in front of a server. */
final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static PgBouncer before(PostgresProcess server) throws IOException, InterruptedException {
        Path programs =
                DebianPackages.unpacked(PostgresProcess.home(), List.of("pgbouncer", "libevent-2.1-7", "libc-ares2"));
        Path folder = Files.createDirectories(PostgresProcess.newFolder(PostgresProcess.home()));
        int port = PostgresProcess.freePort();
        Files.writeString(folder.resolve("users"), "\"postgres\" \"\"\n");
        Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                postgres = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 4
                ignore_startup_parameters = extra_float_digits
                pidfile = %s
                """.formatted(
                        server.port(), port, folder.resolve("users"), folder.resolve("pgbouncer.pid")));
        ProcessBuilder builder = new ProcessBuilder(DebianPackages.notAsRoot(
                programs.resolve("usr/sbin/pgbouncer").toString(),
                "-q",
                folder.resolve("pgbouncer.ini").toString()));
        builder.environment()
                .put(
                        "LD_LIBRARY_PATH",
                        programs.resolve("usr/lib/x86_64-linux-gnu").toString());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        PgBouncer bouncer = new PgBouncer(builder.start(), port);
        bouncer.awaitPort(folder.resolve("log"));
        return bouncer;
    }

    private void awaitPort(Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    throw new IOException("pgbouncer: " + Files.readString(log), notYet);
                }
            }
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
