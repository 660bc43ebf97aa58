/** A store's data between JSON and the game's objects: decode, migrate, reconcile, freeze, encode. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.data;
