package dev.datasave.examples.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one server of the network runs.
 *
 * @param name also its world: {@code arena} has the ores
 * @param others the other servers, by name, as {@code host:port}
 * @param admins the names of those who may look at the history of others and roll it back
 * @param secret signs the hints with which players hop
 * @param endsWithInput whether it stops when its standard input ends, as that of a program does whose launcher has died
 * @param keepsHistory whether every revision is kept for ever, for an audit
 */
record GameOptions(
        String name,
        String host,
        int port,
        String jdbcUrl,
        Map<String, String> others,
        List<String> admins,
        String secret,
        boolean endsWithInput,
        boolean keepsHistory) {

    static final String USAGE = "--name lobby --port 25565 --jdbc-url jdbc:sqlite:players.db [--host 127.0.0.1]"
            + " [--to arena=127.0.0.1:25566] [--admins alice,bob] [--secret TEXT] [--ends-with-input true]"
            + " [--keep-history true]";

    /**
     * From the command line: each option is followed by its value.
     *
     * @throws IllegalArgumentException if that is wrong; the message says how
     */
    static GameOptions parse(String... args) {
        Map<String, String> given = new HashMap<>();
        Map<String, String> others = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException("found " + args[i] + ", expected " + USAGE);
            }
            if (args[i].equals("--to")) {
                String[] server = args[i + 1].split("=", 2);
                others.put(server[0], server[server.length - 1]);
            } else {
                given.put(args[i].substring(2), args[i + 1]);
            }
        }
        return new GameOptions(
                needed(given, "name"),
                given.getOrDefault("host", "127.0.0.1"),
                Integer.parseInt(needed(given, "port")),
                needed(given, "jdbc-url"),
                Map.copyOf(others),
                List.of(given.getOrDefault("admins", "").split(",", -1)),
                given.getOrDefault("secret", ""),
                Boolean.parseBoolean(given.get("ends-with-input")),
                Boolean.parseBoolean(given.get("keep-history")));
    }

    private static String needed(Map<String, String> given, String option) {
        return Optional.ofNullable(given.get(option))
                .orElseThrow(() -> new IllegalArgumentException("found no --" + option + ", expected " + USAGE));
    }
}
