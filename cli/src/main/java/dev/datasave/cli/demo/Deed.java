package dev.datasave.cli.demo;

import java.util.List;

/**
 * A command of a player to a server, under a number that the player never uses twice. Logged before it is sent.
 *
 * @param by the player who sends it
 * @param op its number
 * @param kind what the player asks for
 * @param with the other player, or empty
 * @param amount the money, or 0
 * @param item the item that the player gives, or empty
 * @param other the item that the player gets in return, or empty
 * @param server the label of the server's process
 */
record Deed(String by, long op, Kind kind, String with, long amount, String item, String other, String server) {

    enum Kind {
        EARN,
        FIND,
        PAY,
        TRADE,
        GIFT;

        /** True if it moves something between two players. */
        boolean isDeal() {
            return this == PAY || this == TRADE || this == GIFT;
        }
    }

    /** The id under which the books of all concerned players list it. */
    static String id(String by, long op) {
        return by + "-" + op;
    }

    String id() {
        return id(by, op);
    }

    /** The command line. */
    String line() {
        return switch (kind) {
            case EARN -> "earn " + amount + " " + op;
            case FIND -> "find " + op;
            case PAY -> "pay " + with + " " + amount + " " + op;
            case TRADE -> "trade " + with + " " + item + " " + other + " " + op;
            case GIFT -> "gift " + with + " " + item + " " + op;
        };
    }

    boolean concerns(String key) {
        return key.equals(by) || (kind.isDeal() && key.equals(with));
    }

    /** True for the receiver of a gift, whose books list it once it is received, on whatever server. */
    boolean isReceivedBy(String key) {
        return kind == Kind.GIFT && key.equals(with);
    }

    /** The money that a concerned player gains; negative for a loss. */
    long moneyOf(String key) {
        return switch (kind) {
            case EARN -> amount;
            case PAY -> key.equals(by) ? -amount : amount;
            case FIND, TRADE, GIFT -> 0;
        };
    }

    /** The items that a concerned player gains. */
    List<String> gainsOf(String key) {
        return switch (kind) {
            case EARN, PAY -> List.of();
            case FIND -> List.of(id());
            case TRADE -> List.of(key.equals(by) ? other : item);
            case GIFT -> key.equals(by) ? List.of() : List.of(item);
        };
    }

    /** The items that a concerned player loses. */
    List<String> lossesOf(String key) {
        return switch (kind) {
            case EARN, PAY, FIND -> List.of();
            case TRADE -> List.of(key.equals(by) ? item : other);
            case GIFT -> key.equals(by) ? List.of(item) : List.of();
        };
    }

    @Override
    public String toString() {
        return "\"" + line() + "\" of " + by + " to " + server;
    }
}
