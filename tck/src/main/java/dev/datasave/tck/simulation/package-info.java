/** The simulated game, and the trouble that it meets. */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck.simulation;
