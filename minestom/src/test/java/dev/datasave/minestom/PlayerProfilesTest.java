package dev.datasave.minestom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import dev.datasave.WhenHeld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.minestom.server.MinecraftServer;
import net.minestom.server.entity.Player;
import net.minestom.server.event.player.AsyncPlayerConfigurationEvent;
import net.minestom.server.event.player.PlayerSpawnEvent;
import net.minestom.server.item.ItemStack;
import net.minestom.server.item.Material;
import net.minestom.server.network.packet.server.common.KeepAlivePacket;
import net.minestom.server.network.packet.server.play.JoinGamePacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("one server in a JVM")
@Timeout(120)
class PlayerProfilesTest {
    private static final ItemStack APPLES = ItemStack.of(Material.APPLE, 3);
    private static final ItemStack SWORD = ItemStack.of(Material.DIAMOND_SWORD);

    private static void give(TestServer server, String name, int slot, ItemStack item) {
        Player player = server.player(name);
        TestServer.onTick(player, () -> player.getInventory().setItemStack(slot, item));
    }

    @Test
    void profileIsThereBeforeThePlayerIsInTheWorld() {
        try (TestServer server = TestServer.start()) {
            CompletableFuture<Boolean> configured = new CompletableFuture<>();
            CompletableFuture<Boolean> spawned = new CompletableFuture<>();
            MinecraftServer.getGlobalEventHandler()
                    .addListener(
                            AsyncPlayerConfigurationEvent.class,
                            event -> configured.complete(server.profiles().isNew(event.getPlayer())))
                    .addListener(
                            PlayerSpawnEvent.class,
                            event -> spawned.complete(server.profiles().isNew(event.getPlayer())));
            try (var _ = server.join("alice").inWorld()) {
                assertThat(configured.join()).isTrue();
                assertThat(spawned.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
                Player player = server.player("alice");
                assertThat(server.profiles().players()).containsExactly(player);
                assertThat(server.profiles().playerOf(TestServer.idOf("alice").toString()))
                        .contains(player);
                assertThat(server.profile("alice").userIds())
                        .containsExactly(TestServer.idOf("alice").toString());
            }
        }
    }

    @Test
    void coinsAndItemsComeBackAfterAQuit() {
        try (TestServer server = TestServer.start()) {
            try (var _ = server.join("alice").inWorld()) {
                give(server, "alice", 4, APPLES);
                server.profile("alice").update(data -> data.earn(5));
            }
            TestServer.await(() -> !server.isHeld("alice"));
            try (var _ = server.join("alice").inWorld()) {
                Player player = server.player("alice");
                assertThat(player.getInventory().getItemStack(4)).isEqualTo(APPLES);
                assertThat(server.profile("alice").data().coins()).isEqualTo(5);
                assertThat(server.profiles().isNew(player)).isFalse();
            }
        }
    }

    @Test
    void whoIsNotLetInIsToldWhy() {
        try (TestServer server = TestServer.start(options -> options.load(load -> load.whenHeld(WhenHeld.CANCEL)))) {
            server.taken("alice");
            try (RawClient alice = server.join("alice")) {
                assertThat(alice.kicked())
                        .isEqualTo("You are still playing on elsewhere. Please try again in a moment.");
                alice.awaitEnd();
                assertThat(alice.count(JoinGamePacket.class)).isZero();
            }
        }
    }

    /** A keep-alive comes after one second and then every ten. His client answers it in the configuration phase, and stays. */
    @Test
    void whoseProfileIsHeldElsewhereForTwentySecondsWaitsAndPlays() {
        try (TestServer server = TestServer.start(options -> options.load(
                load -> load.whenHeld(holder -> holder.isPresent() ? WhenHeld.REPEAT : WhenHeld.FORCE_LOAD)))) {
            server.taken("alice");
            long knocked = System.nanoTime();
            try (RawClient alice = server.join("alice")) {
                TestServer.await(() -> alice.count(KeepAlivePacket.class) >= 3);
                assertThat(alice.count(JoinGamePacket.class)).isZero();
                assertThat(MinecraftServer.getConnectionManager().getConfigPlayers())
                        .hasSize(1);
                server.others()
                        .releaseAsync(TestServer.idOf("alice").toString())
                        .join();
                alice.inWorld();
                assertThat(Duration.ofNanos(System.nanoTime() - knocked)).isGreaterThan(Duration.ofSeconds(15));
                give(server, "alice", 4, APPLES);
                server.profile("alice").update(data -> data.earn(5));
                TestServer.await(() -> alice.count(KeepAlivePacket.class) >= 5); // he stays on
                assertThat(server.profile("alice").isActive()).isTrue();
                assertThat(server.taken("alice")).isEqualTo(new Backpack(5, Map.of(4, MinestomItems.write(APPLES))));
            }
        }
    }

    @Test
    void whoQuitsWhileLoadingHoldsNothing() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        try (TestServer server = TestServer.start(options -> options.load(load -> load.whenHeld(holder -> {
            asked.complete(null);
            return holder.isPresent() ? WhenHeld.REPEAT : WhenHeld.FORCE_LOAD;
        })))) {
            server.taken("alice");
            RawClient alice = server.join("alice");
            asked.orTimeout(30, TimeUnit.SECONDS).join();
            alice.close();
            TestServer.await(() ->
                    MinecraftServer.getConnectionManager().getConfigPlayers().isEmpty());
            server.others().releaseAsync(TestServer.idOf("alice").toString()).join();
            assertThat(server.isHeld("alice")).isFalse();
            assertThat(server.dataSave().closeAsync().join().isClean()).isTrue();
            assertThat(server.isHeld("alice")).isFalse();
        }
    }

