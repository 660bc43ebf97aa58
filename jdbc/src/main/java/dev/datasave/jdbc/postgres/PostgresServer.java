package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.server.Server;
import dev.datasave.jdbc.sql.Checksums;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Rows;
import dev.datasave.jdbc.sql.Sql;
import dev.datasave.jdbc.sql.Writes;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's statements and errors. A whole batch is one statement, which works on arrays. */
final class PostgresServer implements Server {
    /** The types of {@link Rows#columns}: text or number. */
    private static final String ADDED_COLUMNS = "ttntttt" + "nnt" + "nnn" + "tnn";

    private final Sql sql;
    private final PostgresSettings settings;
    private final Supplier<Duration> ahead;

    /** Has a clock that goes ahead of the server's. */
    PostgresServer(Sql sql, PostgresSettings settings, Supplier<Duration> ahead) {
        this.sql = sql;
        this.settings = settings;
        this.ahead = ahead;
    }

    @Override
    public Sql sql() {
        return sql;
    }

    @Override
    public boolean isPooled() {
        return settings.isPooled();
    }

    @Override
    public Trouble trouble(SQLException error) {
        return PostgresErrors.trouble(error);
    }

    /** An index that does not fit its table is found where the extension {@code amcheck} is installed and this user may run it. The first one ends the check. */
    @Override
    public List<String> indexDamages(Link link) throws SQLException {
        link.run("begin_view");
        List<String> damages = new ArrayList<>();
        Map<Long, String> sound = new LinkedHashMap<>();
        link.visit("check_indexes", row -> {
            long index = row.getLong(2);
            if (row.wasNull()) {
                damages.add("index " + row.getString(1) + ": found none, expected one");
            } else if (!row.getBoolean(3)) {
                damages.add(
                        "index " + row.getString(1) + ": found it invalid, expected one that is used (REINDEX INDEX)");
            } else {
                sound.put(index, row.getString(1));
            }
            return true;
        });
        Optional<String> amcheck = link.first("amcheck", row -> row.getString(1));
        for (Map.Entry<Long, String> index :
                amcheck.isPresent() ? sound.entrySet() : Set.<Map.Entry<Long, String>>of()) {
            try {
                String unused = link.execute(
                        "SELECT " + amcheck.get() + ".bt_index_check(" + index.getKey() + "::oid::regclass, true)");
            } catch (SQLException e) {
                if (!PostgresErrors.isDamage(e)) {
                    throw e;
                }
                damages.add("index " + index.getValue()
                        + ": found that it does not fit its table, expected that it does (REINDEX INDEX)");
                break;
            }
        }
        return damages;
    }

    @Override
    public String meaning(SQLException error) {
        return PostgresErrors.meaning(error);
    }

    @Override
    public Map<EntryId, Instant> apply(Link link, List<Write> writes) throws SQLException {
        Map<EntryId, Instant> applied = new HashMap<>();
        link.visit(
                "apply",
                row -> {
                    applied.put(new EntryId(row.getString(1), row.getString(2)), Instant.ofEpochMilli(row.getLong(3)));
                    return true;
                },
                texts(writes, write -> write.id().store()),
                texts(writes, write -> write.id().key()),
                writes.stream().map(Write::expectedRevision).toArray(Long[]::new),
                texts(writes, Write::expectedWriteId),
                texts(writes, Write::writeId),
                flags(writes, Write::isForget),
                flags(writes, write -> write.isForget() || write.purgesHistory()),
                flags(writes, PostgresServer::keeps),
                writes.stream().map(PostgresServer::keptMillis).toArray(Long[]::new),
                contents(writes, content -> Rows.text(content.userIds())),
                contents(writes, content -> Rows.text(content.metadata())),
                contents(writes, Content::holder),
                scores(writes, Rows::value),
                scores(writes, Rows::tie),
                contents(writes, Content::system),
                contents(writes, Content::value),
                numbers(writes, write -> Checksums.ofValue(value(write))),
                numbers(writes, PostgresServer::checksum),
                ahead.get().toMillis());
        return applied;
    }

    /** One statement is a transaction. */
    @Override
    public Map<EntryId, Instant> applyAlone(Link link, List<Write> writes) throws SQLException {
        return isPooled() ? Server.super.applyAlone(link, writes) : apply(link, writes);
    }

    private static boolean keeps(Write write) {
        return !write.isForget() && !write.purgesHistory() && !(write.superseded() instanceof Retention.Drop);
    }

    /** How long the superseded revision is kept; null for ever. */
    private static @Nullable Long keptMillis(Write write) {
        Long end = keeps(write) ? Writes.end(write.superseded(), Instant.EPOCH) : null;
        return end == null || end > Long.MAX_VALUE / 2 ? null : end;
    }

    private static @Nullable Long[] scores(
            List<Write> writes, Function<Content.@Nullable Score, @Nullable Long> column) {
        return writes.stream()
                .map(write -> write.content() == null
                        ? null
                        : column.apply(write.content().score()))
                .toArray(Long[]::new);
    }

    private static @Nullable String value(Write write) {
        return write.content() == null ? null : write.content().value();
    }

    /** The checksum without the two times, which the statement adds; null for a forgotten entry. */
    private static @Nullable Long checksum(Write write) {
        Content content = write.content();
        return content == null
                ? null
                : Checksums.ofRest(
                        write.id(),
                        write.expectedRevision() + 1,
                        write.writeId(),
                        content,
                        Checksums.ofValue(content.value()));
    }

    private static @Nullable Long[] numbers(List<Write> writes, Function<Write, @Nullable Long> number) {
        return writes.stream().map(number).toArray(Long[]::new);
    }

    private static @Nullable String[] contents(List<Write> writes, Function<Content, @Nullable String> part) {
        return texts(writes, write -> write.content() == null ? null : part.apply(write.content()));
    }

    private static @Nullable String[] texts(List<Write> writes, Function<Write, @Nullable String> part) {
        return writes.stream().map(part).toArray(String[]::new);
    }

    private static Boolean[] flags(List<Write> writes, Function<Write, Boolean> part) {
        return writes.stream().map(part).toArray(Boolean[]::new);
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
                ids.stream().map(EntryId::store).toArray(String[]::new),
                ids.stream().map(EntryId::key).toArray(String[]::new));
        return found;
    }

    @Override
    public int add(Link link, List<Revision> revisions) throws SQLException {
        List<Revision> current =
                revisions.stream().filter(each -> !each.superseded()).toList();
        List<Revision> superseded =
                revisions.stream().filter(Revision::superseded).toList();
        return add(link, "add_entries", current) + add(link, "add_histories", superseded);
    }

    private static int add(Link link, String statement, List<Revision> revisions) throws SQLException {
        if (revisions.isEmpty()) {
            return 0;
        }
        List<@Nullable Object[]> rows = revisions.stream().map(Rows::columns).toList();
        Object[] columns = new Object[ADDED_COLUMNS.length()];
        for (int column = 0; column < columns.length; column++) {
            int at = column;
            columns[column] = ADDED_COLUMNS.charAt(column) == 't'
                    ? rows.stream().map(row -> (String) row[at]).toArray(String[]::new)
                    : rows.stream().map(row -> (Long) row[at]).toArray(Long[]::new);
        }
        return link.first(statement, row -> row.getInt(1), columns).orElseThrow();
    }

    @Override
    public Duration ahead() {
        return ahead.get();
    }

    @Override
    public boolean isPowerSafe() {
        return settings.isPowerSafe();
    }
}
