package dev.datasave.house;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which packages there are, what each is for, and which others it may use. Whoever moves a wall changes it here: the rules and the picture in
 * {@code docs/architecture.md} follow.
 */
final class FloorPlan {
    static final String API = "dev.datasave";
    static final String SPI = "dev.datasave.spi";
    static final String ENGINE = "dev.datasave.engine";
    static final String TCK = "dev.datasave.tck";
    static final String JDBC = "dev.datasave.jdbc";
    static final String SIGNALS = "dev.datasave.signals";
    static final String CASSANDRA = "dev.datasave.cassandra";
    static final String COPY = "dev.datasave.copy";
    static final String OPS = "dev.datasave.ops";
    static final String PLATFORM = "dev.datasave.platform";
    static final String METRICS = "dev.datasave.metrics";
    static final String MINESTOM = "dev.datasave.minestom";
    static final String CONSOLE = "dev.datasave.console";
    static final String CLI = "dev.datasave.cli";

    static final int LINES_OF_A_FILE = 500;
    static final int LINES_OF_A_ROOM = 3000;
    static final int LINES_OF_A_METHOD = 40;
    static final int TYPES_OF_THE_API = 45;
    /** As many files as the largest knot has today. It may only shrink: whoever unties it lowers this number, and nobody raises it. */
    static final int FILES_OF_A_KNOT = 19;

    static final int COLLABORATORS = 8;

    /** The engine's rooms from the ground up: each may use the ones of its row, which stand before it, and the API and the SPI. */
    static final List<Room> ROOMS = List.of(
            room("json", "What JSON texts and trees mean: read strictly, write, compare, patch.", ""),
            room(
                    "entry",
                    "What the engine writes into an entry: its `system` part, tokens, marks, and where its own entries stand.",
                    "json"),
            room(
                    "codec",
                    "The default codec: which types a data type may contain, how each is written and read, what of it is immutable.",
                    "json"),
            room(
                    "data",
                    "A store's data between JSON and the game's objects: decode, migrate, reconcile, freeze, encode.",
                    "json entry codec"),
            room(
                    "loop",
                    "The one loop of a running server and the ways out of it: storage calls, the save queue, the game's threads, clocks, ids.",
                    "entry"),
            room(
                    "lease",
                    "Which servers live: this server's lease, the watch over the others, and the holder of an entry (P2–P4).",
                    "json entry loop"),
            room(
                    "handover",
                    "What servers say to each other about a profile: claims, notices, and passing a session on (P5, P7, P8).",
                    "json entry loop"),
            room(
                    "spool",
                    "Final states in local files while the storage is away, and their replay (F18).",
                    "json entry loop handover"),
            room(
                    "history",
                    "What was stored: look at it, compare it, name a revision; owns nothing.",
                    "json entry loop lease"),
            room(
                    "live",
                    "The data of a loaded profile in memory: edited, drafted and frozen under its own lock.",
                    "entry data lease"),
            room(
                    "session",
                    "One profile owned by this server: its chain of writes, whose turn it is to write, its end (P1, P3, P9, P10).",
                    "entry data loop lease handover spool live"),
            room(
                    "load",
                    "How this server comes to own a profile: look, ask, claim, take, remove (P4–P8).",
                    "entry data loop lease handover spool session"),
            room(
                    "commit",
                    "Several sessions and entries in one write, stored first and shown afterwards; receipts (P12).",
                    "json entry loop lease live session"),
            room("records", "The data store: shared records that no server owns.", "entry data loop lease history"),
            room(
                    "mail",
                    "Messages to profiles, and requests to their owners (P11, P13).",
                    "json entry data loop lease live session load commit"),
            room(
                    "operator",
                    "What operators do to profiles: edits, rollbacks, pins, bulk migration (P13).",
                    "json entry data loop lease history live session load commit mail"),
            room(
                    "people",
                    "What belongs to a person: list, export, erase (P14).",
                    "json entry loop lease session load commit mail"),
            room(
                    "server",
                    "The front door: builds the rooms in this order, closes them in the reverse one, opens stores and transactions.",
                    "entry data loop lease handover spool history live session load commit records mail operator people"));

    /** The only doors into the engine, by the type of the API that uses them. */
    static final Map<String, Set<String>> DOORS = Map.of(
            "DataSave", Set.of("server.Engine", "loop.Settings", "loop.SystemEnvironment"),
            "DataSaveListener", Set.of("loop.EventLog", "loop.LoggedCause"),
            "Codec", Set.of("codec.GsonCodec"),
            "JsonDiff", Set.of("json.TreeDiff", "json.TreePatch"));

