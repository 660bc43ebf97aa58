package dev.datasave.adapters.bungee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.md_5.bungee.api.chat.TextComponent;
import net.md_5.bungee.api.config.ServerInfo;
import net.md_5.bungee.api.connection.ProxiedPlayer;
import net.md_5.bungee.api.connection.Server;
import net.md_5.bungee.api.event.PlayerDisconnectEvent;
import net.md_5.bungee.api.event.ServerConnectEvent;
import net.md_5.bungee.api.event.ServerKickEvent;
import net.md_5.bungee.api.event.ServerSwitchEvent;
import org.junit.jupiter.api.Test;

/** What the listener makes of events, without a proxy. Whether BungeeCord sends them so was not tried. */
class BungeeHopsTest {
    private static final UUID ALICE = UUID.fromString("10920508-0000-3000-8000-000000000001");

    private final List<String> sent = new ArrayList<>();
    private final ServerInfo lobby = server("lobby");
    private final ServerInfo arena = server("arena");
    private final ProxiedPlayer alice = alice();
    private long now = TimeUnit.HOURS.toNanos(1);
    private final BungeeHops hops = new BungeeHops(true, () -> now);

    /** An object of BungeeCord that answers what it is asked here. */
    @SuppressWarnings("ReferenceEquality") // that is how such an object equals another one
    private static <B> B speaking(Class<B> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (me, method, given) -> switch (method.getName()) {
                    case "equals" -> me == given[0];
                    case "hashCode" -> System.identityHashCode(me);
                    default -> answers.get(method.getName()).apply(given);
                }));
    }

    private ServerInfo server(String name) {
        return speaking(
                ServerInfo.class,
                Map.of(
                        "sendData",
                        given -> sent.add(name + " " + given[0] + " " + new String((byte[]) given[1], UTF_8))));
    }

    private ProxiedPlayer alice() {
        Server connection = speaking(Server.class, Map.of("getInfo", given -> lobby));
        return speaking(ProxiedPlayer.class, Map.of("getUniqueId", given -> ALICE, "getServer", given -> connection));
    }

    private void goes(ServerInfo to) {
        hops.goes(new ServerConnectEvent(alice, to, ServerConnectEvent.Reason.COMMAND, null));
    }

    /** Where the player is sent instead of being thrown out; null if he is thrown out. */
    private ServerInfo kickedBy(ServerInfo server) {
        ServerKickEvent event =
                new ServerKickEvent(alice, server, new TextComponent("Go!"), null, ServerKickEvent.State.CONNECTED);
        hops.kicked(event);
        return event.isCancelled() ? event.getCancelServer() : null;
    }

    @Test
    void newServerIsToldAndTheOldOnesKickBecomesTheHop() {
        goes(arena);
        assertThat(sent).containsExactly("arena datasave:soon " + ALICE);
        assertThat(kickedBy(lobby)).isSameAs(arena);
    }

    @Test
    void whoGoesNowhereIsThrownOut() {
        assertThat(kickedBy(lobby)).isNull();
        goes(lobby);
        assertThat(sent).isEmpty();
        assertThat(kickedBy(lobby)).isNull();
    }

    @Test
    void refusalOfTheNewServerEndsTheHop() {
        goes(arena);
        assertThat(kickedBy(arena)).isNull();
        assertThat(kickedBy(lobby)).isNull();
    }

    @Test
    void hopIsOverWhenThePlayerIsThereOrGone() {
        goes(arena);
        hops.arrives(new ServerSwitchEvent(alice, lobby));
        assertThat(kickedBy(lobby)).isNull();
        goes(arena);
        hops.leaves(new PlayerDisconnectEvent(alice));
        assertThat(kickedBy(lobby)).isNull();
    }

    @Test
    void hopThatNobodySawEndIsForgotten() {
        goes(arena);
        now += TimeUnit.SECONDS.toNanos(10);
        assertThat(kickedBy(lobby)).isNull();
    }

    @Test
    void cancelledHopIsNone() {
        ServerConnectEvent event = new ServerConnectEvent(alice, arena, ServerConnectEvent.Reason.COMMAND, null);
        event.setCancelled(true);
        hops.goes(event);
        assertThat(sent).isEmpty();
        assertThat(kickedBy(lobby)).isNull();
    }
}
