package dev.datasave.jdbc.mariadb;

import com.google.gson.JsonArray;
import dev.datasave.jdbc.server.Server;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Link.Step;
import dev.datasave.jdbc.sql.RowChange;
import dev.datasave.jdbc.sql.Rows;
import dev.datasave.jdbc.sql.Sql;
import dev.datasave.jdbc.sql.SummedWrite;
import dev.datasave.jdbc.sql.Writes.Verdict;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB's statements and errors. A batch takes two round trips, unless the server is a node of a cluster: the first one locks the entries in their
 * order and looks at them, the second one changes those that fit, and commits. There is no update that returns rows, which could do it in one.
 */
final class MariaServer implements Server {
    private static final Set<String> CHANGES_ONE =
            Set.of("insert", "update", "update_unindexed", "delete", "keep_superseded");

    /** Each with its table. */
    private static final List<String> INDEXES = List.of(
            "entry PRIMARY",
            "entry entry_by_holder",
            "entry entry_by_score",
            "entry entry_by_removal",
            "entry_user PRIMARY",
            "history PRIMARY",
            "history history_by_end",
            "history_user PRIMARY",
            "history_user history_user_by_revision");

    private final Sql sql;
    private final MariaFacts facts;
    private final Supplier<Duration> ahead;

    /** Has a clock that goes ahead of the server's. */
    MariaServer(String schema, MariaFacts facts, Supplier<Duration> ahead) {
        this.sql = sql(schema);
        this.facts = facts;
        this.ahead = ahead;
    }

    /** The statements for the tables whose names begin with the schema's. */
    static Sql sql(String schema) {
        String ids =
                "JSON_TABLE(?, '$[*]' COLUMNS (store varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[0]',"
                        + " name varchar(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]'))";
        return new Sql("mariadb", Map.of("schema", schema + "_", "ids", ids));
    }

    /** {@code CHECK TABLE} compares each index with its table. */
    @Override
    public List<String> indexDamages(Link link) throws SQLException {
        Set<String> found = new HashSet<>();
        link.visit("check_indexes", row -> {
            String table = row.getString(1).toLowerCase(Locale.ROOT);
            String index = row.getString(2);
            INDEXES.stream()
                    .filter(each -> (table + " " + index).endsWith("_" + each))
                    .forEach(found::add);
            return true;
        });
        List<String> damages = new ArrayList<>();
        for (String index : INDEXES) {
            if (!found.contains(index)) {
                damages.add("index " + index + ": found none, expected one");
            }
        }
        if (!facts.isMariaDb()) {
            checkTables(link, damages); // MySQL limits the time of queries alone
            return damages;
        }
        String most = link.all("SELECT @@max_statement_time").getFirst();
        String unused = link.execute("SET SESSION max_statement_time = 0");
        try {
            checkTables(link, damages);
        } finally {
            String unusedToo = link.execute("SET SESSION max_statement_time = " + most);
        }
        return damages;
    }

    private static void checkTables(Link link, List<String> damages) throws SQLException {
        link.visit("check_tables", row -> {
            String kind = row.getString(3).toLowerCase(Locale.ROOT);
            if (!kind.equals("note") && !row.getString(4).equalsIgnoreCase("OK")) {
                damages.add("table " + row.getString(1) + ": " + kind + ": " + row.getString(4));
            }
            return true;
        });
    }

    @Override
    public Sql sql() {
        return sql;
    }

    @Override
    public boolean isPooled() {
        return false;
    }

    @Override
    public Trouble trouble(SQLException error) {
        return MariaErrors.trouble(error);
    }

    @Override
    public String meaning(SQLException error) {
        return MariaErrors.meaning(error);
    }

    @Override
    public int mostCharacters() {
        return (int) Math.min(facts.mostPacket() / 4, Server.super.mostCharacters());
    }

    @Override
    public Map<EntryId, Instant> apply(Link link, List<Write> writes) throws SQLException {
        return apply(link, writes, false);
    }

