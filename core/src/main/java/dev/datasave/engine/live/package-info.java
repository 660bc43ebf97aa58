/** The data of a loaded profile in memory: edited, drafted and frozen under its own lock. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.live;
