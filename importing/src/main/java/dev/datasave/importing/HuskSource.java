package dev.datasave.importing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of HuskSync 3 and 4 in MariaDB, MySQL or PostgreSQL. The player's UUID is the key and the user id. His newest snapshot is the present state, the older
 * ones become history, and pinned ones pins. {@link HuskSnapshot} says what becomes of a snapshot.
 *
 * <ul>
 *   <li>The snapshot's own time decides which one is newer: the column of the table has seconds only, in the time zone of the server.
 *   <li>A snapshot that can't be used is reported and left out. If it is the newest, the player is left out: an older state is worse than one that is missed at once.
 *   <li>One player's snapshots are in memory at a time.
 * </ul>
 */
public final class HuskSource implements ImportSource {
    private static final int FETCH = 50;

    private final String url;
    private final Properties login;
    private final String users;
    private final String snapshots;

    private HuskSource(String url, Properties login, String users, String snapshots) {
        this.url = url;
        this.login = login;
        this.users = users;
        this.snapshots = snapshots;
    }

    /**
     * A database with HuskSync's usual names of tables.
     *
     * @param url a JDBC URL: {@code jdbc:mariadb:} (also for MySQL) or {@code jdbc:postgresql:}
     * @param user who connects; null if the URL says it
     * @param password of this user, or null
     */
    public static HuskSource of(String url, @Nullable String user, @Nullable String password) {
        Properties login = new Properties();
        if (user != null) {
            login.setProperty("user", user);
            login.setProperty("password", password == null ? "" : password);
        }
        return new HuskSource(Objects.requireNonNull(url, "url"), login, "husksync_users", "husksync_user_data");
    }

    /** The same with other names of tables: {@code table_names} in HuskSync's {@code config.yml}. */
    public HuskSource tables(String newUsers, String newUserData) {
        return new HuskSource(
                url,
                login,
                Objects.requireNonNull(newUsers, "users"),
                Objects.requireNonNull(newUserData, "user data"));
    }

    /** A snapshot as it stands in the table. */
    @SuppressWarnings("ArrayRecordComponent") // read once, and compared never
    private record Row(String id, LocalDateTime saved, String cause, boolean isPinned, byte[] data) {}

    @Override
    public void read(Consumer<ImportItem> to) throws IOException {
        Connection connection = Databases.open(url, login);
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery(
                    query(connection.getMetaData().getIdentifierQuoteString().strip()))) {
                read(rows, to);
            }
        } catch (SQLException e) {
            throw new IOException("source: " + e.getMessage(), e);
        } finally {
            Databases.close(connection);
        }
    }

    private String query(String quote) {
        return "SELECT u.uuid, u.username, d.version_uuid, d." + quote + "timestamp" + quote
                + ", d.save_cause, d.pinned, d." + quote + "data" + quote + " FROM " + quoted(users, quote)
                + " u LEFT JOIN " + quoted(snapshots, quote) + " d ON d.player_uuid = u.uuid ORDER BY u.uuid";
    }

    private static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    private static void read(ResultSet rows, Consumer<ImportItem> to) throws SQLException {
        String player = "";
        String name = "";
        List<Row> ofPlayer = new ArrayList<>();
        while (rows.next()) {
            String next = rows.getString(1).toLowerCase(Locale.ROOT);
            if (!next.equals(player)) {
                hand(player, name, ofPlayer, to);
                ofPlayer.clear();
            }
            player = next;
            name = rows.getString(2);
            if (rows.getString(3) != null) {
                ofPlayer.add(new Row(
                        rows.getString(3),
                        rows.getObject(4, LocalDateTime.class),
                        rows.getString(5),
                        rows.getBoolean(6),
                        rows.getBytes(7)));
            }
        }
        hand(player, name, ofPlayer, to);
    }

    private static void hand(String player, String name, List<Row> rows, Consumer<ImportItem> to) {
        String where = "player " + player;
        if (player.isEmpty()) {
            return;
        } else if (rows.isEmpty()) {
            to.accept(new ImportItem.Unusable(where, "found no snapshot of " + player + ", expected one at least"));
            return;
        }
        List<HuskSnapshot> usable = new ArrayList<>();
        List<ImportItem.Unusable> broken = new ArrayList<>();
        rows.sort(Comparator.comparing(Row::saved).thenComparing(Row::id));
        boolean isNewestBroken = false;
        for (Row row : rows) {
            try {
                usable.add(HuskSnapshot.of(row.id(), name, row.cause(), row.isPinned(), row.data()));
            } catch (IllegalArgumentException e) {
                isNewestBroken |= row.saved().equals(rows.getLast().saved());
                broken.add(new ImportItem.Unusable(where + " snapshot " + row.id(), String.valueOf(e.getMessage())));
            }
        }
        broken.forEach(to);
        if (isNewestBroken) {
            to.accept(new ImportItem.Unusable(where, "found that the newest snapshot can't be used"));
        } else {
            to.accept(new ImportItem.Profile(where, player, versions(usable), Set.of(player), List.of()));
        }
    }

    /** The states in the order of time. A newest one that is pinned stands twice, because a pin is of a past state. */
    private static List<ImportItem.Version> versions(List<HuskSnapshot> snapshots) {
        snapshots.sort(Comparator.comparing(HuskSnapshot::saved).thenComparing(HuskSnapshot::id));
        List<ImportItem.Version> versions = new ArrayList<>();
        for (HuskSnapshot snapshot : snapshots) {
            versions.add(snapshot.version());
        }
        if (snapshots.getLast().isPinned()) {
            versions.add(snapshots.getLast().version());
        }
        return versions;
    }
}
