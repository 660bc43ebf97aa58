package dev.datasave.console;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a console listens, and how it is protected.
 *
 * @param host the address to listen on; anything but a loopback address needs TLS or a declared proxy
 * @param port the port; 0 = any free one
 * @param tls the certificate, if the console itself speaks TLS
 * @param origin how browsers reach it, if a proxy that speaks TLS stands before it: {@code https://console.example.org}
 * @param tokens the file of tokens; it is made if it is missing
 */
public record ConsoleOptions(String host, int port, Optional<Tls> tls, Optional<URI> origin, Path tokens) {

    /**
     * A certificate.
     *
     * @param keyStore a PKCS#12 file with the certificate and its key
     * @param password its password
     */
    public record Tls(Path keyStore, String password) {}

    /**
     * Checks that nobody can read passwords on the way.
     *
     * @throws IllegalArgumentException if the address is none, or is no loopback address and there is neither TLS nor a declared proxy, or the origin
     *     is more or less than {@code https://} and a host
     */
    public ConsoleOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: found " + port + ", expected 0 to 65535");
        }
        if (!isLoopback(host) && tls.isEmpty() && origin.isEmpty()) {
            throw new IllegalArgumentException(
                    "host: found " + host
                            + " without TLS, expected a loopback address, or a certificate (--tls), or a declared proxy (--origin)");
        }
        origin.ifPresent(ConsoleOptions::check);
    }

    /** On the loopback address, for the users of this machine. */
    public static ConsoleOptions local(int port, Path tokens) {
        return new ConsoleOptions("127.0.0.1", port, Optional.empty(), Optional.empty(), tokens);
    }

    private static void check(URI origin) {
        boolean isWhole = "https".equals(origin.getScheme())
                && origin.getHost() != null
                && (origin.getPath() == null || origin.getPath().isEmpty())
                && origin.getQuery() == null
                && origin.getFragment() == null
                && origin.getUserInfo() == null;
        if (!isWhole) {
            throw new IllegalArgumentException(
                    "origin: found " + origin + ", expected https:// and a host, and a port if it is not 443");
        }
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "host: found " + host + ", expected an address of this machine", unknown);
        }
    }

    /** Whether browsers speak TLS with it. */
    boolean isSecure() {
        return tls.isPresent() || origin.isPresent();
    }

    /**
     * Whether a request that names that host is meant for this console. A page of another site could let its own name point to 127.0.0.1; its requests name that
     * site.
     */
    boolean isOwn(String named) {
        if (origin.isPresent()) {
            return named.equalsIgnoreCase(origin.get().getAuthority());
        }
        if (tls.isPresent()) {
            return true; // whoever names it has checked its certificate
        }
        String name = named.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]") || name.equals(host);
    }

    /** What a browser sends as the origin of this console's own forms. */
    String ownOrigin(String named) {
        return origin.map(URI::toString).orElse((tls.isPresent() ? "https://" : "http://") + named);
    }
}
