package dev.datasave.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A benchmark on a database server. It has tables of its own, which are removed afterwards. */
abstract class OnServer implements Benchmark {
    private final String url;
    private final List<ServerTables> made = new ArrayList<>();

    OnServer(String url) {
        this.url = url;
    }

    /** New tables. */
    final ServerTables tables() {
        return tables(Optional.empty());
    }

    /** New tables whose servers wake each other by datagrams, if an address is given. */
    final ServerTables tables(Optional<String> signals) {
        String name = "bench_" + Long.toString(System.nanoTime(), Character.MAX_RADIX) + "_" + made.size();
        ServerTables tables = new ServerTables(url, name, signals);
        made.add(tables);
        return tables;
    }

    abstract List<Result> run() throws Exception;

    @Override
    public final List<Result> run(Path folder) throws Exception {
        try {
            return run();
        } finally {
            for (ServerTables each : made) {
                each.drop();
            }
            made.clear();
        }
    }
}
