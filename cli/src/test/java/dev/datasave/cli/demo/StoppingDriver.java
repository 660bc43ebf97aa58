package dev.datasave.cli.demo;

import dev.datasave.cli.database.Place;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A driver that has stopped its only server, and is to be killed. */
final class StoppingDriver {
    private StoppingDriver() {}

    /** Argument: a folder. Says the process id of the stopped server. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        ServerProcess server =
                ServerProcess.start("lobby-1.1", "lobby-1", Place.file(folder.resolve("players.db")), folder);
        server.awaitListening();
        server.stop();
        System.out.println(server.pid());
        new CountDownLatch(1).await();
    }
}
