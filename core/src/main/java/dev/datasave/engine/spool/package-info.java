/** Final states in local files while the storage is away, and their replay (F18). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.spool;
