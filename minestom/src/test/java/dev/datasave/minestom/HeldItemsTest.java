package dev.datasave.minestom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.Profile;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import net.minestom.server.MinecraftServer;
import net.minestom.server.command.builder.Command;
import net.minestom.server.coordinate.Vec;
import net.minestom.server.entity.ItemEntity;
import net.minestom.server.entity.Player;
import net.minestom.server.event.EventListener;
import net.minestom.server.event.item.PickupItemEvent;
import net.minestom.server.event.player.PlayerPacketEvent;
import net.minestom.server.instance.block.BlockFace;
import net.minestom.server.item.ItemStack;
import net.minestom.server.item.Material;
import net.minestom.server.network.packet.client.ClientPacket;
import net.minestom.server.network.packet.client.play.ClientCommandChatPacket;
import net.minestom.server.network.packet.client.play.ClientHeldItemChangePacket;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket.Status;
import net.minestom.server.network.packet.server.play.AcknowledgeBlockChangePacket;
import net.minestom.server.network.packet.server.play.WindowItemsPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** What players and the game do while a transaction holds what the players carry. */
@Isolated("one server in a JVM")
@Timeout(120)
class HeldItemsTest {
    private static final ItemStack APPLES = ItemStack.of(Material.APPLE, 3);
    private static final ItemStack SWORD = ItemStack.of(Material.DIAMOND_SWORD);
    private static final ItemStack GOLD = ItemStack.of(Material.GOLD_INGOT, 5);

    /** A transaction that has begun and does not end before it is told to. */
    private static final class Running {
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final CompletableFuture<Transaction.Result> result;

        private Running(PlayerProfiles<Backpack> profiles, List<Player> players, Predicate<Transaction> does) {
            result = profiles.transactAsync(players, tx -> {
                begun.complete(null);
                end.orTimeout(30, TimeUnit.SECONDS).join();
                return does.test(tx);
            });
            begun.orTimeout(30, TimeUnit.SECONDS).join();
        }

