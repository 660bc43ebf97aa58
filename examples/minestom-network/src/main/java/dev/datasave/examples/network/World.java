package dev.datasave.examples.network;

import dev.datasave.DataSaveException;
import dev.datasave.Profile;
import dev.datasave.SaveResult;
import dev.datasave.minestom.PlayerProfiles;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.kyori.adventure.text.Component;
import net.kyori.adventure.text.format.NamedTextColor;
import net.minestom.server.MinecraftServer;
import net.minestom.server.coordinate.Pos;
import net.minestom.server.entity.GameMode;
import net.minestom.server.entity.ItemEntity;
import net.minestom.server.entity.Player;
import net.minestom.server.event.Event;
import net.minestom.server.event.EventNode;
import net.minestom.server.event.item.ItemDropEvent;
import net.minestom.server.event.item.PickupItemEvent;
import net.minestom.server.event.player.AsyncPlayerConfigurationEvent;
import net.minestom.server.event.player.PlayerBlockBreakEvent;
import net.minestom.server.event.player.PlayerBlockPlaceEvent;
import net.minestom.server.event.player.PlayerSpawnEvent;
import net.minestom.server.instance.Instance;
import net.minestom.server.instance.InstanceContainer;
import net.minestom.server.instance.LightingChunk;
import net.minestom.server.instance.block.Block;
import net.minestom.server.item.ItemStack;
import net.minestom.server.tag.Tag;

/** A flat world. Gold ore pays a coin, emerald ore gives an emerald. What is dropped lies on the ground until somebody takes it, or the server ends. */
final class World {
    private static final int GROUND = 40;
    private static final Pos SPAWN = new Pos(0.5, GROUND, 0.5);
    private static final Tag<Boolean> WAS_GREETED = Tag.Transient("was-greeted");

    private final String name;
    private final PlayerProfiles<Hero> profiles;

    World(String name, PlayerProfiles<Hero> profiles) {
        this.name = name;
        this.profiles = profiles;
    }

    void open(EventNode<Event> events) {
        Instance instance = made();
        events.addListener(AsyncPlayerConfigurationEvent.class, event -> {
            event.setSpawningInstance(instance);
            event.getPlayer().setRespawnPoint(SPAWN);
            event.getPlayer().setGameMode(GameMode.SURVIVAL);
        });
        events.addListener(PlayerSpawnEvent.class, event -> greet(event.getPlayer()));
        events.addListener(PlayerBlockBreakEvent.class, this::mine);
        events.addListener(PlayerBlockPlaceEvent.class, event -> event.setCancelled(true));
        events.addListener(ItemDropEvent.class, this::drop);
        events.addListener(PickupItemEvent.class, this::pickUp);
    }

    private Instance made() {
        InstanceContainer instance = MinecraftServer.getInstanceManager().createInstanceContainer();
        Block ground = name.equals("arena") ? Block.STONE : Block.GRASS_BLOCK;
        instance.setChunkSupplier(LightingChunk::new);
        instance.setGenerator(unit -> unit.modifier().fillHeight(0, GROUND, ground));
        instance.loadChunk(0, 0).join();
        instance.setBlock(2, GROUND, 2, Block.GOLD_ORE);
        instance.setBlock(3, GROUND, 2, Block.EMERALD_ORE);
        return instance;
    }

    /** Once for each connection: a return from the configuration phase is a first spawn for Minestom, too. */
    private void greet(Player player) {
        Optional<Profile<Hero>> here = profiles.profileOf(player);
        if (here.isEmpty() || player.hasTag(WAS_GREETED)) {
            return;
        }
        player.setTag(WAS_GREETED, true);
        Profile<Hero> profile = here.get();
        name(profile, player.getUsername());
        String welcome = profiles.isNew(player) ? "Welcome, " : "Welcome back, ";
        player.sendMessage(Component.text(welcome + player.getUsername() + ". This is the " + name + "."));
        profile.onMessage(Parcel.class, parcel -> {
            Parcel content = parcel.payload();
            if (parcel.acknowledge(hero -> hero.receive(content.coins()))) {
                player.sendMessage(Component.text(
                        content.from() + " sends you " + content.coins() + " coins: " + content.text(),
                        NamedTextColor.YELLOW));
            }
        });
    }

    /** For the board with the richest. */
    private static void name(Profile<Hero> profile, String name) {
        try {
            profile.metadata("name", name);
        } catch (DataSaveException.NotActive suspended) {
            // The storage is away for the moment. He is named when he comes next.
        }
    }

    private void mine(PlayerBlockBreakEvent event) {
        event.setCancelled(true);
        Player player = event.getPlayer();
        Optional<Profile<Hero>> profile = profiles.profileOf(player);
        if (profile.isEmpty()) {
            return;
        }
        if (event.getBlock().compare(Block.GOLD_ORE) && profile.get().tryUpdate(hero -> hero.earn(1))) {
            player.sendActionBar(Component.text("+1 coin", NamedTextColor.GOLD));
        } else if (event.getBlock().compare(Block.EMERALD_ORE) && profile.get().isActive()) {
            var _ = player.getInventory().addItemStack(Kit.emerald());
        }
    }

    /** On the ground only once it is stored that he has it no more: a crash may lose what is dropped, but it can't double it. */
    private void drop(ItemDropEvent event) {
        Player player = event.getPlayer();
        ItemStack item = event.getItemStack();
        Instance instance = player.getInstance();
        Pos place = player.getPosition().add(player.getPosition().direction().mul(3));
        if (instance == null
                || profiles.profileOf(player).filter(Profile::isActive).isEmpty()) {
            event.setCancelled(true);
            return;
        }
        CompletableFuture<SaveResult> saving = profiles.saveAsync(player);
        var _ = saving.thenAccept(saved -> {
            if (saved instanceof SaveResult.Saved) {
                ItemEntity dropped = new ItemEntity(item);
                dropped.setMergeable(false);
                dropped.setPickupDelay(Duration.ofSeconds(1));
                var _ = dropped.setInstance(instance, place.withY(GROUND));
            }
        });
        var _ = saving.whenComplete((saved, suspended) -> {
            if (suspended != null) {
                player.scheduler().scheduleNextTick(() -> player.getInventory().addItemStack(item)); // he gets it back
            }
        });
    }

    private void pickUp(PickupItemEvent event) {
        boolean isTaken = event.getLivingEntity() instanceof Player player
                && profiles.profileOf(player).filter(Profile::isActive).isPresent()
                && player.getInventory().addItemStack(event.getItemStack());
        event.setCancelled(!isTaken);
    }
}