    /** The packages of the other modules whose rows are checked. Each may use what its row names; unlike the rooms, the API and the SPI only if they are in it. */
    static final List<Room> ANNEXES = List.of(
            annex(TCK, "The kit for authors of storages: one class to extend, one group per rule R1–R10.", SPI),
            annex(
                    TCK + ".network",
                    "Servers, storage, signals and disks in virtual time; also for users' own tests.",
                    API,
                    SPI),
            annex(
                    TCK + ".checker",
                    "Finds broken promises in a journal; knows nothing of the engine.",
                    SPI,
                    TCK + ".network"),
            annex(TCK + ".scale", "A large network on a storage that counts.", API, SPI, TCK + ".network"),
            annex(
                    TCK + ".simulation",
                    "The game that is played and the trouble that is made.",
                    API,
                    SPI,
                    TCK + ".network",
                    TCK + ".checker"),
            annex(SIGNALS, "Signals between servers by datagrams, for any storage.", API, SPI),
            annex(
                    JDBC,
                    "What users name.",
                    API,
                    SPI,
                    SIGNALS,
                    JDBC + ".sql",
                    JDBC + ".sqlite",
                    JDBC + ".server",
                    JDBC + ".postgres",
                    JDBC + ".mariadb"),
            annex(JDBC + ".sql", "What is the same for all databases.", API, SPI),
            annex(JDBC + ".sqlite", "One file, many processes.", API, SPI, JDBC + ".sql"),
            annex(
                    JDBC + ".server",
                    "What databases that are servers have in common: connections, time-outs, repeats, batches, signals.",
                    API,
                    SPI,
                    JDBC + ".sql"),
            annex(
                    JDBC + ".postgres",
                    "PostgreSQL: tables, statements, LISTEN and NOTIFY.",
                    API,
                    SPI,
                    JDBC + ".sql",
                    JDBC + ".server"),
            annex(
                    JDBC + ".mariadb",
                    "MariaDB, and MySQL by the same dialect: tables, statements, settings.",
                    API,
                    SPI,
                    JDBC + ".sql",
                    JDBC + ".server"),
            annex(
                    CASSANDRA,
                    "A ring of Apache Cassandra: connections, tables, statements, listings, sweeps.",
                    API,
                    SPI,
                    SIGNALS,
                    CASSANDRA + ".together"),
            annex(
                    CASSANDRA + ".together",
                    "Several entries all or nothing: a commit protocol of intents and one decision; knows no driver.",
                    SPI),
            annex(COPY, "Copies of whole storages, and backups in files.", API, SPI),
            annex(OPS, "What operators do: profiles, stores, checks, the audit log.", API, SPI),
            annex(PLATFORM, "The life of a player on a game server, for any platform.", API),
            annex(METRICS, "Counts what a server does, by a listener and a storage that pass everything on.", API, SPI),
            annex(MINESTOM, "Players' profiles and items on Minestom.", API, PLATFORM),
            annex(
                    CONSOLE,
                    "The web console: pages that ask `ops`, an addition to `cli`.",
                    API,
                    SPI,
                    OPS,
                    CLI,
                    CLI + ".ops"));

    private FloorPlan() {}

    /** A package, what it is for in one sentence, and the packages that it may use. */
    record Room(String inPackage, String sentence, Set<String> mayUse) {
        /** The last word of the package's name. */
        String name() {
            return inPackage.substring(inPackage.lastIndexOf('.') + 1);
        }
    }

    static Optional<Room> room(String inPackage) {
        return ROOMS.stream().filter(room -> room.inPackage().equals(inPackage)).findFirst();
    }

    private static Room room(String name, String sentence, String mayUse) {
        Set<String> used = names(mayUse).stream().map(FloorPlan::engine).collect(Collectors.toUnmodifiableSet());
        return new Room(engine(name), sentence, used);
    }

    private static Room annex(String inPackage, String sentence, String... mayUse) {
        return new Room(inPackage, sentence, Set.of(mayUse));
    }

    private static Set<String> names(String words) {
        return words.isEmpty() ? Set.of() : Set.of(words.split(" "));
    }

    private static String engine(String name) {
        return ENGINE + "." + name;
    }
}
