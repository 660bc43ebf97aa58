package dev.datasave.cli.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is to be.
 *
 * @param servers how many server processes
 * @param players how many players
 * @param seconds how long they play
 * @param seed decides what the players and the chaos do, though not the timing of the machine
 * @param json where the figures go, if anywhere
 * @param keep the folder for the data file and the servers' messages, kept afterwards; else a temporary one
 */
record DemoOptions(int servers, int players, int seconds, long seed, Optional<Path> json, Optional<Path> keep) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    DemoOptions {
        check("--servers", servers, 1, 20);
        check("--players", players, 1, 5000);
        check("--seconds", seconds, 1, 3600);
    }

    private static void check(String what, int found, int least, int most) {
        if (found < least || found > most) {
            throw new IllegalArgumentException(what + ": found " + found + ", expected " + least + " to " + most);
        }
    }
}