    @Override
    public Map<EntryId, Instant> applyAlone(Link link, List<Write> writes) throws SQLException {
        try {
            return apply(link, writes, true);
        } catch (SQLException | RuntimeException | Error e) {
            link.rollBack(e);
            throw e;
        }
    }

    /** The entries that a transaction has locked, and the time after that. */
    private static final class Locked {
        private final Map<EntryId, RowChange.Head> heads = new HashMap<>();
        private Instant now = Instant.EPOCH;
    }

    private Map<EntryId, Instant> apply(Link link, List<Write> writes, boolean alone) throws SQLException {
        List<SummedWrite> summed = writes.stream().map(SummedWrite::of).toList();
        Locked locked = lock(link, writes, alone);
        List<Step> changes = new ArrayList<>();
        Map<EntryId, Instant> applied = new HashMap<>();
        for (SummedWrite each : summed) {
            Write write = each.write();
            RowChange.Head head = locked.heads.get(write.id());
            if (fits(write, head)) {
                new RowChange(each, head, locked.now, true).into((name, values) -> changes.add(Step.of(name, values)));
                applied.put(write.id(), locked.now);
            }
        }
        if (alone) {
            changes.add(Step.of("commit"));
        }
        if (!changes.isEmpty()) {
            run(link, changes);
        }
        return applied;
    }

    private Locked lock(Link link, List<Write> writes, boolean alone) throws SQLException {
        Locked locked = new Locked();
        List<Step> steps = new ArrayList<>();
        if (alone) {
            steps.add(Step.of("begin_write"));
        }
        steps.add(Step.query(
                "lock",
                row -> {
                    locked.heads.put(new EntryId(row.getString(1), row.getString(2)), RowChange.Head.read(row, 3));
                    return true;
                },
                json(writes.stream().map(Write::id).toList())));
        steps.add(Step.query(
                "now",
                row -> {
                    locked.now = Instant.ofEpochMilli(row.getLong(1));
                    return true;
                },
                ahead.get().toMillis()));
        run(link, steps);
        return locked;
    }

    /**
     * On a cluster one by one. There, a replicated write can roll a transaction back between two statements of a round trip; MariaDB then tells nobody
     * (11.4.5), carries out the rest, and confirms the commit.
     */
    private void run(Link link, List<Step> steps) throws SQLException {
        if (facts.isGalera()) {
            for (Step step : steps) {
                check(List.of(step), link.together(List.of(step)));
            }
        } else {
            check(steps, link.together(steps));
        }
    }

    private static boolean fits(Write write, RowChange.@Nullable Head head) {
        return Verdict.of(write, head == null ? 0 : head.revision(), head == null ? null : head.writeId())
                == Verdict.FITS;
    }

    /** Whatever counts come back must be real: without them, nobody could tell that a change has missed its row. */
    private static void check(List<Step> steps, List<Integer> counts) throws SQLException {
        for (int i = 0; i < steps.size(); i++) {
            if (CHANGES_ONE.contains(steps.get(i).name()) && counts.get(i) != 1) {
                throw new SQLException(
                        steps.get(i).name() + " changed " + counts.get(i) + " rows instead of 1", "HY000");
            }
        }
    }

    @Override
    public Map<EntryId, Entry> find(Link link, List<EntryId> ids, boolean locking) throws SQLException {
        Map<EntryId, Entry> found = new HashMap<>();
        link.visit(
                locking ? "find_locking" : "find",
                row -> {
                    Entry entry = Rows.entry(row);
                    found.put(entry.id(), entry);
                    return true;
                },
                json(ids));
        return found;
    }

    private static String json(List<EntryId> ids) {
        JsonArray all = new JsonArray(ids.size());
        for (EntryId id : ids) {
            JsonArray each = new JsonArray(2);
            each.add(id.store());
            each.add(id.key());
            all.add(each);
        }
        return all.toString();
    }

    @Override
    public Duration ahead() {
        return ahead.get();
    }

    @Override
    public boolean isPowerSafe() {
        return facts.isPowerSafe();
    }
}
