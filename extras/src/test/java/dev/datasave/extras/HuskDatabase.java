package dev.datasave.extras;

import com.fatboyindustrial.gsonjavatime.Converters;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.kyori.adventure.nbt.BinaryTagTypes;
import net.kyori.adventure.nbt.CompoundBinaryTag;
import net.kyori.adventure.nbt.ListBinaryTag;
import net.kyori.adventure.nbt.TagStringIO;
import org.xerial.snappy.Snappy;

/**
 * A database as HuskSync 4 fills it. The snapshots are made by the libraries that it uses: Gson with the converter of times, and Snappy. The plug-in itself was not
 * run.
 */
final class HuskDatabase implements AutoCloseable {
    private static final Gson GSON =
            Converters.registerOffsetDateTime(new GsonBuilder()).create();

    private final Connection connection;
    private final boolean isPostgres;
    private final PreparedStatement users;
    private final PreparedStatement snapshots;

    HuskDatabase(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        isPostgres = url.startsWith("jdbc:postgresql:");
        String uuid = isPostgres ? "uuid" : "char(36)";
        run("CREATE TABLE husksync_users (uuid " + uuid
                + " NOT NULL UNIQUE, username varchar(16) NOT NULL, PRIMARY KEY (uuid))");
        run("CREATE TABLE husksync_user_data (version_uuid " + uuid + " NOT NULL UNIQUE, player_uuid " + uuid
                + " NOT NULL, timestamp " + (isPostgres ? "timestamp" : "datetime")
                + " NOT NULL, save_cause varchar(32) NOT NULL, pinned boolean NOT NULL DEFAULT FALSE, data "
                + (isPostgres ? "bytea" : "longblob") + " NOT NULL, PRIMARY KEY (version_uuid, player_uuid),"
                + " FOREIGN KEY (player_uuid) REFERENCES husksync_users (uuid) ON DELETE CASCADE)");
        connection.commit();
        users = connection.prepareStatement("INSERT INTO husksync_users VALUES (?, ?)");
        snapshots = connection.prepareStatement("INSERT INTO husksync_user_data VALUES (?, ?, ?, ?, ?, ?)");
    }

    /** What HuskSync's Gson makes the bytes of. */
    record Snapshot(
            @SerializedName("id") UUID id,
            @SerializedName("pinned") boolean pinned,
            @SerializedName("timestamp") OffsetDateTime timestamp,
            @SerializedName("save_cause") String saveCause,
            @SerializedName("server_name") String serverName,
            @SerializedName("minecraft_version") String minecraftVersion,
            @SerializedName("platform_type") String platformType,
            @SerializedName("format_version") int formatVersion,
            @SerializedName("data") Map<String, String> data) {

        /** A snapshot of a player with so many coins in the hand. */
        static Snapshot of(String id, String at, String cause, boolean isPinned, int coins) throws IOException {
            return new Snapshot(
                    UUID.fromString(id),
                    isPinned,
                    OffsetDateTime.parse(at),
                    cause,
                    "survival",
                    "1.21.4",
                    "bukkit",
                    5,
                    Map.of(
                            "husksync:inventory",
                            inventory(coins),
                            "husksync:health",
                            GSON.toJson(new Health(19.5, 20)),
                            "husksync:potion_effects",
                            "[]",
                            "shop:note",
                            "{not JSON"));
        }

        Snapshot ofFormat(int format) {
            return new Snapshot(
                    id, pinned, timestamp, saveCause, serverName, minecraftVersion, platformType, format, data);
        }

        byte[] json() {
            return GSON.toJson(this).getBytes(StandardCharsets.UTF_8);
        }

        byte[] packed() throws IOException {
            return Snappy.compress(json());
        }
    }

    record Health(
            @SerializedName("health") double health,
            @SerializedName("health_scale") double healthScale) {}

    private static String inventory(int coins) throws IOException {
        CompoundBinaryTag stack = CompoundBinaryTag.builder()
                .putByte("Slot", (byte) 3)
                .putString("id", "minecraft:gold_nugget")
                .putInt("count", coins)
                .build();
        return TagStringIO.tagStringIO()
                .asString(CompoundBinaryTag.builder()
                        .put(
                                "items",
                                CompoundBinaryTag.builder()
                                        .putInt("size", 41)
                                        .put(
                                                "items",
                                                ListBinaryTag.listBinaryTag(BinaryTagTypes.COMPOUND, List.of(stack)))
                                        .build())
                        .putInt("held_item_slot", 3)
                        .build());
    }

    /** What was added is there for others from now on. */
    void commit() throws SQLException {
        users.executeBatch();
        snapshots.executeBatch();
        connection.commit();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void id(PreparedStatement statement, int index, UUID id) throws SQLException {
        if (isPostgres) {
            statement.setObject(index, id);
        } else {
            statement.setString(index, id.toString());
        }
    }

    void addUser(String uuid, String name) throws SQLException {
        id(users, 1, UUID.fromString(uuid));
        users.setString(2, name);
        users.addBatch();
    }

    void add(String player, Snapshot snapshot, byte[] bytes) throws SQLException {
        id(snapshots, 1, snapshot.id());
        id(snapshots, 2, UUID.fromString(player));
        snapshots.setTimestamp(3, Timestamp.from(snapshot.timestamp().toInstant()));
        snapshots.setString(4, snapshot.saveCause());
        snapshots.setBoolean(5, snapshot.pinned());
        snapshots.setBytes(6, bytes);
        snapshots.addBatch();
    }

    /** Everything that stands in both tables, as text. */
    String dump() throws SQLException {
        StringBuilder all = new StringBuilder();
        for (String sql : List.of(
                "SELECT * FROM husksync_users ORDER BY uuid",
                "SELECT * FROM husksync_user_data ORDER BY version_uuid")) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        all.append(i == 6 ? HexFormat.of().formatHex(rows.getBytes(i)) : rows.getString(i))
                                .append('|');
                    }
                }
            }
        }
        connection.commit();
        return all.toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
