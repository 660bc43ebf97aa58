package dev.datasave.cli.database;

import java.io.IOException;

/** A server as its processes: what is done to them is the same for every database. */
abstract class LocalServer implements DatabaseServer {
    private final ServerProcesses processes;
    private final String ending;

    /**
     * Made by each database.
     *
     * @param ending the signal on which it ends in order, without waiting for its clients
     */
    LocalServer(ServerProcesses processes, String ending) {
        this.processes = processes;
        this.ending = ending;
    }

    @Override
    public final void kill() throws IOException {
        processes.kill();
    }

    @Override
    public final void restart() throws IOException, InterruptedException {
        processes.end(ending);
        startAgain();
    }

    @Override
    public final void freeze() throws IOException, InterruptedException {
        processes.signal("-STOP");
    }

    @Override
    public final void thaw() throws IOException, InterruptedException {
        processes.signal("-CONT");
    }

    @Override
    public void close() {
        processes.close();
    }
}
