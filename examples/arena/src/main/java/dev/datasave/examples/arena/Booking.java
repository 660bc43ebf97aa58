package dev.datasave.examples.arena;

/**
 * Something that happened to a player's money or things. Both sides of a payment or a trade have it, and so has whoever receives a gift.
 *
 * @param by who asked for it
 * @param op its number among what that player asked for, greater than the one before it
 * @param amount what it adds to the money of the player who has the booking; 0 where only things move
 */
public record Booking(String by, long op, long amount) {

    /** Unique for ever: no number of a player comes twice. */
    public String id() {
        return by + "-" + op;
    }

    /** The same on the side of the one who pays or receives that. */
    Booking of(long newAmount) {
        return new Booking(by, op, newAmount);
    }
}
