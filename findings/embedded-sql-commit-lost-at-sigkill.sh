#!/usr/bin/env bash
# H2 2.4.240 (com.h2database:h2) and HSQLDB 2.7.4 (org.hsqldb:hsqldb), file databases with default settings, beside Apache Derby 10.17.1.0; JDK 25, Linux.
#
# A process commits 1, 2, 3, ... into one row with auto-commit off, and prints each number when commit() has returned. It is killed with SIGKILL: the machine
# keeps running, so nothing depends on syncing a disk. Of what H2 and HSQLDB confirmed, up to half a second is gone. Committed changes wait in the process's
# own memory for a writer thread (H2: WRITE_DELAY 500 ms; HSQLDB: FILES WRITE DELAY 500 ms), so "committed" is not even "handed to the operating system".
# With H2's
# WRITE_DELAY=0 in the URL nothing was lost, and Derby loses nothing. The counts differ from run to run; the verdict does not.
#
# Seen:
#   h2: confirmed commits were lost
#   hsqldb: confirmed commits were lost
#   h2-delay-0: nothing was lost
#   derby: nothing was lost

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages com.h2database:h2:2.4.240 org.hsqldb:hsqldb:2.7.4 org.apache.derby:derby:10.17.1.0
cat >"$work/src/Counter.java" <<'JAVA'
import java.sql.*;

public class Counter {
    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection(args[1])) {
            connection.setAutoCommit(false);
            if (args[0].equals("read")) {
                try (ResultSet row = connection.createStatement().executeQuery("select n from counter")) {
                    row.next();
                    System.out.println(row.getInt(1));
                    System.out.flush();
                    Runtime.getRuntime().halt(0);
                }
            }
            connection.createStatement().execute(args[2]);
            connection.createStatement().execute("insert into counter values (0)");
            connection.commit();
            PreparedStatement update = connection.prepareStatement("update counter set n = ?");
            for (int n = 1; ; n++) {
                update.setInt(1, n);
                update.executeUpdate();
                connection.commit();
                System.out.println(n);
            }
        }
    }
}
JAVA
compiled classes
verdict() {
  local name=$1 url=$2 table=${3:-create table counter (n int)} lost=0 try
  for try in 1 2 3; do
    local base="$work/$name-$try"
    mkdir "$base"
    : >"$base/confirmed"
    "$jdk/bin/java" -Dderby.stream.error.file="$base/log" -cp "$work/classes:$work/lib/*" Counter write "${url//BASE/$base}" "$table" >"$base/confirmed" 2>/dev/null &
    local writer=$!
    until [ "$(wc -l <"$base/confirmed")" -ge 2000 ]; do :; done
    kill -KILL $writer
    wait $writer 2>/dev/null || true
    local confirmed stored
    confirmed=$(grep -c '' "$base/confirmed")
    confirmed=$(sed -n "$((confirmed - 1))p" "$base/confirmed") # the last line may be cut off
    until stored=$("$jdk/bin/java" -Dderby.stream.error.file="$base/log" -cp "$work/classes:$work/lib/*" Counter read "${url//BASE/$base}" 2>/dev/null); do
      sleep 1 # HSQLDB's lock file may outlive its process by ten seconds
    done
    echo "$name: confirmed $confirmed, stored $stored" >&2
    [ "$stored" -ge "$confirmed" ] || lost=1
  done
  if [ $lost = 1 ]; then echo "$name: confirmed commits were lost"; else echo "$name: nothing was lost"; fi
}
{
  verdict h2 'jdbc:h2:file:BASE/db'
  verdict hsqldb 'jdbc:hsqldb:file:BASE/db' 'create cached table counter (n int)'
  verdict h2-delay-0 'jdbc:h2:file:BASE/db;WRITE_DELAY=0'
  verdict derby 'jdbc:derby:BASE/db;create=true'
} | expect
