package dev.datasave.cassandra;

import dev.datasave.DataSaveException.StorageFailed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The nodes that are asked first, as a configuration file names them. */
final class ContactPoints {
    private static final int PORT = 9042;
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.%]+\\]|[^\\s\\[\\]:,]+)(?::(\\d{1,5}))?");

    private ContactPoints() {}

    /**
     * Parses {@code host}, {@code host:port} or {@code [IPv6 address]:port}, separated by commas.
     *
     * @throws IllegalArgumentException if a part has another form, or there is none
     */
    static List<InetSocketAddress> parse(String text) {
        List<InetSocketAddress> points = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher form = FORM.matcher(part.strip());
            int port = form.matches() && form.group(2) != null ? Integer.parseInt(form.group(2)) : PORT;
            if (!form.matches() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("contact points: found \"" + part.strip()
                        + "\", expected host, host:port or [IPv6 address]:port, separated by commas");
            }
            String host = form.group(1);
            points.add(InetSocketAddress.createUnresolved(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port));
        }
        return List.copyOf(points);
    }

    /** The addresses of those that are known by name; at least one. */
    static List<InetSocketAddress> resolved(List<InetSocketAddress> points) {
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetSocketAddress point : points) {
            try {
                for (InetAddress address : InetAddress.getAllByName(point.getHostString())) {
                    found.add(new InetSocketAddress(address, point.getPort()));
                }
            } catch (UnknownHostException unknown) {
                // another one may be known
            }
        }
        if (found.isEmpty()) {
            throw new StorageFailed(
                    "contact points: found "
                            + points.stream()
                                    .map(InetSocketAddress::getHostString)
                                    .toList() + ", of which none is known by name, expected one that is",
                    null);
        }
        return found;
    }
}
