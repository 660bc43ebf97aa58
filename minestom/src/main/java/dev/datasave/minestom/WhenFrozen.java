package dev.datasave.minestom;

import java.util.OptionalInt;
import net.minestom.server.network.packet.client.ClientPacket;
import net.minestom.server.network.packet.client.common.ClientCookieResponsePacket;
import net.minestom.server.network.packet.client.common.ClientKeepAlivePacket;
import net.minestom.server.network.packet.client.common.ClientPingRequestPacket;
import net.minestom.server.network.packet.client.common.ClientPongPacket;
import net.minestom.server.network.packet.client.common.ClientResourcePackStatusPacket;
import net.minestom.server.network.packet.client.common.ClientSettingsPacket;
import net.minestom.server.network.packet.client.play.ClientChatAckPacket;
import net.minestom.server.network.packet.client.play.ClientChatMessagePacket;
import net.minestom.server.network.packet.client.play.ClientChatSessionUpdatePacket;
import net.minestom.server.network.packet.client.play.ClientChunkBatchReceivedPacket;
import net.minestom.server.network.packet.client.play.ClientCloseWindowPacket;
import net.minestom.server.network.packet.client.play.ClientCommandChatPacket;
import net.minestom.server.network.packet.client.play.ClientConfigurationAckPacket;
import net.minestom.server.network.packet.client.play.ClientEntityActionPacket;
import net.minestom.server.network.packet.client.play.ClientHeldItemChangePacket;
import net.minestom.server.network.packet.client.play.ClientInputPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerAbilitiesPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerBlockPlacementPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerLoadedPacket;
import net.minestom.server.network.packet.client.play.ClientSignedCommandChatPacket;
import net.minestom.server.network.packet.client.play.ClientTeleportConfirmPacket;
import net.minestom.server.network.packet.client.play.ClientTickEndPacket;
import net.minestom.server.network.packet.client.play.ClientUseItemPacket;

/** What becomes of a packet of a player who may not change anything for the moment, because he is in a transaction or on his way to another server. */
enum WhenFrozen {
    /** It only shows that the client is there, or what the player has chosen. */
    PASSES,
    /** What he says or has finished, which nobody tells again. It has its effect afterwards. */
    WAITS,
    /** What he does to his items or to the world. Afterwards his client is told how things are. */
    IS_LOST;

    static WhenFrozen of(ClientPacket packet) {
        return switch (packet) {
            case ClientKeepAlivePacket alive -> PASSES;
            case ClientPongPacket pong -> PASSES;
            case ClientPingRequestPacket ping -> PASSES;
            case ClientCookieResponsePacket cookie -> PASSES;
            case ClientResourcePackStatusPacket pack -> PASSES;
            case ClientSettingsPacket settings -> PASSES;
            case ClientChatAckPacket heard -> PASSES;
            case ClientChatSessionUpdatePacket session -> PASSES;
            case ClientChunkBatchReceivedPacket chunks -> PASSES;
            case ClientConfigurationAckPacket acknowledged -> PASSES;
            case ClientHeldItemChangePacket chosen ->
                PASSES; // else he would drop or offer another item than he sees in his hand
            case ClientPlayerLoadedPacket loaded -> PASSES;
            case ClientTeleportConfirmPacket confirmed -> PASSES;
            case ClientTickEndPacket tick -> PASSES;
            case ClientChatMessagePacket said -> WAITS;
            case ClientCommandChatPacket command -> WAITS;
            case ClientSignedCommandChatPacket command -> WAITS;
            case ClientCloseWindowPacket closed -> WAITS;
            case ClientEntityActionPacket action -> WAITS;
            case ClientInputPacket keys -> WAITS;
            case ClientPlayerAbilitiesPacket abilities -> WAITS;
            default -> IS_LOST;
        };
    }

    /** The number of a change of the world that the client has shown already, and takes back when that number is acknowledged. */
    static OptionalInt sequence(ClientPacket packet) {
        return switch (packet) {
            case ClientPlayerActionPacket dug -> OptionalInt.of(dug.sequence());
            case ClientPlayerBlockPlacementPacket placed -> OptionalInt.of(placed.sequence());
            case ClientUseItemPacket used -> OptionalInt.of(used.sequence());
            default -> OptionalInt.empty();
        };
    }
}
