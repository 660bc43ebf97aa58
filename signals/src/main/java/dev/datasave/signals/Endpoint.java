package dev.datasave.signals;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, as a configuration file names them: {@code 10.0.0.5:25900}, {@code [2001:db8::5]:25900}, {@code db.example.net:25900}, or
 * {@code :25900} for all addresses of this machine.
 *
 * @param host a name or an address without brackets; empty = all addresses
 * @param port 0 = none in particular
 */
public record Endpoint(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|(?<name>[\\w.-]*))(?::(?<port>\\d{1,5}))?");
    private static final Pattern ONLY_A_PORT = Pattern.compile("\\d+");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads what an owner wrote.
     *
     * @param option named in the message
     * @throws IllegalArgumentException if it has another form
     */
    public static Endpoint parse(String option, String text) {
        Matcher form = FORM.matcher(text);
        int port = -1;
        if (form.matches() && !text.isEmpty() && !ONLY_A_PORT.matcher(text).matches()) {
            port = form.group("port") == null ? 0 : Integer.parseInt(form.group("port"));
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(option + ": found \"" + text
                    + "\", expected host:port, [IPv6 address]:port or :port, with a port from 0 to " + HIGHEST_PORT);
        }
        return new Endpoint(form.group("v6") == null ? form.group("name") : form.group("v6"), port);
    }

    /** An address and port, in the form that {@link #parse} reads. */
    static String text(InetSocketAddress address) {
        return new Endpoint(address.getAddress().getHostAddress(), address.getPort()).toString();
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
