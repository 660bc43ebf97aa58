package dev.datasave.examples.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.HistoryPolicy;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.Ranking;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.minestom.Hops;
import dev.datasave.minestom.PlayerProfiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.UUID;
import net.minestom.server.Auth;
import net.minestom.server.MinecraftServer;
import net.minestom.server.event.GlobalEventHandler;
import net.minestom.server.event.player.AsyncPlayerPreLoginEvent;
import net.minestom.server.network.player.GameProfile;

/**
 * One server of the network. All of them are this program, on one database.
 *
 * <p>Players are who they say they are: it asks nobody's account server, so that it can be tried on a machine without one. So it listens on this machine
 * only.
 */
public final class NetworkServer {
    static final String STORE = "Heroes";
    static final String OPEN = " is open on port ";
    private static final String INCARNATION =
            " is incarnation "; // for the audit: a server that was away for long gets another

    private NetworkServer() {}

    /** {@code --name lobby --port 25565 --jdbc-url jdbc:sqlite:players.db --to arena=127.0.0.1:25566} */
    public static void main(String[] args) {
        System.setProperty("minestom.accept-transfers", "true"); // Minestom reads it once, when its classes are loaded
        GameOptions options = GameOptions.parse(args);
        DataSave dataSave = DataSave.builder(SqlStorage.open(options.jdbcUrl()))
                .serverName(options.name())
                .listener(new DataSaveListener() {
                    @Override
                    public void reincarnated(String incarnation) {
                        DataSaveListener.super.reincarnated(incarnation);
                        System.out.println(options.name() + INCARNATION + incarnation);
                    }
                })
                .build();
        System.out.println(options.name() + INCARNATION + dataSave.incarnation());
        start(options, dataSave);
        if (options.endsWithInput()) {
            Thread.ofPlatform().daemon().name("input").start(NetworkServer::stopAtTheEndOfTheInput);
        }
        System.out.println(options.name() + OPEN + options.port());
    }

    /** The exit runs Minestom's own shutdown, which releases everybody. */
    private static void stopAtTheEndOfTheInput() {
        try {
            var _ = System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // That is an end, too.
        }
        System.exit(1);
    }

    static PlayerProfiles<Hero> start(GameOptions options, DataSave dataSave) {
        MinecraftServer minestom = MinecraftServer.init(new Auth.Offline());
        GlobalEventHandler events = MinecraftServer.getGlobalEventHandler();
        events.addListener(
                AsyncPlayerPreLoginEvent.class,
                event -> event.setGameProfile(named(event.getGameProfile().name())));

        ProfileStore<Hero> heroes =
                heroes(dataSave, options.keepsHistory() ? HistoryPolicy.everything() : HistoryPolicy.standard());
        PlayerProfiles<Hero> profiles = PlayerProfiles.attach(
                events,
                heroes,
                PlayerProfiles.<Hero>options(dataSave)
                        .prepare(profile -> profile.tryUpdate(hero -> hero.equipped(Kit.ofNewPlayers())))
                        .items(Hero::items, Hero::with));
        Hops hops = Hops.attach(profiles, options.secret());

        new World(options.name(), profiles).open(events);
        new GameCommands(options, profiles, hops).register(MinecraftServer.getCommandManager());
        new Scores(profiles).show(events);
        minestom.start(new InetSocketAddress(options.host(), options.port()));
        return profiles;
    }

    static ProfileStore<Hero> heroes(DataSave dataSave) {
        return heroes(dataSave, HistoryPolicy.standard());
    }

    static ProfileStore<Hero> heroes(DataSave dataSave, HistoryPolicy history) {
        return dataSave.profileStore(
                STORE,
                Hero.class,
                Hero::fresh,
                ProfileOptions.<Hero>defaults().history(history).rankedBy(Ranking.<Hero>by(Hero::coins)));
    }

    private static GameProfile named(String name) {
        return new GameProfile(idOf(name), name);
    }

    /** Who has a name, where nobody checks it. Upper and lower case differ. */
    static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(("OfflinePlayer:" + name).getBytes(UTF_8));
    }
}
