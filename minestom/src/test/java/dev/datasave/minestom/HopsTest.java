package dev.datasave.minestom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.minestom.RawClient.Does;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import net.minestom.server.coordinate.Vec;
import net.minestom.server.entity.Player;
import net.minestom.server.instance.block.BlockFace;
import net.minestom.server.item.ItemStack;
import net.minestom.server.item.Material;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket.Intent;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket.Status;
import net.minestom.server.network.packet.server.common.CookieRequestPacket;
import net.minestom.server.network.packet.server.common.TransferPacket;
import net.minestom.server.network.packet.server.configuration.SelectKnownPacksPacket;
import net.minestom.server.network.packet.server.login.LoginSuccessPacket;
import net.minestom.server.network.packet.server.play.JoinGamePacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("one server in a JVM")
@Timeout(120)
class HopsTest {
    private static final String SECRET = "only for tests";
    private static final byte[] SECRET_BYTES = SECRET.getBytes(UTF_8);
    private static final ItemStack APPLES = ItemStack.of(Material.APPLE, 3);
    private static final Duration LONG = Duration.ofMinutes(1);

    private static RawClient transferred(TestServer server, Map<String, byte[]> cookies, Set<Does> does) {
        return RawClient.join(server.port(), TestServer.idOf("alice"), "alice", Intent.TRANSFER, cookies, does);
    }

    private static Player withApples(TestServer server) {
        Player player = server.player("alice");
        TestServer.onTick(player, () -> player.getInventory().setItemStack(0, APPLES));
        return player;
    }

    /** The next server is this one. */
    @Test
    void playerHopsWithHisItems() {
        try (TestServer server = TestServer.start()) {
            Hops hops = Hops.attach(server.profiles(), SECRET, LONG);
            Map<String, byte[]> cookies = new ConcurrentHashMap<>();
            RawClient alice = RawClient.join(
                    server.port(), TestServer.idOf("alice"), "alice", Intent.LOGIN, cookies, Set.of(Does.values()));
            Player player = withApples(server);
            CompletableFuture<Hops.Outcome> hop = hops.to(player, "127.0.0.1", server.port());
            assertThat(alice.await(TransferPacket.class)).isEqualTo(new TransferPacket("127.0.0.1", server.port()));
            assertThat(cookies).containsKey(HopCookie.NAME);
            assertThat(hop).isNotDone();
            assertThat(hops.to(player, "127.0.0.1", server.port()).join()).isEqualTo(new Hops.Outcome.OnHisWay());
            alice.close();
            assertThat(hop.join()).isEqualTo(new Hops.Outcome.Gone());
            try (RawClient again =
                    transferred(server, cookies, Set.of(Does.values())).inWorld()) {
                assertThat(again.count(CookieRequestPacket.class)).isEqualTo(1);
                TestServer.await(() ->
                        server.player("alice").getInventory().getItemStack(0).equals(APPLES));
            }
        }
    }

