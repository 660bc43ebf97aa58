package dev.datasave.cli.demo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/** Trouble with something that all servers need. */
interface Outage extends Callable<Void> {

    /** What was done so far. */
    Harm harm();

    /**
     * What was done.
     *
     * @param to the name of what suffered
     * @param line for people
     * @param figures for programs, by name
     * @param away for how much longer than usual things may have taken
     */
    record Harm(String to, String line, Map<String, Long> figures, Duration away) {}
}
