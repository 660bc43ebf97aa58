/** The one loop of a running server and the ways out of it: storage calls, the save queue, the game's threads, clocks, ids. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.loop;
