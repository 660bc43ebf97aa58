package dev.datasave.examples.arena;

/**
 * A change of a player's money or items. Both sides of a payment or a trade have the booking, and so does the receiver of a gift.
 *
 * @param by the player who asked for it
 * @param op the number of that player's command, greater than the one before
 * @param amount the money that it adds to the player who has the booking; 0 if only items move
 */
public record Booking(String by, long op, long amount) {

    /** A unique id, because a player never uses a number twice. */
    public String id() {
        return by + "-" + op;
    }

    /** This booking with another amount, for the side that pays or receives it. */
    Booking of(long newAmount) {
        return new Booking(by, op, newAmount);
    }
}
