package dev.datasave.bench;

import dev.datasave.copy.CopyOutcome;
import dev.datasave.copy.CopyPlace;
import dev.datasave.copy.CopyProgress.Phase;
import dev.datasave.copy.StorageCopy;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The rate of copies, next to reading the same rows and inserting them into the same tables; rounds of all alternate. */
record CopyBenchmark(int entries, int rounds) implements Benchmark {
    private static final int BATCH = 500;
    private static final String COLUMNS =
            "store, key, revision, write_id, user_ids, metadata, holder, score, tie, system,"
                    + " created, updated, value, value_checksum, checksum";

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        Path file = folder.resolve("source.db");
        RawSqlite.fill(file, entries);
        List<Double> raw = new ArrayList<>();
        List<Double> copied = new ArrayList<>();
        List<Double> compared = new ArrayList<>();
        List<Double> saved = new ArrayList<>();
        List<Double> restored = new ArrayList<>();
        for (int round = -1; round < rounds; round++) {
            Path backup = folder.resolve("backup" + round + ".jsonl.gz");
            double rawSeconds = raw(file, folder.resolve("raw" + round + ".db"));
            double[] copying = new double[1];
            double copySeconds = copy(file, folder.resolve("copy" + round + ".db"), copying);
            double saveSeconds = copy(file, backup, new double[1]);
            double restoreSeconds = copy(backup, folder.resolve("restored" + round + ".db"), new double[1]);
            if (round >= 0) {
                raw.add(entries / rawSeconds);
                copied.add(entries / copying[0]);
                compared.add(entries / copySeconds);
                saved.add(entries / saveSeconds);
                restored.add(entries / restoreSeconds);
            }
            remove(folder, file);
        }
        String what = String.format(Locale.ROOT, " of %,d entries, ", entries);
        double limit = Percentiles.median(raw);
        return List.of(
                Result.sqlite("copy" + what + "without the comparison", limit, Percentiles.median(copied), "/s"),
                Result.sqlite("copy" + what + "with it", limit, Percentiles.median(compared), "/s"),
                Result.sqlite("backup" + what + "with it", limit, Percentiles.median(saved), "/s"),
                Result.sqlite("restore" + what + "checked, with it", limit, Percentiles.median(restored), "/s"));
    }

    /** Removes everything but the source, so that a round takes no more disk than the one before. */
    private static void remove(Path folder, Path source) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (!each.getFileName().toString().startsWith(String.valueOf(source.getFileName()))) {
                    Files.delete(each);
                }
            }
        }
    }

    private static CopyPlace place(Path file, List<Storage> opened) {
        if (file.toString().endsWith(".gz")) {
            return CopyPlace.file(file);
        }
        Storage storage = SqlStorage.sqlite(file);
        opened.add(storage);
        return CopyPlace.storage(file.toString(), storage);
    }

    /** Copies and compares; returns how many seconds both took, and in the array those of the copy alone. */
    private static double copy(Path from, Path to, double[] copying) throws IOException {
        List<Storage> opened = new ArrayList<>();
        long start = System.nanoTime();
        try {
            CopyOutcome outcome = StorageCopy.of(place(from, opened), place(to, opened))
                    .listener(progress -> {
                        if (progress.phase() == Phase.COPYING) {
                            copying[0] = (System.nanoTime() - start) / 1e9;
                        }
                    })
                    .run();
            if (!(outcome instanceof CopyOutcome.Copied)) {
                throw new IllegalStateException("copy to " + to + ": found " + outcome + ", expected it to be equal");
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            opened.forEach(Storage::close);
        }
    }

    /** Reads and inserts in transactions of as many rows as a copy takes at once, each on the disk before the next one. */
    private static double raw(Path from, Path to) throws SQLException {
        SqlStorage.sqlite(to).close();
        long start = System.nanoTime();
        try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + from);
                Connection target = DriverManager.getConnection("jdbc:sqlite:" + to);
                Statement query = source.createStatement();
                Statement settings = target.createStatement()) {
            settings.execute("PRAGMA synchronous = FULL");
            target.setAutoCommit(false);
            try (ResultSet rows = query.executeQuery("SELECT " + COLUMNS + " FROM entry ORDER BY store, key");
                    PreparedStatement insert = target.prepareStatement(
                            "INSERT INTO entry (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
                int open = 0;
                while (rows.next()) {
                    for (int column = 1; column <= 15; column++) {
                        insert.setObject(column, rows.getObject(column));
                    }
                    insert.executeUpdate();
                    if (++open % BATCH == 0) {
                        target.commit();
                    }
                }
            }
            target.commit();
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
