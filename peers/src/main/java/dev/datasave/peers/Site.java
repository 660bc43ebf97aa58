package dev.datasave.peers;

import dev.datasave.bench.BenchData;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where everything is stored. Thread-safe. */
final class Site {
    private final String url;
    private final int redisPort;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection auditor;

    /**
     * A site.
     *
     * @param url the JDBC URL of the database
     * @param redisPort the port of Redis on this machine; 0 if there is none
     */
    Site(String url, int redisPort) {
        this.url = url;
        this.redisPort = redisPort;
    }

    String url() {
        return url;
    }

    int redisPort() {
        return redisPort;
    }

    /** The URL for connections whose traffic counts under this name. */
    String url(String name) {
        return url + "&sslmode=disable&gssEncMode=disable&socketFactory=" + CountedSockets.class.getName()
                + "&socketFactoryArg=" + name;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** The money in the data that a statement finds for a key, past every peer. */
    long money(String sql, String key) throws SQLException {
        lock.lock();
        try {
            if (auditor == null) {
                auditor = connect();
            }
            try (PreparedStatement select = auditor.prepareStatement(sql)) {
                select.setString(1, key);
                try (ResultSet rows = select.executeQuery()) {
                    if (!rows.next()) {
                        throw new SQLException("found nothing stored of " + key);
                    }
                    BenchData data = PlayerRows.decode(rows.getString(1));
                    return data.money();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
