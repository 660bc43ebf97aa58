package dev.datasave.platform;

/** The data of the tests' players. */
record Purse(long coins) {
    static Purse fresh() {
        return new Purse(0);
    }

    Purse earn(long amount) {
        return new Purse(coins + amount);
    }
}
