package dev.datasave.minestom;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import net.minestom.server.Auth;
import net.minestom.server.MinecraftServer;
import net.minestom.server.coordinate.Pos;
import net.minestom.server.entity.Player;
import net.minestom.server.event.player.AsyncPlayerConfigurationEvent;
import net.minestom.server.instance.InstanceContainer;
import net.minestom.server.instance.block.Block;

/** A real server on a free port, and another DataSave beside it on the same storage, as a second server would be. */
final class TestServer implements AutoCloseable {
    static final String STORE = "Players";

    private final Storage storage = Storage.inMemory();
    private final DataSave here;
    private final DataSave elsewhere;
    private final PlayerProfiles<Backpack> profiles;
    private final ProfileStore<Backpack> others;

    private TestServer(Consumer<PlayerProfiles.Options<Backpack>> settings) {
        here = DataSave.builder(storage).serverName("here").keepStorageOpen().build();
        elsewhere = DataSave.builder(storage)
                .serverName("elsewhere")
                .keepStorageOpen()
                .build();
        others = elsewhere.profileStore(STORE, Backpack.class, Backpack::fresh);
        MinecraftServer minestom = MinecraftServer.init(new Auth.Offline());
        MinecraftServer.setCompressionThreshold(0);
        PlayerProfiles.Options<Backpack> options = PlayerProfiles.options(here);
        settings.accept(options.items(Backpack::items, Backpack::with));
        profiles = PlayerProfiles.attach(
                MinecraftServer.getGlobalEventHandler(),
                here.profileStore(STORE, Backpack.class, Backpack::fresh),
                options);
        InstanceContainer world = MinecraftServer.getInstanceManager().createInstanceContainer();
        world.setGenerator(unit -> unit.modifier().fillHeight(0, 40, Block.STONE));
        MinecraftServer.getGlobalEventHandler().addListener(AsyncPlayerConfigurationEvent.class, event -> {
            event.setSpawningInstance(world);
            event.getPlayer().setRespawnPoint(new Pos(0, 42, 0));
        });
        minestom.start("127.0.0.1", 0);
    }

    static TestServer start() {
        return new TestServer(options -> {});
    }

    static TestServer start(Consumer<PlayerProfiles.Options<Backpack>> settings) {
        return new TestServer(settings);
    }

    static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(("OfflinePlayer:" + name).getBytes(StandardCharsets.UTF_8));
    }

    int port() {
        return MinecraftServer.getServer().getPort();
    }

    RawClient join(String name) {
        return RawClient.join(port(), idOf(name), name);
    }

    PlayerProfiles<Backpack> profiles() {
        return profiles;
    }

    DataSave dataSave() {
        return here;
    }

    /** The profiles as another server sees them. */
    ProfileStore<Backpack> others() {
        return others;
    }

    Storage storage() {
        return storage;
    }

    /** Waits until the player is in the world, and his items are his. */
    Player player(String name) {
        await(() -> MinecraftServer.getConnectionManager().getOnlinePlayerByUuid(idOf(name)) != null
                && profiles.guestOf(online(name))
                        .filter(guest -> guest.items() != null)
                        .isPresent()
                && online(name).acquirable().assignedThread() != null);
        return online(name);
    }

    private static Player online(String name) {
        return MinecraftServer.getConnectionManager().getOnlinePlayerByUuid(idOf(name));
    }

    Profile<Backpack> profile(String name) {
        return profiles.profileOf(player(name)).orElseThrow();
    }

    /** What another server gets when it loads the profile, which takes it from this one. */
    Backpack taken(String name) {
        LoadResult<Backpack> loaded =
                others.loadProfileAsync(idOf(name).toString()).join();
        return ((LoadResult.Loaded<Backpack>) loaded).profile().data();
    }

    boolean isHeld(String name) {
        return others.holderAsync(idOf(name).toString()).join().isPresent();
    }

    /** Runs the code with the player's tick thread, as a listener of the game would. */
    static void onTick(Player player, Runnable code) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        player.scheduler().scheduleNextTick(() -> {
            code.run();
            done.complete(null);
        });
        done.orTimeout(30, TimeUnit.SECONDS).join();
    }

    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not so within 30 s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        MinecraftServer.stopCleanly();
        here.close();
        elsewhere.close();
        storage.close();
    }
}
