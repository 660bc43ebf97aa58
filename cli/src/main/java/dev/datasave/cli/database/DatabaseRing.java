package dev.datasave.cli.database;

import java.io.IOException;

/** A database of several nodes, each of which holds all entries of a small ring. Nodes count from 1. */
public non-sealed interface DatabaseRing extends StartedDatabase {

    /** How many nodes it has. */
    int nodes();

    /** Kills a node (SIGKILL). */
    void kill(int node);

    /** Starts a node on the same data, after it was killed; it takes clients when this returns. */
    void startAgain(int node) throws IOException, InterruptedException;

    /** Stops a node where it is (SIGSTOP). */
    void freeze(int node) throws IOException, InterruptedException;

    /** Lets a node go on (SIGCONT). */
    void thaw(int node) throws IOException, InterruptedException;
}
