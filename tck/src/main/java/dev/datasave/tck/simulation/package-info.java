/** The game that is played and the trouble that is made. */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck.simulation;
