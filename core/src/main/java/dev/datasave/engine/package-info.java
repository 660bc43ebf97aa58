/** The engine behind the public API; not exported. {@code Engine} wires the parts and shows how they belong together. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine;
