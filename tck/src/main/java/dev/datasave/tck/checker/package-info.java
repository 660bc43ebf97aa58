/** Finds broken promises in a journal; knows nothing of the engine. */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck.checker;