        private Transaction.Result end() {
            end.complete(null);
            return result.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    private static Player with(TestServer server, String name, int slot, ItemStack item) {
        Player player = server.player(name);
        TestServer.onTick(player, () -> player.getInventory().setItemStack(slot, item));
        return player;
    }

    /** Completes when the server has looked at a packet of that kind, whatever it made of it. */
    private static CompletableFuture<Void> seen(Class<? extends ClientPacket> type) {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        MinecraftServer.getGlobalEventHandler()
                .addListener(EventListener.builder(PlayerPacketEvent.class)
                        .ignoreCancelled(false)
                        .handler(event -> {
                            if (type.isInstance(event.getPacket())) {
                                seen.complete(null);
                            }
                        })
                        .build());
        return seen.orTimeout(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsDroppedMeanwhileStaysAndTheClientSeesItAgain() {
        try (TestServer server = TestServer.start();
                RawClient client = server.join("alice").inWorld()) {
            Player alice = with(server, "alice", 0, APPLES);
            Running running = new Running(server.profiles(), List.of(alice), tx -> false);
            CompletableFuture<Void> seen = seen(ClientPlayerActionPacket.class);
            client.send(new ClientPlayerActionPacket(Status.DROP_ITEM_STACK, Vec.ZERO, BlockFace.BOTTOM, 77));
            seen.join();
            assertThat(client.await(AcknowledgeBlockChangePacket.class).sequence())
                    .isEqualTo(77);
            assertThat(running.end()).isEqualTo(new Transaction.Result.Declined());
            client.await(WindowItemsPacket.class, shown -> shown.items().get(36).equals(APPLES));
            assertThat(alice.getInventory().getItemStack(0)).isEqualTo(APPLES);
        }
    }

    @Test
    void whatIsSaidMeanwhileIsHeardAfterwards() {
        try (TestServer server = TestServer.start();
                RawClient client = server.join("alice").inWorld()) {
            CompletableFuture<Boolean> ran = new CompletableFuture<>();
            CompletableFuture<Void> end = new CompletableFuture<>();
            Command command = new Command("wave");
            command.setDefaultExecutor((sender, words) -> ran.complete(end.isDone()));
            MinecraftServer.getCommandManager().register(command);
            Player alice = with(server, "alice", 0, APPLES);
            Running running = new Running(server.profiles(), List.of(alice), tx -> false);
            CompletableFuture<Void> seen = seen(ClientCommandChatPacket.class);
            client.command("wave");
            seen.join();
            assertThat(ran).isNotDone();
            end.complete(null);
            running.end();
            assertThat(ran.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
        }
    }

    @Test
    void slotThatIsChosenMeanwhileIsTheChosenOne() {
        try (TestServer server = TestServer.start();
                RawClient client = server.join("alice").inWorld()) {
            Player alice = with(server, "alice", 0, APPLES);
            Running running = new Running(server.profiles(), List.of(alice), tx -> false);
            client.send(new ClientHeldItemChangePacket((short) 4));
            TestServer.await(() -> alice.getHeldSlot() == 4);
            running.end();
        }
    }

    @Test
    void nothingIsPickedUpMeanwhile() {
        try (TestServer server = TestServer.start();
                var _ = server.join("alice").inWorld()) {
            Player alice = with(server, "alice", 0, APPLES);
            Running running = new Running(server.profiles(), List.of(alice), tx -> false);
            assertThat(isPickedUp(alice)).isFalse();
            running.end();
            assertThat(isPickedUp(alice)).isTrue();
        }
    }

    private static boolean isPickedUp(Player player) {
        PickupItemEvent event = new PickupItemEvent(player, new ItemEntity(SWORD));
        MinecraftServer.getGlobalEventHandler().call(event);
        return !event.isCancelled();
    }

    /** The transaction fills the slot that the game has filled, and takes the apples of which there are more now. */
    @Test
    void whatTheGameGivesMeanwhileGetsAnotherPlace() {
        try (TestServer server = TestServer.start();
                var _ = server.join("alice").inWorld()) {
            Player alice = with(server, "alice", 0, APPLES);
            Profile<Backpack> profile = server.profile("alice");
            Running running = new Running(server.profiles(), List.of(alice), tx -> {
                tx.update(profile, data -> data.with(Map.of(1, MinestomItems.write(GOLD))));
                return true;
            });
            TestServer.onTick(alice, () -> {
                alice.getInventory().setItemStack(0, APPLES.withAmount(10));
                alice.getInventory().setItemStack(1, SWORD);
            });
            assertThat(running.end()).isEqualTo(new Transaction.Result.Committed());
            Map<Integer, String> expected = Map.of(
                    0, MinestomItems.write(APPLES.withAmount(7)),
                    1, MinestomItems.write(GOLD),
                    2, MinestomItems.write(SWORD));
            assertThat(MinestomItems.writeAll(alice.getInventory())).isEqualTo(expected);
            assertThat(server.taken("alice").items()).isEqualTo(expected);
        }
    }

    @Test
    void whatFindsNoPlaceIsKeptInTheProfile() {
        try (TestServer server = TestServer.start();
                var _ = server.join("alice").inWorld()) {
            Player alice = server.player("alice");
            Profile<Backpack> profile = server.profile("alice");
            TestServer.onTick(alice, () -> {
                for (int slot = 1; slot < 36; slot++) {
                    alice.getInventory().setItemStack(slot, SWORD);
                }
            });
            Running running = new Running(server.profiles(), List.of(alice), tx -> {
                tx.update(profile, data -> data.with(0, MinestomItems.write(GOLD)));
                return true;
            });
            TestServer.onTick(alice, () -> alice.getInventory().setItemStack(0, APPLES));
            running.end();
            assertThat(alice.getInventory().getItemStack(0)).isEqualTo(GOLD);
            assertThat(server.taken("alice").items())
                    .hasSize(37)
                    .containsEntry(0, MinestomItems.write(GOLD))
                    .containsEntry(MinestomItems.CURSOR + 1, MinestomItems.write(APPLES));
        }
    }

    @Test
    void transactionMovesWhatIsOnTheCursorToo() {
        try (TestServer server = TestServer.start();
                var _ = server.join("alice").inWorld()) {
            Player alice = server.player("alice");
            Profile<Backpack> profile = server.profile("alice");
            TestServer.onTick(alice, () -> alice.getInventory().setCursorItem(APPLES));
            Running running = new Running(server.profiles(), List.of(alice), tx -> {
                tx.update(profile, data -> data.with(Map.of()));
                return true;
            });
            running.end();
            assertThat(alice.getInventory().getCursorItem()).isEqualTo(ItemStack.AIR);
            assertThat(server.taken("alice").items()).isEmpty();
        }
    }

    @Test
    void saveWaitsForTheTransactionAndHasTheItemsOfTheMoment() {
        try (TestServer server = TestServer.start();
                var _ = server.join("alice").inWorld()) {
            Player alice = with(server, "alice", 0, APPLES);
            Running running = new Running(server.profiles(), List.of(alice), tx -> false);
            TestServer.onTick(alice, () -> alice.getInventory().setItemStack(5, SWORD));
            CompletableFuture<SaveResult> save = server.profiles().saveAsync(alice);
            assertThat(save).isNotDone();
            running.end();
            assertThat(save.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(SaveResult.Saved.class);
            assertThat(server.others()
                            .viewProfileAsync(TestServer.idOf("alice").toString())
                            .join()
                            .orElseThrow()
                            .data()
                            .items()
                            .keySet())
                    .containsExactly(0, 5);
        }
    }

    /** Whatever has become of it, it comes to an end, nothing is there twice, and who has stayed can go on. */
    @Test
    void playerMayLeaveMeanwhile() {
        try (TestServer server = TestServer.start();
                RawClient hers = server.join("alice").inWorld()) {
            RawClient his = server.join("bob").inWorld();
            Player alice = with(server, "alice", 0, APPLES);
            Player bob = server.player("bob");
            Profile<Backpack> from = server.profile("alice");
            Profile<Backpack> to = server.profile("bob");
            Running running = new Running(server.profiles(), List.of(alice, bob), tx -> {
                tx.update(from, data -> data.with(Map.of()));
                tx.update(to, data -> data.with(Map.of(0, MinestomItems.write(APPLES))));
                return true;
            });
            his.close();
            TestServer.await(() -> server.profiles().guestOf(bob).isEmpty());
            boolean isMoved = switch (running.end()) {
                case Transaction.Result.Committed committed -> true;
                case Transaction.Result.NotActive(var id, var state) -> false;
                case Transaction.Result other -> throw new AssertionError(other);
            };
            assertThat(alice.getInventory().getItemStack(0)).isEqualTo(isMoved ? ItemStack.AIR : APPLES);
            hers.send(new ClientHeldItemChangePacket((short) 8));
            CompletableFuture<Void> seen = seen(ClientPlayerActionPacket.class);
            with(server, "alice", 8, SWORD);
            hers.send(new ClientPlayerActionPacket(Status.DROP_ITEM_STACK, Vec.ZERO, BlockFace.BOTTOM, 1));
            seen.join();
            TestServer.await(() -> alice.getInventory().getItemStack(8).isAir());
            TestServer.await(() -> !server.isHeld("bob"));
            assertThat(server.taken("alice").items().containsKey(0)).isNotEqualTo(isMoved);
            assertThat(server.taken("bob").items().containsKey(0)).isEqualTo(isMoved);
        }
    }
}
