package dev.datasave.signals;

import dev.datasave.DataSaveException.StorageFailed;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where others reach a socket, in numbers: a name is resolved once and here, so that nobody has to ask for it on the way of a signal.
 *
 * @param addresses at least one
 */
record Advertised(List<InetSocketAddress> addresses) {

    /**
     * What the owner says, else what the socket is bound to, else all addresses of this machine by which another could reach it.
     *
     * @throws StorageFailed if what the owner says can't be resolved
     */
    static Advertised of(InetSocketAddress bound, @Nullable Endpoint told) {
        if (told != null) {
            int port = told.port() == 0 ? bound.getPort() : told.port();
            return of(Stream.of(Receiver.addresses("networkSignals", told.host())), port);
        } else if (!bound.getAddress().isAnyLocalAddress()) {
            return of(Stream.of(bound.getAddress()), bound.getPort());
        }
        return of(ofThisMachine().stream(), bound.getPort());
    }

    private static Advertised of(Stream<InetAddress> addresses, int port) {
        return new Advertised(addresses
                .map(address -> new InetSocketAddress(withoutScope(address), port))
                .distinct()
                .limit(PublishedEar.MOST_ADDRESSES)
                .toList());
    }

    /** The name of an interface means nothing elsewhere. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static List<InetAddress> ofThisMachine() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp() && !each.isLoopback()) {
                    each.inetAddresses()
                            .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                            .forEach(found::add);
                }
            }
        } catch (SocketException e) {
            throw new StorageFailed("network signals: found no way to list this machine's addresses", e);
        }
        found.sort(Comparator.comparing(address -> !(address instanceof Inet4Address)));
        return found.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : found;
    }

    @Override
    public String toString() {
        return addresses.stream().map(Endpoint::text).collect(Collectors.joining(", "));
    }
}
