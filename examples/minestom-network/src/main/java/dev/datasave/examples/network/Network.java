package dev.datasave.examples.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The whole network on this machine: a lobby and an arena, each a process of its own, until one of them or this one ends. If this one is killed, they notice
 * by the end of their standard input, and stop in order.
 */
public final class Network {
    private static final String USAGE =
            "[--data players.db | --jdbc-url URL] [--port 25565] [--arena-port 25566] [--admins alice,bob]";

    private Network() {}

    /** Starts both, and waits. Options: {@value #USAGE}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.println("Starts a lobby and an arena for Minecraft: " + USAGE);
            return;
        }
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].matches("--(data|jdbc-url|port|arena-port|admins)") || i + 1 == args.length) {
                System.err.println("found " + args[i] + ", expected " + USAGE);
                System.exit(2);
            }
            given.put(args[i].substring(2), args[i + 1]);
        }
        String lobby = given.getOrDefault("port", "25565");
        String arena = given.getOrDefault("arena-port", "25566");
        String url = given.getOrDefault("jdbc-url", "jdbc:sqlite:" + given.getOrDefault("data", "players.db"));
        List<String> common = List.of(
                "--jdbc-url", url,
                "--admins", given.getOrDefault("admins", ""),
                "--secret", UUID.randomUUID().toString());
        checkFree(lobby);
        checkFree(arena);
        List<Process> servers = new ArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(servers)));
        servers.add(start(common, "--name", "lobby", "--port", lobby, "--to", "arena=127.0.0.1:" + arena));
        servers.add(start(common, "--name", "arena", "--port", arena, "--to", "lobby=127.0.0.1:" + lobby));
        CompletableFuture<?> open =
                CompletableFuture.allOf(servers.stream().map(Network::open).toArray(CompletableFuture[]::new));
        CompletableFuture<?> oneEnds =
                CompletableFuture.anyOf(servers.stream().map(Process::onExit).toArray(CompletableFuture[]::new));
        var _ = CompletableFuture.anyOf(open, oneEnds).join();
        if (oneEnds.isDone()) {
            System.exit(1); // it has said why
        }
        System.out.println("Join localhost" + (lobby.equals("25565") ? "" : ":" + lobby)
                + " with Minecraft Java Edition 26.1. Ctrl-C ends it.");
        var _ = oneEnds.join();
        System.exit(1); // by itself; after a signal the exit has begun already
    }

    /** Shows what a server says, and completes when it says that it is open. */
    private static CompletableFuture<Void> open(Process server) {
        CompletableFuture<Void> open = new CompletableFuture<>();
        Thread.startVirtualThread(() -> server.inputReader().lines().forEach(line -> {
            System.out.println(line);
            if (line.contains(NetworkServer.OPEN)) {
                open.complete(null);
            }
        }));
        return open;
    }

    private static void checkFree(String port) {
        try {
            new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException taken) {
            System.err.println("Port " + port + " is taken. Choose others with --port and --arena-port.");
            System.exit(2);
        }
    }

    private static Process start(List<String> common, String... own) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NetworkServer.class.getName()));
        command.addAll(common);
        command.addAll(List.of(own));
        command.addAll(List.of("--ends-with-input", "true"));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Each gets the signal, then each is waited for: they release their players meanwhile. */
    private static void stop(List<Process> servers) {
        servers.forEach(server -> server.toHandle().destroy()); // which leaves the pipes open, unlike Process.destroy()
        servers.forEach(server -> server.onExit().join());
    }
}
