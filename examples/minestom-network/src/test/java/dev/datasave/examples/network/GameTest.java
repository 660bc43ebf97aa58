package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Paging;
import dev.datasave.ProfileStore;
import dev.datasave.minestom.PlayerProfiles;
import dev.datasave.minestom.RawClient;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.minestom.server.MinecraftServer;
import net.minestom.server.coordinate.BlockVec;
import net.minestom.server.entity.ItemEntity;
import net.minestom.server.entity.Player;
import net.minestom.server.instance.block.BlockFace;
import net.minestom.server.network.packet.client.play.ClientHeldItemChangePacket;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The game, played by real clients on a real server. One server for all tests, since a JVM can't have another one; each test has its own players. */
@Isolated("one server in a JVM")
@Timeout(120)
class GameTest {
    private static final BlockVec GOLD = new BlockVec(2, 40, 2);
    private static final BlockVec EMERALD = new BlockVec(3, 40, 2);

    private static final Storage STORAGE = Storage.inMemory();
    private static PlayerProfiles<Hero> profiles;

    @BeforeAll
    static void start() {
        MinecraftServer.setCompressionThreshold(0);
        DataSave dataSave =
                DataSave.builder(STORAGE).serverName("arena").keepStorageOpen().build();
        profiles = NetworkServer.start(
                new GameOptions(
                        "arena",
                        "127.0.0.1",
                        0,
                        "",
                        Map.of("nowhere", "127.0.0.1:1"),
                        List.of("admin"),
                        "",
                        false,
                        true),
                dataSave);
    }

    /** Stops it, and looks whether everything is there once. */
    @AfterAll
    static void stop() {
        MinecraftServer.stopCleanly();
        try (DataSave after =
                DataSave.builder(STORAGE).serverName("audit").keepStorageOpen().build()) {
            ProfileStore<Hero> heroes = NetworkServer.heroes(after);
            assertThat(NetworkAudit.problems(heroes)).isEmpty();
            assertThat(HistoryAudit.problems(STORAGE, Map.of())).isEmpty();
            assertThat(heroes.profileKeysAsync("", Paging.first(100)).join().items())
                    .isNotEmpty()
                    .allSatisfy(info ->
                            assertThat(heroes.holderAsync(info.key()).join()).isEmpty());
        }
        STORAGE.close();
    }

    private static RawClient join(String name) {
        RawClient client = RawClient.join(MinecraftServer.getServer().getPort(), NetworkServer.idOf(name), name);
        client.hears("This is the arena");
        return client;
    }

    private static void dig(RawClient client, BlockVec ore) {
        client.send(new ClientPlayerActionPacket(Status.STARTED_DIGGING, ore, BlockFace.TOP, 0));
        client.send(new ClientPlayerActionPacket(Status.FINISHED_DIGGING, ore, BlockFace.TOP, 1));
    }

    private static Player player(String name) {
        return profiles.playerOf(NetworkServer.idOf(name).toString()).orElseThrow();
    }

