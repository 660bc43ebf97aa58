package dev.datasave.examples.network;

import dev.datasave.DataSave;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.minestom.MinestomItems;
import dev.datasave.minestom.PlayerProfiles;
import java.util.HashMap;
import java.util.Map;
import net.minestom.server.Auth;
import net.minestom.server.MinecraftServer;
import net.minestom.server.coordinate.Pos;
import net.minestom.server.event.Event;
import net.minestom.server.event.EventFilter;
import net.minestom.server.event.EventNode;
import net.minestom.server.event.GlobalEventHandler;
import net.minestom.server.event.player.AsyncPlayerConfigurationEvent;
import net.minestom.server.event.player.PlayerSpawnEvent;
import net.minestom.server.event.trait.PlayerEvent;
import net.minestom.server.instance.InstanceContainer;
import net.minestom.server.instance.block.Block;

/**
 * A server for {@link HopTimeTest}. Players whose names begin with {@code bare} have no profile: they get the same items out of a constant. All others
 * have theirs, which changes at each visit.
 */
final class HopServer {
    static final String BARE = "bare";
    static final String OPEN = "open on ";

    private HopServer() {}

    /** The name and the URL of the database. */
    public static void main(String[] args) {
        DataSave dataSave =
                DataSave.builder(SqlStorage.open(args[1])).serverName(args[0]).build();
        MinecraftServer minestom = MinecraftServer.init(new Auth.Offline());
        Map<Integer, String> items = items();
        GlobalEventHandler events = MinecraftServer.getGlobalEventHandler();
        EventNode<Event> withProfiles = EventNode.event("with profiles", EventFilter.ALL, event -> !isBare(event));
        EventNode<Event> bare = EventNode.event("bare", EventFilter.ALL, HopServer::isBare);
        events.addChild(withProfiles).addChild(bare);

        PlayerProfiles<Hero> profiles = PlayerProfiles.attach(
                withProfiles,
                NetworkServer.heroes(dataSave),
                PlayerProfiles.<Hero>options(dataSave)
                        .prepare(profile -> profile.update(hero -> hero.equipped(items)))
                        .items(Hero::items, Hero::with));
        withProfiles.addListener(
                PlayerSpawnEvent.class,
                event -> profiles.profileOf(event.getPlayer()).orElseThrow().update(hero -> hero.earn(1)));
        bare.addListener(
                PlayerSpawnEvent.class,
                event -> MinestomItems.readAll(items, event.getPlayer().getInventory()));

        InstanceContainer world = MinecraftServer.getInstanceManager().createInstanceContainer();
        world.setGenerator(unit -> unit.modifier().fillHeight(0, 40, Block.STONE));
        events.addListener(AsyncPlayerConfigurationEvent.class, event -> {
            event.setSpawningInstance(world);
            event.getPlayer().setRespawnPoint(new Pos(0, 40, 0));
        });
        minestom.start("127.0.0.1", 0);
        System.out.println(OPEN + MinecraftServer.getServer().getPort());
    }

    private static boolean isBare(Event event) {
        return event instanceof PlayerEvent of && of.getPlayer().getUsername().startsWith(BARE);
    }

    private static Map<Integer, String> items() {
        Map<Integer, String> items = new HashMap<>();
        for (int slot = 0; slot < 27; slot++) {
            items.put(slot, MinestomItems.write(Kit.emerald()));
        }
        return Map.copyOf(items);
    }
}