    @Test
    void serverThatIsDownLeavesThePlayerHere() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (TestServer server = TestServer.start();
                RawClient alice = server.join("alice").inWorld()) {
            Hops hops = Hops.attach(server.profiles(), SECRET, LONG);
            Player player = withApples(server);
            assertThat(hops.to(player, "127.0.0.1", nobody).join()).isInstanceOf(Hops.Outcome.Unreachable.class);
            assertHereAndEditable(server, alice, player);
        }
    }

    /** As one that was stopped: its port is open. */
    @Test
    void serverThatIsSilentLeavesThePlayerHere() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestServer server = TestServer.start();
                RawClient alice = server.join("alice").inWorld()) {
            Hops hops = Hops.attach(server.profiles(), SECRET, LONG);
            Player player = withApples(server);
            assertThat(hops.to(player, "127.0.0.1", silent.getLocalPort()).join())
                    .isInstanceOf(Hops.Outcome.Unreachable.class);
            assertHereAndEditable(server, alice, player);
        }
    }

    private static void assertHereAndEditable(TestServer server, RawClient alice, Player player) {
        assertThat(alice.count(TransferPacket.class)).isZero();
        server.profile("alice").update(data -> data.earn(1));
        drop(alice);
        TestServer.await(() -> player.getInventory().getItemStack(0).isAir());
        assertThat(player.isOnline()).isTrue();
    }

    private static void drop(RawClient client) {
        client.send(new ClientPlayerActionPacket(Status.DROP_ITEM_STACK, Vec.ZERO, BlockFace.BOTTOM, 0));
    }

    @Test
    void clientThatIgnoresTheTransferIsFrozenAndKickedAndOnlyThenReleased() {
        try (TestServer server = TestServer.start();
                RawClient alice = server.join("alice").inWorld()) {
            Hops hops = Hops.attach(server.profiles(), SECRET, Duration.ofSeconds(2));
            Player player = withApples(server);
            CompletableFuture<Hops.Outcome> hop = hops.to(player, "127.0.0.1", server.port());
            alice.await(TransferPacket.class);
            drop(alice);
            assertThat(server.isHeld("alice")).isTrue();
            assertThat(server.profile("alice").isActive()).isTrue();
            assertThat(alice.kicked()).isEqualTo("You were sent to another server. Please join it.");
            assertThat(hop.join()).isEqualTo(new Hops.Outcome.Gone());
            assertThat(server.taken("alice").items()).isEqualTo(Map.of(0, MinestomItems.write(APPLES)));
        }
    }

    @Test
    void hintLoadsBeforeTheLoginIsAcknowledged() {
        try (TestServer server = TestServer.start()) {
            var _ = Hops.attach(server.profiles(), SECRET, LONG);
            byte[] cookie = new HopCookie(TestServer.idOf("alice"), Instant.now()).signed(SECRET_BYTES);
            Map<String, byte[]> cookies = new ConcurrentHashMap<>(Map.of(HopCookie.NAME, cookie));
            try (RawClient alice = transferred(server, cookies, EnumSet.of(Does.ANSWER_COOKIES))) {
                alice.await(LoginSuccessPacket.class);
                TestServer.await(() -> server.isHeld("alice"));
                alice.acknowledge();
                alice.inWorld();
                assertThat(server.profile("alice").info().loads()).isEqualTo(1);
            }
        }
    }

    @Test
    void whoIsExpectedAndDoesNotComeHoldsNothing() {
        try (TestServer server = TestServer.start()) {
            var _ = Hops.attach(server.profiles(), SECRET, LONG);
            byte[] cookie = new HopCookie(TestServer.idOf("alice"), Instant.now()).signed(SECRET_BYTES);
            Map<String, byte[]> cookies = new ConcurrentHashMap<>(Map.of(HopCookie.NAME, cookie));
            RawClient alice = transferred(server, cookies, EnumSet.of(Does.ANSWER_COOKIES));
            TestServer.await(() -> server.isHeld("alice"));
            alice.close();
            TestServer.await(() -> !server.isHeld("alice"));
        }
    }

    @Test
    void clientThatNeverAnswersTheCookieJoinsAllTheSame() {
        try (TestServer server = TestServer.start()) {
            var _ = Hops.attach(server.profiles(), SECRET, LONG);
            Set<Does> silent = EnumSet.of(Does.ACKNOWLEDGE_LOGIN);
            try (RawClient alice =
                    transferred(server, new ConcurrentHashMap<>(), silent).inWorld()) {
                assertThat(alice.count(CookieRequestPacket.class)).isEqualTo(1);
                assertThat(server.profile("alice").isActive()).isTrue();
            }
        }
    }

    @Test
    void strangersCookieIsNoHint() {
        try (TestServer server = TestServer.start()) {
            var _ = Hops.attach(server.profiles(), SECRET, LONG);
            byte[] bobs = new HopCookie(TestServer.idOf("bob"), Instant.now()).signed(SECRET_BYTES);
            Map<String, byte[]> cookies = new ConcurrentHashMap<>(Map.of(HopCookie.NAME, bobs));
            try (RawClient alice =
                    transferred(server, cookies, Set.of(Does.values())).inWorld()) {
                assertThat(server.profile("alice").isActive()).isTrue();
                assertThat(server.isHeld("bob")).isFalse();
                assertThat(alice.count(SelectKnownPacksPacket.class)).isEqualTo(1);
                assertThat(alice.count(JoinGamePacket.class)).isEqualTo(1);
            }
        }
    }

    @Test
    void cookieIsGoodForHalfAMinuteAndForOneSecret() {
        UUID alice = TestServer.idOf("alice");
        Instant now = Instant.parse("2026-11-28T10:00:00Z");
        HopCookie cookie = new HopCookie(alice, now);
        byte[] signed = cookie.signed(SECRET_BYTES);
        assertThat(HopCookie.read(signed, SECRET_BYTES, now.plusSeconds(30))).contains(cookie);
        assertThat(HopCookie.read(signed, SECRET_BYTES, now.plusSeconds(31))).isEmpty();
        assertThat(HopCookie.read(signed, SECRET_BYTES, now.minusSeconds(31))).isEmpty();
        assertThat(HopCookie.read(signed, "another".getBytes(UTF_8), now)).isEmpty();
        String text = new String(signed, UTF_8);
        String forged = text.replace(alice.toString(), TestServer.idOf("bob").toString());
        assertThat(HopCookie.read(forged.getBytes(UTF_8), SECRET_BYTES, now)).isEmpty();
        for (String other : new String[] {"", " ", "hop1", "hop1 a b c", "hop1 a b", text + " ", "x" + text}) {
            assertThat(HopCookie.read(other.getBytes(UTF_8), SECRET_BYTES, now))
                    .as(other)
                    .isEmpty();
        }
    }
}
