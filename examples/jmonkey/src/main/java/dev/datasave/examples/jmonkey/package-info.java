/** A server for clients of jMonkeyEngine, which has nothing to do with blocks. */
@org.jspecify.annotations.NullMarked
package dev.datasave.examples.jmonkey;
