package dev.datasave.signals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An ear as others see it: what a handle writes into the database for each name under which it listens.
 *
 * @param addresses where datagrams reach it: each is tried
 * @param ear its number
 * @param key with what they are sealed
 */
record PublishedEar(List<InetSocketAddress> addresses, long ear, Key key) {
    static final int MOST_ADDRESSES = 8;

    private static final Pattern LITERAL =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** A secret, which no text shows. */
    static final class Key {
        private final byte[] bytes;

        Key(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    String toJson() {
        JsonArray places = new JsonArray();
        addresses.forEach(address -> places.add(Endpoint.text(address)));
        JsonObject json = new JsonObject();
        json.add("udp", places);
        json.addProperty("ear", HexFormat.of().toHexDigits(ear));
        json.addProperty("key", HexFormat.of().formatHex(key.bytes));
        return json.toString();
    }

    /** Reads an entry's value; empty if a foreign hand or another release wrote something else. */
    static Optional<PublishedEar> of(String json) {
        try {
            JsonObject parts = JsonParser.parseString(json).getAsJsonObject();
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (JsonElement each : parts.getAsJsonArray("udp")) {
                addresses.add(address(Endpoint.parse("udp", each.getAsString())));
            }
            byte[] key = HexFormat.of().parseHex(parts.get("key").getAsString());
            long ear = HexFormat.fromHexDigitsToLong(parts.get("ear").getAsString());
            return key.length == Datagram.KEY_BYTES && !addresses.isEmpty() && addresses.size() <= MOST_ADDRESSES
                    ? Optional.of(new PublishedEar(List.copyOf(addresses), ear, new Key(key)))
                    : Optional.empty();
        } catch (RuntimeException | UnknownHostException foreign) {
            return Optional.empty();
        }
    }

    /** Only numbers are looked at: no name is asked for on the way of a signal. */
    private static InetSocketAddress address(Endpoint endpoint) throws UnknownHostException {
        if (endpoint.port() == 0 || !LITERAL.matcher(endpoint.host()).matches()) {
            throw new UnknownHostException(endpoint.toString());
        }
        return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
    }
}
