package dev.datasave.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real Redis with its default settings: the one of this machine, or Debian's packages, unpacked and not installed. */
final class RedisServer implements AutoCloseable {
    private static final String PACKAGES =
            "redis-server redis-tools libjemalloc2 liblua5.1-0 lua-bitop lua-cjson liblzf1 libhiredis0.14";

    private final Process process;
    private final int port;
    private final Thread atExit;

    private RedisServer(Process process, int port) {
        this.process = process;
        this.port = port;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts it; empty, with a message, where there is none to be had. */
    static Optional<RedisServer> start(Path folder) throws IOException, InterruptedException {
        Path program = Path.of("/usr/bin/redis-server");
        String libraries = "";
        if (!Files.isExecutable(program)) {
            Path unpacked = Files.createDirectories(
                    Path.of(System.getProperty("java.io.tmpdir"), "datasave-redis-" + System.getProperty("user.name")));
            Optional<String> failure = unpack(unpacked);
            if (failure.isPresent()) {
                System.err.println("Redis: found no package, so Redisson is left out: " + failure.get());
                return Optional.empty();
            }
            program = unpacked.resolve("usr/bin/redis-server");
            libraries = unpacked.resolve("usr/lib/x86_64-linux-gnu").toString();
        }
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString());
        if (!libraries.isEmpty()) {
            builder.environment().put("LD_LIBRARY_PATH", libraries);
        }
        Path log = folder.resolve("redis.log");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        RedisServer server = new RedisServer(builder.start(), port);
        server.await(log);
        return Optional.of(server);
    }

    private static Optional<String> unpack(Path folder) throws IOException, InterruptedException {
        Path done = folder.resolve("done");
        if (Files.exists(done)) {
            return Optional.empty();
        }
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "apt-get download -q " + PACKAGES
                                + " && for f in *.deb; do dpkg -x \"$f\" . || exit 1; done && touch done")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        return ended && process.exitValue() == 0 ? Optional.empty() : Optional.of(Files.readString(log));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void await(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    throw new IOException("Redis: found it not started: " + Files.readString(log), e);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.destroyForcibly();
    }
}
