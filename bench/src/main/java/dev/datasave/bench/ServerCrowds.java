package dev.datasave.bench;

import dev.datasave.CloseReport;
import dev.datasave.HistoryPolicy;
import dev.datasave.Profile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many players at once: a storm of joins, and a full server that closes. */
final class ServerCrowds extends OnServer {
    private final int joins;
    private final int released;
    private final int rounds;

    ServerCrowds(String url, int joins, int released, int rounds) {
        super(url);
        this.joins = joins;
        this.released = released;
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return "shutdown";
    }

    @Override
    List<Result> run() throws Exception {
        return List.of(storm(), shutdown());
    }

    private Result storm() throws Exception {
        ServerTables tables = tables();
        tables.fill(joins);
        List<Double> raw = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int round = -1; round < rounds; round++) {
            double rawSeconds = select(tables);
            try (Node<BenchData> node = Node.ofPlayers(tables.open(), "storm", HistoryPolicy.standard())) {
                long start = System.nanoTime();
                node.load(joins, RawSqlite::key);
                if (round >= 0) {
                    ours.add((System.nanoTime() - start) / 1e9);
                    raw.add(rawSeconds);
                }
            }
        }
        return Result.of(
                tables.product(),
                String.format(Locale.ROOT, "%,d joins at once; raw: a select each", joins),
                Percentiles.median(raw),
                Percentiles.median(ours),
                "s");
    }

    private double select(ServerTables tables) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = tables.connect();
                PreparedStatement select = connection.prepareStatement("SELECT value FROM " + tables.table("entry")
                        + " WHERE store = ? AND " + (tables.isPostgres() ? "key" : "`key`") + " = ?")) {
            for (int i = 0; i < joins; i++) {
                select.setString(1, RawSqlite.STORE);
                select.setString(2, RawSqlite.key(i));
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        throw new SQLException("found nothing under " + RawSqlite.key(i) + ", expected a profile");
                    }
                }
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private Result shutdown() throws Exception {
        ServerTables our = tables();
        ServerTables their = tables();
        our.fill(released);
        their.fill(released);
        List<Double> raws = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        try (RawServer raw = RawServer.of(their, released, 1)) {
            for (int round = -1; round < rounds; round++) {
                double rawSeconds = raw.updateAll(256, 1, false);
                double ourSeconds = close(our);
                if (round >= 0) {
                    raws.add(rawSeconds);
                    ours.add(ourSeconds);
                }
            }
        }
        return Result.of(
                our.product(),
                String.format(Locale.ROOT, "%,d profiles released; raw: batches of 256", released),
                Percentiles.median(raws),
                Percentiles.median(ours),
                "s");
    }

    private double close(ServerTables tables) throws InterruptedException {
        try (Node<BenchData> node = Node.ofPlayers(tables.open(), "shutdown", HistoryPolicy.standard())) {
            for (Profile<BenchData> profile : node.load(released, RawSqlite::key)) {
                profile.update(data -> data.earn(1));
            }
            long start = System.nanoTime();
            CloseReport report = node.dataSave().closeAsync().join();
            if (!report.isClean() || report.released() != released) {
                throw new IllegalStateException(
                        "shutdown: found " + report.released() + " released, expected all " + released + " saved");
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
