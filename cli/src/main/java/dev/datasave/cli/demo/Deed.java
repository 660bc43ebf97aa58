package dev.datasave.cli.demo;

import java.util.List;

/**
 * Something that a player asks a server for, under a number that he never uses twice. Logged before it is sent.
 *
 * @param by who asks
 * @param op the number
 * @param kind what for
 * @param with who else it concerns, or empty
 * @param amount the money, or 0
 * @param item what he gives, or empty
 * @param other what he gets for it, or empty
 * @param server the label of the server's process
 */
record Deed(String by, long op, Kind kind, String with, long amount, String item, String other, String server) {

    enum Kind {
        EARN,
        FIND,
        PAY,
        TRADE,
        GIFT;

        /** True for what moves something between two players. */
        boolean isDeal() {
            return this == PAY || this == TRADE || this == GIFT;
        }
    }

    /** What stands in the books of everybody whom it concerns. */
    static String id(String by, long op) {
        return by + "-" + op;
    }

    String id() {
        return id(by, op);
    }

    /** The command. */
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

    /** True for the one who gets the gift: he has it in his books when he has received it, on whatever server. */
    boolean isReceivedBy(String key) {
        return kind == Kind.GIFT && key.equals(with);
    }

    /** What it adds to the money of a player whom it concerns. */
    long moneyOf(String key) {
        return switch (kind) {
            case EARN -> amount;
            case PAY -> key.equals(by) ? -amount : amount;
            case FIND, TRADE, GIFT -> 0;
        };
    }

    /** What a player whom it concerns has more. */
    List<String> gainsOf(String key) {
        return switch (kind) {
            case EARN, PAY -> List.of();
            case FIND -> List.of(id());
            case TRADE -> List.of(key.equals(by) ? other : item);
            case GIFT -> key.equals(by) ? List.of() : List.of(item);
        };
    }

    /** What a player whom it concerns has no more. */
    List<String> lossesOf(String key) {
        return switch (kind) {
            case EARN, PAY, FIND -> List.of();
            case TRADE -> List.of(key.equals(by) ? item : other);
            case GIFT -> key.equals(by) ? List.of(item) : List.of();
        };
    }
}
