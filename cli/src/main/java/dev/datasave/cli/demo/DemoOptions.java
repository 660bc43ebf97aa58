package dev.datasave.cli.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of a run.
 *
 * @param servers how many server processes
 * @param players how many players
 * @param seconds how long they play
 * @param seed decides what players and chaos do, but not the timing of the machine
 * @param json the file for the figures, if any
 * @param keep the folder for the data file and the servers' messages, which is kept; without it, a temporary folder
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