    @Test
    void secondConnectionOfAPlayerEndsTheFirst() {
        try (TestServer server = TestServer.start();
                RawClient first = server.join("alice").inWorld()) {
            give(server, "alice", 0, APPLES);
            try (var _ = server.join("alice").inWorld()) {
                assertThat(first.kicked()).isEqualTo("You have joined from another place.");
                first.awaitEnd();
                TestServer.await(() -> server.profiles().players().size() == 1
                        && server.player("alice").getInventory().getItemStack(0).equals(APPLES));
                assertThat(server.profile("alice").isActive()).isTrue();
            }
        }
    }

    @Test
    void anotherServerGetsTheLastState() {
        try (TestServer server = TestServer.start();
                RawClient alice = server.join("alice").inWorld()) {
            Player player = server.player("alice");
            Profile<Backpack> profile = server.profile("alice");
            profile.update(data -> data.earn(7));
            TestServer.onTick(player, () -> {
                player.getInventory().setItemStack(9, APPLES);
                player.getInventory().setCursorItem(SWORD);
            });
            Backpack taken = server.taken("alice");
            assertThat(taken.coins()).isEqualTo(7);
            assertThat(taken.items())
                    .isEqualTo(
                            Map.of(9, MinestomItems.write(APPLES), MinestomItems.CURSOR, MinestomItems.write(SWORD)));
            assertThat(alice.kicked()).isEqualTo("You have joined another server.");
            assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);
            assertThat(MinestomItems.writeAll(player.getInventory())).isEmpty();
        }
    }

    @Test
    void returnToTheConfigurationLoadsNothingAgain() {
        try (TestServer server = TestServer.start();
                RawClient alice = server.join("alice").inWorld()) {
            Player player = server.player("alice");
            Profile<Backpack> before = server.profile("alice");
            give(server, "alice", 2, APPLES);
            player.startConfigurationPhase();
            TestServer.await(() -> alice.count(JoinGamePacket.class) == 2);
            TestServer.await(() -> player.getInstance() != null);
            assertThat(server.profile("alice")).isSameAs(before);
            assertThat(player.getInventory().getItemStack(2)).isEqualTo(APPLES);
            assertThat(server.taken("alice").items()).isEqualTo(Map.of(2, MinestomItems.write(APPLES)));
        }
    }

    @Test
    void changeOfAnInventoryIsNotedSoon() {
        try (TestServer server = TestServer.start(options -> options.captureAfter(Duration.ofMillis(20)));
                var _ = server.join("alice").inWorld()) {
            Profile<Backpack> profile = server.profile("alice");
            give(server, "alice", 1, APPLES);
            TestServer.await(() -> profile.data().items().containsKey(1));
            give(server, "alice", 1, ItemStack.AIR);
            TestServer.await(() -> profile.data().items().isEmpty());
        }
    }

    @Test
    void saveHasTheItemsOfTheMoment() {
        try (TestServer server = TestServer.start();
                var _ = server.join("alice").inWorld()) {
            give(server, "alice", 1, APPLES);
            assertThat(server.profiles().saveAsync(server.player("alice")).join())
                    .isInstanceOf(SaveResult.Saved.class);
            assertThat(server.others()
                            .viewProfileAsync(TestServer.idOf("alice").toString())
                            .join()
                            .orElseThrow()
                            .data()
                            .items())
                    .containsKey(1);
        }
    }

    @Test
    void transactionMovesItemsAndCoins() {
        try (TestServer server = TestServer.start();
                var _ = server.join("alice").inWorld();
                var _ = server.join("bob").inWorld()) {
            give(server, "alice", 0, APPLES);
            give(server, "bob", 0, SWORD);
            Player alice = server.player("alice");
            Player bob = server.player("bob");
            Profile<Backpack> hers = server.profile("alice");
            Profile<Backpack> his = server.profile("bob");
            Transaction.Result result = server.profiles()
                    .transactAsync(List.of(alice, bob), tx -> {
                        Map<Integer, String> given = tx.data(hers).items();
                        Map<Integer, String> got = tx.data(his).items();
                        tx.update(hers, data -> data.with(got).earn(3));
                        tx.update(his, data -> data.with(given).earn(-3));
                        return true;
                    })
                    .join();
            assertThat(result).isEqualTo(new Transaction.Result.Committed());
            assertThat(alice.getInventory().getItemStack(0)).isEqualTo(SWORD);
            assertThat(bob.getInventory().getItemStack(0)).isEqualTo(APPLES);
            assertThat(server.taken("alice")).isEqualTo(new Backpack(3, Map.of(0, MinestomItems.write(SWORD))));
            assertThat(server.taken("bob")).isEqualTo(new Backpack(-3, Map.of(0, MinestomItems.write(APPLES))));
        }
    }

    @Test
    void declinedTransactionLeavesTheInventoryAlone() {
        try (TestServer server = TestServer.start();
                var _ = server.join("alice").inWorld()) {
            Player alice = server.player("alice");
            give(server, "alice", 0, APPLES);
            assertThat(server.profiles()
                            .transactAsync(List.of(alice), tx -> false)
                            .join())
                    .isEqualTo(new Transaction.Result.Declined());
            assertThat(alice.getInventory().getItemStack(0)).isEqualTo(APPLES);
            give(server, "alice", 1, SWORD);
            assertThat(server.taken("alice").items().keySet()).containsExactly(0, 1);
        }
    }

    @Test
    void stopReleasesEverybodyAndThoseStillLoading() {
        try (TestServer server = TestServer.start(options -> options.load(
                        load -> load.whenHeld(holder -> holder.isPresent() ? WhenHeld.REPEAT : WhenHeld.FORCE_LOAD)));
                RawClient a = server.join("alice").inWorld();
                RawClient b = server.join("bob").inWorld()) {
            give(server, "alice", 0, APPLES);
            give(server, "bob", 0, SWORD);
            server.taken("carol");
            try (RawClient c = server.join("carol")) {
                TestServer.await(() -> MinecraftServer.getConnectionManager()
                                .getConfigPlayers()
                                .size()
                        == 1);
                MinecraftServer.stopCleanly();
                assertStopped(server, a, b);
                assertThat(c.kicked()).isEqualTo("The server is stopping.");
            }
        }
    }

    /** Only the shutdown tasks: {@code stopCleanly()} on a tick thread waits in Minestom for that thread, for ever. */
    @Test
    void stopOnATickThreadReleasesEverybodyToo() {
        try (TestServer server = TestServer.start();
                RawClient a = server.join("alice").inWorld();
                RawClient b = server.join("bob").inWorld()) {
            give(server, "alice", 0, APPLES);
            give(server, "bob", 0, SWORD);
            TestServer.onTick(server.player("alice"), MinecraftServer.getSchedulerManager()::shutdown);
            assertStopped(server, a, b);
        }
    }

    private static void assertStopped(TestServer server, RawClient alice, RawClient bob) {
        assertThat(alice.kicked()).isEqualTo("The server is stopping.");
        assertThat(bob.kicked()).isEqualTo("The server is stopping.");
        assertThat(server.isHeld("alice")).isFalse();
        assertThat(server.isHeld("bob")).isFalse();
        assertThat(server.taken("alice").items()).isEqualTo(Map.of(0, MinestomItems.write(APPLES)));
        assertThat(server.taken("bob").items()).isEqualTo(Map.of(0, MinestomItems.write(SWORD)));
        assertThat(server.dataSave().closeAsync()).isCompleted();
    }

    @Test
    void gameThatThrowsAtAProfileLetsNobodyIn() {
        try (TestServer server = TestServer.start(options -> options.prepare(profile -> {
                    throw new IllegalStateException("planted");
                }));
                RawClient alice = server.join("alice")) {
            assertThat(alice.kicked()).isEqualTo("The game could not read your data. Please tell the team.");
            TestServer.await(() -> !server.isHeld("alice"));
            assertThat(alice.count(JoinGamePacket.class)).isZero();
            LoadResult<Backpack> free = server.others()
                    .loadProfileAsync(TestServer.idOf("alice").toString())
                    .join();
            assertThat(free).isInstanceOf(LoadResult.Loaded.class);
        }
    }

    @Test
    void gameThatThrowsAnErrorAtTheKeyLetsNobodyIn() {
        try (TestServer server = TestServer.start(options -> options.key(uuid -> {
                    throw new AssertionError("planted");
                }));
                RawClient alice = server.join("alice")) {
            assertThat(alice.kicked()).isEqualTo("Your data can't be reached at the moment. Please try again later.");
            assertThat(alice.count(JoinGamePacket.class)).isZero();
        }
    }
}
