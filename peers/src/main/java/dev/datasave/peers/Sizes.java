package dev.datasave.peers;

/** How much is measured. */
record Sizes(
        Pace pace,
        int hopRounds,
        int hopWarmUp,
        int hops,
        int savePlayers,
        int saveRounds,
        int saveWarmUp,
        int hourPlayers,
        int hourSeconds,
        int crashPlayers,
        int crashSeconds,
        int hostileHops,
        int staleHops,
        int ownRounds,
        int idle,
        int idleSeconds,
        int storm,
        int released,
        int stored) {
    static Sizes full(int stored) {
        return new Sizes(
                Pace.USUAL,
                5,
                1000,
                200,
                2000,
                7,
                3,
                100,
                60,
                100,
                45,
                9900,
                100,
                5,
                100_000,
                60,
                1000,
                10_000,
                stored);
    }

    /** A minute in all, to see that everything works; the figures say nothing. */
    static Sizes quick() {
        return new Sizes(Pace.QUICK, 1, 10, 10, 100, 1, 1, 10, 4, 10, 3, 40, 5, 1, 300, 1, 100, 300, 2000);
    }
}