    @Test
    void newPlayerGetsAKitOnceAndOreCanBeMined() {
        try (RawClient client = join("miner")) {
            assertThat(client.hears("Welcome")).startsWith("Welcome, miner");
            dig(client, GOLD);
            dig(client, GOLD);
            dig(client, EMERALD);
            client.command("coins").hears("You have 2 coins.");
            profiles.saveAsync(player("miner")).join();
            assertThat(profiles.profileOf(player("miner"))
                            .orElseThrow()
                            .data()
                            .items()
                            .keySet())
                    .containsExactly(0, 1, 2, 3);
        }
        try (RawClient client = join("miner")) {
            assertThat(client.hears("Welcome")).startsWith("Welcome back, miner");
            client.command("coins").hears("You have 2 coins.");
            profiles.saveAsync(player("miner")).join();
            assertThat(profiles.profileOf(player("miner"))
                            .orElseThrow()
                            .data()
                            .items()
                            .keySet())
                    .containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void coinsCanBePaidAndMailed() {
        try (RawClient payer = join("payer")) {
            for (int i = 0; i < 5; i++) {
                dig(payer, GOLD);
            }
            payer.command("pay late 1").hears("He is not here");
            payer.command("mail late 2 from me to you").hears("You have mailed 2 coins to late.");
            try (RawClient late = join("late")) {
                assertThat(late.hears("sends you")).isEqualTo("payer sends you 2 coins: from me to you");
                payer.command("pay late 9").hears("You have not so many coins.");
                payer.command("pay late 3").hears("You have paid 3 coins to late.");
                payer.command("coins").hears("You have 0 coins.");
                late.command("coins").hears("You have 5 coins.");
            }
        }
    }

    /** He leaves before, during or after the payment. It is answered in any case, and the coins are there once. */
    @Test
    void paymentIsAnsweredWhenThePayeeLeaves() {
        try (RawClient giver = join("giver")) {
            dig(giver, GOLD);
            dig(giver, GOLD);
            RawClient leaving = join("taker");
            giver.command("pay taker 1");
            leaving.close();
            giver.hearsLike("You have paid .*|That is not possible right now\\.|He is not here.*");
            int left = coins(giver);
            try (RawClient taker = join("taker")) {
                assertThat(coins(taker)).isEqualTo(2 - left);
            }
        }
    }

    private static int coins(RawClient client) {
        return Integer.parseInt(
                client.command("coins").hearsLike("You have \\d+ coins\\.").replaceAll("\\D", ""));
    }

    @Test
    void tradeNeedsBothAndSwapsWhatTheyHold() {
        try (RawClient a = join("ann");
                RawClient b = join("ben")) {
            a.send(new ClientHeldItemChangePacket((short) 1));
            b.send(new ClientHeldItemChangePacket((short) 2));
            a.command("trade ben").hears("You offer 1 apple");
            b.hears("ann offers 1 apple");
            b.command("trade ann").hears("You give 1 compass and get 1 apple");
            a.hears("You give 1 apple and get 1 compass");
            a.command("confirm").hears("You have confirmed.");
            b.command("confirm").hears("You have traded.");
            a.hears("You have traded.");
            assertThat(player("ann").getInventory().getItemStack(1).material().name())
                    .isEqualTo("minecraft:compass");
            assertThat(player("ben").getInventory().getItemStack(2).material().name())
                    .isEqualTo("minecraft:apple");
        }
    }

    @Test
    void tradeIsOffIfAnItemHasGone() {
        try (RawClient a = join("carl");
                RawClient b = join("dora")) {
            a.command("trade dora").hears("You offer");
            b.command("trade carl").hears("To confirm");
            a.command("confirm").hears("You have confirmed.");
            a.send(new ClientPlayerActionPacket(Status.DROP_ITEM_STACK, BlockVec.ZERO, BlockFace.BOTTOM, 0));
            a.command("coins").hears("You have 0 coins.");
            b.command("confirm").hears("There was no trade");
            assertThat(player("dora").getInventory().getItemStack(0).material().name())
                    .isEqualTo("minecraft:wooden_pickaxe");
        }
    }

    @Test
    void whatIsDroppedLiesOnTheGroundOnceItIsStored() throws InterruptedException {
        try (RawClient client = join("dropper")) {
            String serial = player("dropper").getInventory().getItemStack(0).getTag(Kit.SERIAL);
            client.send(new ClientPlayerActionPacket(Status.DROP_ITEM_STACK, BlockVec.ZERO, BlockFace.BOTTOM, 0));
            while (Objects.requireNonNull(player("dropper").getInstance()).getEntities().stream()
                    .noneMatch(entity -> entity instanceof ItemEntity item
                            && serial.equals(item.getItemStack().getTag(Kit.SERIAL)))) {
                Thread.onSpinWait();
            }
            assertThat(profiles.profileOf(player("dropper"))
                            .orElseThrow()
                            .lastSavedData()
                            .items())
                    .doesNotContainKey(0);
        }
    }

    @Test
    void adminRollsBack() {
        try (RawClient admin = join("admin")) {
            try (RawClient client = join("rolled")) {
                dig(client, GOLD);
                client.command("coins").hears("You have 1 coins.");
                profiles.saveAsync(player("rolled")).join();
                long revision = profiles.profileOf(player("rolled"))
                        .orElseThrow()
                        .info()
                        .revision();
                dig(client, GOLD);
                client.command("coins").hears("You have 2 coins.");
                client.command("rollback rolled 1").hears("Only for admins.");
                admin.command("versions rolled").hears(revision + " at ");
                admin.command("rollback rolled " + revision).hears("Rolled back to revision " + revision);
                assertThat(client.kicked()).isEqualTo("An earlier state of your data was restored. Please join again.");
            }
            try (RawClient client = join("rolled")) {
                client.command("coins").hears("You have 1 coins.");
            }
        }
    }

    @Test
    void serverThatIsDownLeavesThePlayerHere() {
        try (RawClient client = join("traveller")) {
            client.command("server").hears("/server <server>");
            client.command("server moon").hears("There is no server moon");
            client.command("server nowhere").hears("The nowhere does not answer. You are still here.");
            dig(client, GOLD);
            client.command("coins").hears("You have 1 coins.");
        }
    }
}
